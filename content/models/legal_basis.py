from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from content.codes import BasisRank, BasisStatus, TextKind


class LegalBasis(Orderable):
    """依据: one article of a law or document; abstract, each owner has rows of its own."""

    title = models.CharField(_("依据名称"), max_length=200)
    doc_no = models.CharField(_("文号"), max_length=100, blank=True)
    issuer = models.CharField(_("颁布机关"), max_length=200, blank=True)
    article = models.CharField(_("条款号"), max_length=60, blank=True)
    text = models.TextField(_("条款内容"), blank=True)
    text_kind = models.CharField(
        _("内容性质"),
        max_length=2,
        choices=TextKind.choices,
        default=TextKind.ORIGINAL,
        blank=True,
        help_text=_("概述须在正式使用前换成原文"),
    )
    rank = models.CharField(
        _("效力位阶"), max_length=10, choices=BasisRank.choices, blank=True
    )
    status = models.CharField(
        _("时效"),
        max_length=2,
        choices=BasisStatus.choices,
        default=BasisStatus.VALID,
        blank=True,
    )
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    url = models.URLField(_("全文网址"), max_length=300, blank=True)
    fictional = models.BooleanField(
        _("虚构"), default=False, help_text=_("只用于演示数据")
    )
    verify = models.BooleanField(_("条款待核对"), default=False)

    panels = [
        FieldPanel("title", required_on_save=True),
        FieldRowPanel([FieldPanel("doc_no"), FieldPanel("article")]),
        FieldPanel("issuer"),
        FieldPanel("text"),
        FieldRowPanel(
            [FieldPanel("text_kind"), FieldPanel("rank"), FieldPanel("status")]
        ),
        FieldRowPanel([FieldPanel("effective_on"), FieldPanel("url")]),
        FieldRowPanel([FieldPanel("fictional"), FieldPanel("verify")]),
    ]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.title}{self.article}"
