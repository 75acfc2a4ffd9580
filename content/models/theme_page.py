from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.models import Orderable
from wagtail.search import index

from content.codes import QuestionKind
from content.computed_panel import ComputedPanel
from content.expressions import check_expression
from content.fields import LinesField
from content.guides.plain import rows_of
from content.models.department_child import DepartmentChildPage
from content.models.scenario import check_question_code
from content.models.static_page import StaticPage
from content.option_lines import check_options
from content.power_codes import (
    MemberKind,
    MemberMode,
    ThemeDetail,
    ThemeSide,
    ThemeStage,
    ThemeState,
)
from content.row_panels import RowsPanel
from content.row_widgets import OrdersInput
from content.theme_checks import member_errors

_BEFORE = ("steps_before", "materials_before", "days_before", "visits_before")


class ThemePage(DepartmentChildPage):
    """一件事: several matters done as one.

    The parent page is the lead department, or, while none is decided
    (`lead_undecided`), the department that keeps the list. What is merged - materials,
    form, time, visits - is computed from the members' guides, never typed.
    """

    key_field = "code"
    key_pattern = r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*"
    required_on_publish = ("side", "stage", "detail")

    code = models.SlugField(
        _("编码"), max_length=60, unique=True, editable=False, blank=True
    )
    side = models.CharField(
        _("服务对象"), max_length=2, choices=ThemeSide.choices, blank=True
    )
    stage = models.CharField(
        _("生命周期"), max_length=2, choices=ThemeStage.choices, blank=True
    )
    detail = models.CharField(
        _("完整程度"),
        max_length=10,
        choices=ThemeDetail.choices,
        default=ThemeDetail.FULL,
    )
    highlight = models.BooleanField(_("高频"), default=False)
    town_level = models.BooleanField(_("镇街可办"), default=False)
    lead_undecided = models.BooleanField(
        _("牵头部门未定"), default=False, help_text=_("上级部门只是清单的管理部门")
    )
    windows = LinesField(_("窗口"), help_text=_("每行一个,如 H-QU:一件事专窗(个人)"))
    steps_before = models.PositiveSmallIntegerField(
        _("改革前环节"), null=True, blank=True
    )
    materials_before = models.PositiveSmallIntegerField(
        _("改革前材料"), null=True, blank=True
    )
    days_before = models.PositiveSmallIntegerField(
        _("改革前时限(工作日)"), null=True, blank=True
    )
    visits_before = models.PositiveSmallIntegerField(
        _("改革前跑动次数"), null=True, blank=True
    )
    steps_after = models.PositiveSmallIntegerField(
        _("改革后环节"), null=True, blank=True
    )
    note = models.CharField(_("说明"), max_length=300, blank=True)
    state = models.CharField(
        _("状态"), max_length=2, choices=ThemeState.choices, default=ThemeState.IN_USE
    )

    exclude_fields_in_copy = ["code"]

    search_fields = [
        *StaticPage.search_fields,
        index.AutocompleteField("code"),
        index.FilterField("code"),
        index.FilterField("side"),
        index.FilterField("highlight"),
        index.FilterField("town_level"),
    ]

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title", heading=_("一件事名称")),
                    PublishingPanel(),
                    FieldRowPanel([FieldPanel("slug"), FieldPanel("state")]),
                    FieldRowPanel([FieldPanel("side"), FieldPanel("stage")]),
                    FieldRowPanel([FieldPanel("detail"), FieldPanel("lead_undecided")]),
                    FieldRowPanel([FieldPanel("highlight"), FieldPanel("town_level")]),
                    FieldPanel("windows"),
                    FieldPanel("note"),
                ],
                heading=_("基本信息"),
            ),
            ObjectList(
                [RowsPanel("members", heading=_("成员事项"), label=_("成员"))],
                heading=_("成员"),
            ),
            ObjectList(
                [RowsPanel("questions", heading=_("引导问题"), label=_("问题"))],
                heading=_("情形"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [FieldRowPanel([FieldPanel(name) for name in _BEFORE])],
                        heading=_("改革前"),
                        help_text=_("改革后的材料、时限、跑动由成员指南计算"),
                    ),
                    FieldPanel("steps_after"),
                    ComputedPanel(
                        "content.themes.facts.theme_facts",
                        heading=_("合并结果"),
                        help_text=_("按已保存的成员和已发布的办事指南计算,不能手填"),
                    ),
                ],
                heading=_("前后对比"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("一件事")
        verbose_name_plural = _("一件事")

    def static_path(self) -> str:
        return f"/themes/{self.slug}/"

    def get_admin_display_title(self) -> str:
        return f"{super().get_admin_display_title()}({self.code or self.slug})"

    def publish_errors(self) -> dict[str, Any]:
        """Return what keeps this theme from being published, by field."""
        errors = super().publish_errors()
        wrong = member_errors(rows_of(self, "members"), rows_of(self, "questions"))
        if wrong:
            errors["members"] = wrong
        if self.detail == ThemeDetail.FULL:
            for name in (*_BEFORE, "steps_after"):
                if getattr(self, name) is None:
                    errors[name] = _("流程已核对的一件事要填改革前后的数字")
        return errors


class ThemeMember(Orderable):
    """成员事项: a matter of this portal by its code or catalogue number, or another's."""

    theme = ParentalKey(ThemePage, on_delete=models.CASCADE, related_name="members")
    kind = models.CharField(
        _("类别"), max_length=8, choices=MemberKind.choices, default=MemberKind.GUIDE
    )
    name = models.CharField(_("名称"), max_length=200)
    guide = models.CharField(
        _("事项代码"), max_length=100, blank=True, db_index=True, help_text=_("如 food")
    )
    matter_id = models.CharField(
        _("来源编号"), max_length=50, blank=True, help_text=_("目录编号,如 M0551")
    )
    mode = models.CharField(
        _("办理方式"),
        max_length=2,
        choices=MemberMode.choices,
        default=MemberMode.PARALLEL,
    )
    when = models.CharField(
        _("触发条件"),
        max_length=500,
        blank=True,
        validators=[check_expression],
        help_text=_("留空总是需要;如 staff == yes"),
    )
    depends_on = models.JSONField(
        _("前序成员"),
        default=list,
        blank=True,
        help_text=_("序号列表,如 [1, 2]"),
    )
    days = models.PositiveSmallIntegerField(
        _("时限(工作日)"),
        null=True,
        blank=True,
        help_text=_("有办事指南的按指南计算"),
    )

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("mode")]),
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("guide"), FieldPanel("matter_id")]),
        FieldPanel("when"),
        FieldRowPanel(
            [
                FieldPanel(
                    "depends_on",
                    widget=OrdersInput,
                    help_text=_("要先办完的成员的序号,如 1、2;调换成员次序后须核对"),
                ),
                FieldPanel("days"),
            ]
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("成员事项")
        verbose_name_plural = _("成员事项")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        orders = self.depends_on
        if not isinstance(orders, list) or not all(
            isinstance(order, int) and order > 0 for order in orders
        ):
            raise ValidationError({"depends_on": _("应为成员的序号,如 1、2")})
        if self.kind == MemberKind.GUIDE and not self.guide:
            raise ValidationError({"guide": _("有办事指南的成员要填事项代码")})
        if self.kind == MemberKind.MATTER and not self.matter_id:
            raise ValidationError({"matter_id": _("目录事项要填来源编号")})


class ThemeQuestion(Orderable):
    """引导问题: decides which optional members are needed."""

    theme = ParentalKey(ThemePage, on_delete=models.CASCADE, related_name="questions")
    code = models.CharField(
        _("问题代码"), max_length=40, validators=[check_question_code]
    )
    text = models.CharField(_("问题"), max_length=120)
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
        help_text=_("每行一个,写“代码=文字”,如 yes=有"),
    )

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("kind")]),
        FieldPanel("text"),
        FieldPanel("options"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("引导问题")
        verbose_name_plural = _("引导问题")

    def __str__(self) -> str:
        return self.text
