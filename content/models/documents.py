"""Published documents: articles, policies, their interpretation and their benefits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.search import index

from content.expressions import check_expression
from content.fields import LinesField
from content.list_codes import (
    ArticleKind,
    BenefitKind,
    BenefitMode,
    BenefitState,
    Disclosure,
    InterpretationForm,
    Validity,
)
from content.models.department_child import DepartmentChildPage
from content.models.static_page import StaticPage


class DocumentPage(DepartmentChildPage):
    """What every disclosed document has. Source: 政府信息公开条例 (2019).

    The issuer is the parent department.
    """

    key_field = "no"
    key_pattern = r"[a-z0-9]+(-[a-z0-9]+)*"
    required_on_publish: ClassVar[tuple[str, ...]] = (
        "made_on",
        "published_on",
        "summary",
        "body",
    )
    exclude_fields_in_copy = ["no"]

    no = models.SlugField(
        _("编号"), max_length=60, unique=True, editable=False, blank=True
    )
    index_no = models.CharField(_("索引号"), max_length=40, blank=True)
    doc_no = models.CharField(_("文号"), max_length=60, blank=True)
    made_on = models.DateField(_("成文日期"), null=True, blank=True)
    published_on = models.DateField(_("发布日期"), null=True, blank=True)
    source = models.CharField(
        _("来源"), max_length=100, blank=True, help_text=_("本部门的留空")
    )
    author = models.CharField(_("作者"), max_length=60, blank=True)
    summary = models.TextField(_("摘要"), blank=True)
    body = models.TextField(_("正文"), blank=True, help_text=_("空一行分段"))
    disclosure = models.CharField(
        _("公开方式"),
        max_length=3,
        choices=Disclosure.choices,
        default=Disclosure.ACTIVE,
    )
    validity = models.CharField(
        _("有效性"), max_length=2, choices=Validity.choices, blank=True
    )
    expires_on = models.DateField(_("失效日期"), null=True, blank=True)
    keywords = LinesField(_("关键词"))
    related_guides = LinesField(_("相关事项"), help_text=_("每行一个事项代码"))
    attachments = LinesField(_("附件"), help_text=_("每行一个附件路径"))
    first_review = models.CharField(_("初审"), max_length=30, blank=True)
    second_review = models.CharField(_("复审"), max_length=30, blank=True)
    issued_by = models.CharField(_("签发"), max_length=30, blank=True)

    search_fields = [
        *StaticPage.search_fields,
        index.AutocompleteField("no"),
        index.FilterField("no"),
    ]

    class Meta:
        abstract = True

    def publish_errors(self) -> dict[str, Any]:
        """Return what keeps this document from being published, by field."""
        errors = super().publish_errors()
        for name in ("first_review", "second_review", "issued_by"):
            if not getattr(self, name):
                errors[name] = _("发布前须经三审,请填%(field)s") % {
                    "field": self._meta.get_field(name).verbose_name
                }
        if self.made_on and self.published_on and self.published_on < self.made_on:
            errors["published_on"] = _("发布日期不能早于成文日期")
        return errors


def document_panels(*own: object) -> TabbedInterface:
    """Return the form of a kind of document: its own fields, then what all have."""
    return TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title", heading=_("标题")),
                    PublishingPanel(),
                    FieldPanel("slug"),
                    *own,
                    FieldPanel("summary"),
                    FieldPanel("body"),
                    FieldPanel("related_guides"),
                    FieldPanel("attachments"),
                ],
                heading=_("内容"),
            ),
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("index_no"), FieldPanel("doc_no")]),
                    FieldRowPanel([FieldPanel("made_on"), FieldPanel("published_on")]),
                    FieldRowPanel([FieldPanel("validity"), FieldPanel("expires_on")]),
                    FieldRowPanel([FieldPanel("source"), FieldPanel("author")]),
                    FieldPanel("disclosure"),
                    FieldPanel("keywords"),
                    MultiFieldPanel(
                        [
                            FieldRowPanel(
                                [
                                    FieldPanel("first_review"),
                                    FieldPanel("second_review"),
                                    FieldPanel("issued_by"),
                                ]
                            )
                        ],
                        heading=_("三审"),
                    ),
                ],
                heading=_("公开信息"),
            ),
        ]
    )


class ArticlePage(DocumentPage):
    """公开信息: notice, announcement, news, publicity."""

    kind = models.CharField(
        _("类别"), max_length=6, choices=ArticleKind.choices, default=ArticleKind.NOTICE
    )

    edit_handler = document_panels(FieldPanel("kind"))

    class Meta:
        verbose_name = _("公开信息")
        verbose_name_plural = _("公开信息")

    def static_path(self) -> str:
        return f"/news/{self.slug}/"


class PolicyPage(DocumentPage):
    """政策文件."""

    required_on_publish = (*DocumentPage.required_on_publish, "doc_no")

    effective_on = models.DateField(_("施行日期"), null=True, blank=True)

    edit_handler = document_panels(FieldPanel("effective_on"))

    class Meta:
        verbose_name = _("政策文件")
        verbose_name_plural = _("政策文件")

    def static_path(self) -> str:
        return f"/policies/{self.slug}/"


class InterpretationPage(DocumentPage):
    """政策解读, linked both ways with its policy."""

    required_on_publish = (*DocumentPage.required_on_publish, "policy")

    policy = models.ForeignKey(
        PolicyPage,
        verbose_name=_("所解读的政策"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="interpretations",
    )
    form = models.CharField(
        _("形式"),
        max_length=3,
        choices=InterpretationForm.choices,
        default=InterpretationForm.TEXT,
    )
    highlights = LinesField(_("要点"))
    who = models.TextField(_("谁受益"), blank=True)
    how = models.TextField(_("怎么办理"), blank=True)
    contact = models.CharField(_("咨询单位和电话"), max_length=100, blank=True)
    transcript = models.TextField(
        _("文字稿"), blank=True, help_text=_("视频须有字幕和文字稿")
    )

    edit_handler = document_panels(
        FieldRowPanel([FieldPanel("policy"), FieldPanel("form")]),
        FieldPanel("highlights"),
        FieldPanel("who"),
        FieldPanel("how"),
        FieldRowPanel([FieldPanel("contact"), FieldPanel("transcript")]),
    )

    class Meta:
        verbose_name = _("政策解读")
        verbose_name_plural = _("政策解读")

    def static_path(self) -> str:
        return f"/interpretations/{self.slug}/"

    def publish_errors(self) -> dict[str, Any]:
        """Return what keeps this interpretation from being published, by field."""
        errors = super().publish_errors()
        if self.form == InterpretationForm.VIDEO and not self.transcript:
            errors["transcript"] = _("视频解读须有文字稿")
        return errors


class BenefitPage(DepartmentChildPage):
    """政策兑现事项: one clause of a policy that gives somebody something.

    The check of conditions says "可能符合", never a promise.
    """

    key_field = "code"
    key_pattern = r"[a-z0-9]+(-[a-z0-9]+)*"
    required_on_publish = (
        "policy",
        "clause",
        "kind",
        "target_text",
        "standard",
        "mode",
    )
    exclude_fields_in_copy = ["code"]

    code = models.SlugField(
        _("编码"), max_length=60, unique=True, editable=False, blank=True
    )
    policy = models.ForeignKey(
        PolicyPage,
        verbose_name=_("政策文件"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="benefits",
    )
    clause = models.CharField(_("条款"), max_length=40, blank=True)
    kind = models.CharField(
        _("类别"), max_length=4, choices=BenefitKind.choices, blank=True
    )
    target_text = models.TextField(_("扶持对象"), blank=True)
    criteria = models.CharField(
        _("可计算条件"),
        max_length=500,
        blank=True,
        validators=[check_expression],
        help_text=_("如 staff >= 10 and region == yunxi"),
    )
    questions = models.TextField(
        _("自查问题"),
        blank=True,
        help_text=_("每行一个“代码=问题”,条件中的每个代码都要有"),
    )
    standard = models.TextField(_("扶持标准"), blank=True)
    cap = models.DecimalField(
        _("上限(元)"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    budget = models.DecimalField(
        _("预算(元)"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    remaining = models.DecimalField(
        _("余额(元)"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    mode = models.CharField(
        _("兑现方式"), max_length=4, choices=BenefitMode.choices, blank=True
    )
    data_source = models.CharField(
        _("数据来源"), max_length=200, blank=True, help_text=_("免申即享必填")
    )
    needs_consent = models.BooleanField(_("须本人同意"), default=True)
    apply_from = models.DateField(_("申报开始"), null=True, blank=True)
    apply_to = models.DateField(_("申报截止"), null=True, blank=True)
    materials = LinesField(_("材料"))
    stages = LinesField(_("流程"))
    window = models.CharField(_("窗口"), max_length=100, blank=True)
    publicity_days = models.PositiveSmallIntegerField(
        _("公示天数"), null=True, blank=True
    )
    guide = models.CharField(_("事项代码"), max_length=100, blank=True)
    state = models.CharField(
        _("状态"), max_length=3, choices=BenefitState.choices, default=BenefitState.OPEN
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title", heading=_("兑现事项")),
                    PublishingPanel(),
                    FieldRowPanel([FieldPanel("slug"), FieldPanel("state")]),
                    FieldRowPanel([FieldPanel("policy"), FieldPanel("clause")]),
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("mode")]),
                    FieldPanel("target_text"),
                    FieldPanel("standard"),
                    FieldRowPanel(
                        [
                            FieldPanel("cap"),
                            FieldPanel("budget"),
                            FieldPanel("remaining"),
                        ]
                    ),
                ],
                heading=_("基本信息"),
            ),
            ObjectList(
                [
                    FieldPanel("criteria"),
                    FieldPanel("questions"),
                    FieldRowPanel(
                        [FieldPanel("data_source"), FieldPanel("needs_consent")]
                    ),
                    FieldRowPanel([FieldPanel("apply_from"), FieldPanel("apply_to")]),
                    FieldPanel("materials"),
                    FieldPanel("stages"),
                    FieldRowPanel([FieldPanel("window"), FieldPanel("publicity_days")]),
                    FieldPanel("guide"),
                ],
                heading=_("条件与办理"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("政策兑现事项")
        verbose_name_plural = _("政策兑现事项")

    def static_path(self) -> str:
        return f"/benefits/{self.slug}/"

    def clean(self) -> None:
        super().clean()
        if self.apply_from and self.apply_to and self.apply_to < self.apply_from:
            raise ValidationError({"apply_to": _("申报截止不能早于申报开始")})

    def publish_errors(self) -> dict[str, Any]:
        """Return what keeps this benefit from being published, by field."""
        errors = super().publish_errors()
        if self.mode == BenefitMode.AUTOMATIC and not self.data_source:
            errors["data_source"] = _("免申即享须写明数据来源")
        if None not in (self.remaining, self.budget) and (
            Decimal(self.remaining or 0) > Decimal(self.budget or 0)
        ):
            errors["remaining"] = _("余额不能大于预算")
        return errors
