from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Orderable

from content.codes import FieldType
from content.expressions import check_expression
from content.models.matter_page import MatterPage
from content.option_lines import check_options, parse_options

CHOICE_TYPES = frozenset({FieldType.RADIO, FieldType.SELECT, FieldType.CHECKBOX})
_CHOICES_AT_LEAST = 2


class FormField(Orderable):
    """网上申请表字段; fields that follow each other under one section title are a section."""

    matter = ParentalKey(
        MatterPage, on_delete=models.CASCADE, related_name="form_fields"
    )
    section = models.CharField(
        _("所在栏目"), max_length=60, blank=True, help_text=_("留空与上一个字段同栏")
    )
    key = models.CharField(
        _("字段代码"),
        max_length=60,
        validators=[RegexValidator(r"^[a-z0-9_]+$", _("只用小写字母、数字和下划线"))],
    )
    label = models.CharField(_("名称"), max_length=100)
    type = models.CharField(
        _("类型"), max_length=10, choices=FieldType.choices, default=FieldType.TEXT
    )
    required = models.BooleanField(_("必填"), default=True)
    help = models.CharField(_("填写说明"), max_length=300, blank=True)
    example = models.CharField(_("示例"), max_length=200, blank=True)
    options = models.TextField(
        _("选项"),
        blank=True,
        validators=[check_options],
        help_text=_("每行一个,写“代码=文字”"),
    )
    max_length = models.PositiveIntegerField(
        _("字数上限"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    number_min = models.FloatField(_("最小值"), null=True, blank=True)
    number_max = models.FloatField(_("最大值"), null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(_("小数位"), null=True, blank=True)
    pattern = models.CharField(_("格式(正则)"), max_length=200, blank=True)
    rule = models.CharField(
        _("校验规则"), max_length=20, blank=True, help_text=_("如 V-IDNO、V-MOBILE")
    )
    prefill = models.CharField(
        _("自动带出"), max_length=60, blank=True, help_text=_("如 profile.name")
    )
    show_if = models.CharField(
        _("何时显示"), max_length=500, blank=True, validators=[check_expression]
    )

    panels = [
        FieldRowPanel([FieldPanel("section"), FieldPanel("key")]),
        FieldRowPanel([FieldPanel("label"), FieldPanel("type")]),
        FieldPanel("required"),
        FieldPanel("options"),
        FieldRowPanel([FieldPanel("help"), FieldPanel("example")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("max_length"), FieldPanel("decimals")]),
                FieldRowPanel([FieldPanel("number_min"), FieldPanel("number_max")]),
                FieldRowPanel([FieldPanel("pattern"), FieldPanel("rule")]),
                FieldRowPanel([FieldPanel("prefill"), FieldPanel("show_if")]),
            ],
            heading=_("校验与带出"),
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("申请表字段")
        verbose_name_plural = _("申请表字段")

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        super().clean()
        choosing = self.type in CHOICE_TYPES
        if choosing and len(parse_options(self.options)) < _CHOICES_AT_LEAST:
            raise ValidationError(
                {
                    "options": _("选择字段“%(label)s”至少要有两个选项")
                    % {"label": self.label}
                }
            )
        if self.pattern:
            try:
                re.compile(self.pattern)
            except re.error as error:
                raise ValidationError(
                    {
                        "pattern": _("格式“%(pattern)s”不是正确的正则表达式:%(why)s")
                        % {"pattern": self.pattern, "why": error}
                    }
                ) from error
