"""Rows of a matter that guide the applicant to her own case (情形引导)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from content.codes import AnswerSource, QuestionKind
from content.expressions import check_expression
from content.models.matter_page import MatterPage
from content.option_lines import check_options, parse_options

check_question_code = RegexValidator(
    r"^[a-z][a-z0-9_]*$", _("问题代码只用小写字母、数字和下划线,以字母开头")
)
_CHOICES_AT_LEAST = 2


class Question(Orderable):
    """情形问题, asked in spoken Chinese."""

    matter = ParentalKey(MatterPage, on_delete=models.CASCADE, related_name="questions")
    code = models.CharField(
        _("问题代码"), max_length=40, validators=[check_question_code]
    )
    text = models.CharField(_("问题"), max_length=120)
    help = models.CharField(_("说明"), max_length=300, blank=True)
    kind = models.CharField(
        _("类型"),
        max_length=6,
        choices=QuestionKind.choices,
        default=QuestionKind.SINGLE,
    )
    options = models.TextField(
        _("选项"),
        blank=True,
        validators=[check_options],
        help_text=_("每行一个,写“代码=文字”,如 yes=家人代办"),
    )
    number_min = models.FloatField(_("最小值"), null=True, blank=True)
    number_max = models.FloatField(_("最大值"), null=True, blank=True)
    data_source = models.CharField(
        _("答案来源"),
        max_length=7,
        choices=AnswerSource.choices,
        default=AnswerSource.ASK,
    )
    required = models.BooleanField(_("必答"), default=True)
    show_if = models.CharField(
        _("何时询问"),
        max_length=500,
        blank=True,
        validators=[check_expression],
        help_text=_("留空总是询问;如 kind == hotel"),
    )

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("kind")]),
        FieldPanel("text"),
        FieldPanel("help"),
        FieldPanel("options"),
        FieldRowPanel([FieldPanel("number_min"), FieldPanel("number_max")]),
        FieldRowPanel([FieldPanel("data_source"), FieldPanel("required")]),
        FieldPanel("show_if"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("情形问题")
        verbose_name_plural = _("情形问题")

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        choosing = self.kind in (QuestionKind.SINGLE, QuestionKind.MULTI)
        if choosing and len(parse_options(self.options)) < _CHOICES_AT_LEAST:
            raise ValidationError(
                {"options": _("选择题“%(text)s”至少要有两个选项") % {"text": self.text}}
            )
        low, high = self.number_min, self.number_max
        if low is not None and high is not None and low > high:
            raise ValidationError({"number_max": _("最大值不能小于最小值")})


class ScenarioRule(Orderable):
    """情形规则: what follows from the answers.

    Rules that only say "this material is needed when …" are derived from the materials and
    not kept here.
    """

    matter = ParentalKey(
        MatterPage, on_delete=models.CASCADE, related_name="scenario_rules"
    )
    name = models.CharField(_("规则名称"), max_length=100)
    condition = models.CharField(
        _("条件"),
        max_length=500,
        validators=[check_expression],
        help_text=_("如 age < 80;几个条件用 and、or 连接"),
    )
    priority = models.PositiveIntegerField(
        _("次序"), default=10, help_text=_("小的先用;500以上留给按情形材料")
    )
    stop_reason = models.CharField(
        _("不符合条件的原因"), max_length=300, blank=True, help_text=_("填写即为终止")
    )
    basis_title = models.CharField(_("终止依据"), max_length=200, blank=True)
    basis_article = models.CharField(_("依据条款"), max_length=60, blank=True)
    note = models.CharField(_("提示"), max_length=300, blank=True)
    promise_days = models.PositiveSmallIntegerField(
        _("改承诺时限为"), null=True, blank=True
    )
    fee_amount = models.DecimalField(
        _("改收费为(元)"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    jump = models.CharField(_("改办其他事项"), max_length=200, blank=True)
    add_material = models.CharField(
        _("增加材料"), max_length=200, blank=True, help_text=_("材料名称")
    )
    remove_material = models.CharField(
        _("减去材料"), max_length=200, blank=True, help_text=_("材料名称")
    )

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("condition"), FieldPanel("priority")]),
        FieldPanel("stop_reason"),
        FieldRowPanel([FieldPanel("basis_title"), FieldPanel("basis_article")]),
        FieldPanel("note"),
        FieldRowPanel([FieldPanel("promise_days"), FieldPanel("fee_amount")]),
        FieldPanel("jump"),
        FieldRowPanel([FieldPanel("add_material"), FieldPanel("remove_material")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("情形规则")
        verbose_name_plural = _("情形规则")

    def __str__(self) -> str:
        return f"{self.name}:{self.condition}"

    def clean(self) -> None:
        super().clean()
        effects = (
            self.stop_reason,
            self.note,
            self.jump,
            self.add_material,
            self.remove_material,
        )
        changes = (self.promise_days, self.fee_amount)
        if not any(effects) and all(change is None for change in changes):
            raise ValidationError(
                _(
                    "规则“%(name)s”没有结果:终止原因、提示、时限、收费、改办、材料至少填一项"
                ),
                params={"name": self.name},
            )


class ScenarioSet(Orderable):
    """常见情形: a named set of answers, for a link and a printed notice."""

    matter = ParentalKey(
        MatterPage, on_delete=models.CASCADE, related_name="scenario_sets"
    )
    code = models.CharField(_("代码"), max_length=20)
    name = models.CharField(_("名称"), max_length=100)
    answers = models.TextField(
        _("答案"),
        validators=[check_options],
        help_text=_("每行一个,写“问题代码=答案代码”"),
    )

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("name")]),
        FieldPanel("answers"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("常见情形")
        verbose_name_plural = _("常见情形")

    def __str__(self) -> str:
        return self.name
