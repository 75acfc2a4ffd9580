"""Rows of a matter that are single texts or small records."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from content.codes import LocationRule, RelationKind
from content.fields import LinesField
from content.models.legal_basis import LegalBasis
from content.models.matter_page import MatterPage
from content.validators import check_tel


class MatterLegalBasis(LegalBasis):
    """设定/实施依据 of a matter."""

    matter = ParentalKey(
        MatterPage, on_delete=models.CASCADE, related_name="legal_bases"
    )

    class Meta(LegalBasis.Meta):
        verbose_name = _("设定依据")
        verbose_name_plural = _("设定依据")


class AcceptCondition(Orderable):
    """受理条件: one testable sentence."""

    matter = ParentalKey(
        MatterPage, on_delete=models.CASCADE, related_name="accept_conditions"
    )
    text = models.CharField(_("条件"), max_length=500)

    panels = [FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("受理条件")
        verbose_name_plural = _("受理条件")

    def __str__(self) -> str:
        return self.text


class RefuseCondition(Orderable):
    """不予受理/许可情形."""

    matter = ParentalKey(
        MatterPage, on_delete=models.CASCADE, related_name="refuse_conditions"
    )
    text = models.CharField(_("情形"), max_length=500)

    panels = [FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("不予受理情形")
        verbose_name_plural = _("不予受理情形")

    def __str__(self) -> str:
        return self.text


class Location(Orderable):
    """办理地点: a hall with windows, a rule for many halls, or a place in words."""

    matter = ParentalKey(MatterPage, on_delete=models.CASCADE, related_name="locations")
    hall = models.CharField(
        _("大厅编号"), max_length=60, blank=True, help_text=_("如 H-QU")
    )
    zone = models.CharField(_("功能区区号"), max_length=10, blank=True)
    windows = LinesField(_("窗口号"), help_text=_("每行一个窗口号"))
    all_windows = models.BooleanField(_("全部窗口"), default=False)
    rule = models.CharField(
        _("地点规则"), max_length=30, choices=LocationRule.choices, blank=True
    )
    place = models.CharField(_("其他地点"), max_length=200, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    hours = models.CharField(_("办理时间"), max_length=200, blank=True)
    tel = models.CharField(_("电话"), max_length=30, blank=True, validators=[check_tel])

    panels = [
        FieldRowPanel([FieldPanel("hall"), FieldPanel("zone")]),
        FieldRowPanel([FieldPanel("windows"), FieldPanel("all_windows")]),
        FieldRowPanel([FieldPanel("rule"), FieldPanel("place")]),
        FieldPanel("note"),
        FieldRowPanel([FieldPanel("hours"), FieldPanel("tel")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("办理地点")
        verbose_name_plural = _("办理地点")

    def __str__(self) -> str:
        return self.hall or self.place or self.get_rule_display()


class FrequentQuestion(Orderable):
    """常见问题."""

    matter = ParentalKey(MatterPage, on_delete=models.CASCADE, related_name="faq")
    question = models.CharField(_("问题"), max_length=200)
    answer = models.TextField(_("回答"), blank=True)
    last_checked_on = models.DateField(_("最近核对"), null=True, blank=True)

    panels = [
        FieldPanel("question"),
        FieldPanel("answer"),
        FieldPanel("last_checked_on"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("常见问题")
        verbose_name_plural = _("常见问题")

    def __str__(self) -> str:
        return self.question


class RelatedMatter(Orderable):
    """相关事项, by code: the other matter may come later."""

    matter = ParentalKey(
        MatterPage, on_delete=models.CASCADE, related_name="related_matters"
    )
    code = models.SlugField(_("事项代码"), max_length=100, db_index=True)
    relation = models.CharField(
        _("关系"),
        max_length=12,
        choices=RelationKind.choices,
        default=RelationKind.RELATED,
    )

    panels = [FieldRowPanel([FieldPanel("code"), FieldPanel("relation")])]

    class Meta(Orderable.Meta):
        verbose_name = _("相关事项")
        verbose_name_plural = _("相关事项")

    def __str__(self) -> str:
        return self.code


class WorkCriterion(Orderable):
    """审查工作细则: internal, never in a published payload."""

    matter = ParentalKey(
        MatterPage, on_delete=models.CASCADE, related_name="work_criteria"
    )
    point = models.CharField(_("审查要点"), max_length=100)
    standard = models.CharField(_("标准"), max_length=300)
    if_fail = models.CharField(_("不符合时"), max_length=300)

    panels = [FieldPanel("point"), FieldPanel("standard"), FieldPanel("if_fail")]

    class Meta(Orderable.Meta):
        verbose_name = _("审查要点")
        verbose_name_plural = _("审查要点")

    def __str__(self) -> str:
        return self.point


class UpdateNote(Orderable):
    """更新说明: what the public is told of a change of the guide."""

    matter = ParentalKey(MatterPage, on_delete=models.CASCADE, related_name="updates")
    on = models.DateField(_("日期"), default=timezone.localdate)
    note = models.CharField(
        _("说明"),
        max_length=300,
        help_text=_("发布后公众可以看到,一两句话说清改了什么、为什么"),
    )

    panels = [FieldRowPanel([FieldPanel("on"), FieldPanel("note")])]

    class Meta(Orderable.Meta):
        verbose_name = _("更新说明")
        verbose_name_plural = _("更新说明")

    def __str__(self) -> str:
        return f"{self.on} {self.note}"
