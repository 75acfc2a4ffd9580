"""Shared libraries: one paper, one law, one kind of certificate - one record each."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable
from wagtail.search import index

from content.codes import (
    BasisRank,
    BasisStatus,
    MaterialExempt,
    MaterialKind,
    MaterialSource,
)
from content.computed_panel import ComputedPanel
from content.row_panels import RowsPanel


class CertificateType(models.Model):
    """电子证照类型; only a live one can take the place of a paper (L212)."""

    code = models.CharField(_("类型代码"), max_length=64, unique=True)
    name = models.CharField(_("名称"), max_length=100, unique=True)
    competent_body = models.CharField(_("主管部门"), max_length=100, blank=True)
    validity_rule = models.CharField(_("有效期规则"), max_length=200, blank=True)
    template = models.CharField(
        _("样本"), max_length=200, blank=True, help_text=_("附件路径")
    )
    live = models.BooleanField(_("已开通"), default=False, db_index=True)

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("name")]),
        FieldRowPanel([FieldPanel("competent_body"), FieldPanel("live")]),
        FieldPanel("validity_rule"),
        FieldPanel("template"),
        ComputedPanel("content.library_facts.certificate_facts", heading=_("使用情况")),
    ]

    class Meta:
        verbose_name = _("电子证照类型")
        verbose_name_plural = _("电子证照类型")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class StandardMaterial(index.Indexed, models.Model):
    """标准材料: the same paper has the same code in every guide."""

    code = models.CharField(_("标准材料编码"), max_length=60, unique=True)
    name = models.CharField(_("标准名称"), max_length=200, db_index=True)
    other_names = models.TextField(
        _("其他叫法"), blank=True, help_text=_("各指南中的写法,每行一个")
    )
    mat_kind = models.CharField(
        _("材料属性"), max_length=4, choices=MaterialKind.choices, blank=True
    )
    source = models.CharField(
        _("来源渠道"), max_length=2, choices=MaterialSource.choices, blank=True
    )
    issuer = models.CharField(_("出具机构"), max_length=200, blank=True)
    exempt = models.CharField(
        _("免提交方式"),
        max_length=1,
        choices=MaterialExempt.choices,
        default=MaterialExempt.NONE,
    )
    exempt_source = models.CharField(_("免提交来源"), max_length=200, blank=True)
    cert_type = models.ForeignKey(
        CertificateType,
        verbose_name=_("电子证照类型"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="materials",
    )
    accept_standard = models.CharField(_("受理标准"), max_length=500, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("mat_kind")]),
        FieldPanel("name"),
        FieldPanel("other_names"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("issuer")]),
        FieldRowPanel([FieldPanel("exempt"), FieldPanel("exempt_source")]),
        FieldPanel("cert_type"),
        FieldPanel("accept_standard"),
        ComputedPanel("content.library_facts.material_facts", heading=_("使用情况")),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.AutocompleteField("code"),
        index.AutocompleteField("other_names"),
        index.FilterField("mat_kind"),
    ]

    class Meta:
        verbose_name = _("标准材料")
        verbose_name_plural = _("标准材料库")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.name}({self.code})"

    def clean(self) -> None:
        super().clean()
        if self.exempt == MaterialExempt.CERTIFICATE and self.cert_type is None:
            raise ValidationError({"cert_type": _("用电子证照免提交的,要选证照类型")})


class LegalText(index.Indexed, ClusterableModel):
    """法规依据库: a law or document, with the articles that guides and powers cite."""

    title = models.CharField(_("名称"), max_length=200)
    doc_no = models.CharField(_("文号"), max_length=100, blank=True)
    issuer = models.CharField(_("颁布机关"), max_length=200, blank=True)
    rank = models.CharField(
        _("效力位阶"), max_length=10, choices=BasisRank.choices, blank=True
    )
    status = models.CharField(
        _("时效"),
        max_length=2,
        choices=BasisStatus.choices,
        default=BasisStatus.VALID,
        db_index=True,
    )
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        verbose_name=_("被何文件替代"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
    )
    url = models.URLField(_("全文网址"), max_length=300, blank=True)
    fictional = models.BooleanField(
        _("虚构"), default=False, help_text=_("只用于演示数据")
    )

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("doc_no"), FieldPanel("issuer")]),
        FieldRowPanel([FieldPanel("rank"), FieldPanel("status")]),
        FieldRowPanel([FieldPanel("effective_on"), FieldPanel("replaced_by")]),
        FieldRowPanel([FieldPanel("url"), FieldPanel("fictional")]),
        RowsPanel("articles", heading=_("条款"), label=_("条款")),
        ComputedPanel("content.library_facts.law_facts", heading=_("引用情况")),
    ]
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.AutocompleteField("doc_no"),
        index.FilterField("rank"),
        index.FilterField("status"),
    ]

    class Meta:
        verbose_name = _("法规依据")
        verbose_name_plural = _("法规依据库")
        ordering = ["title", "doc_no"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "doc_no"], name="legal_text_title_doc_no"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}({self.doc_no})" if self.doc_no else self.title


class LegalArticle(Orderable):
    """条款 of a law or document; a paraphrase until the wording is entered."""

    legal_text = ParentalKey(
        LegalText, on_delete=models.CASCADE, related_name="articles"
    )
    article = models.CharField(_("条款号"), max_length=60)
    text = models.TextField(_("条款内容"), blank=True)
    paraphrase = models.BooleanField(
        _("概述"), default=False, help_text=_("正式使用前须换成原文")
    )

    panels = [
        FieldRowPanel([FieldPanel("article"), FieldPanel("paraphrase")]),
        FieldPanel("text"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("条款")
        verbose_name_plural = _("条款")

    def __str__(self) -> str:
        return self.article
