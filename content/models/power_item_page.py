from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.models import Orderable
from wagtail.search import index

from content.codes import Level, PowerSource, ServiceObject
from content.computed_panel import ComputedPanel
from content.fields import CodesField, LinesField
from content.models.department_child import DepartmentChildPage
from content.models.legal_basis import LegalBasis
from content.models.static_page import StaticPage
from content.power_codes import (
    DutyStage,
    PowerCategory,
    PowerChangeAction,
    PowerState,
)
from content.row_panels import RowsPanel
from content.row_widgets import FactsInput
from content.validators import check_tel

_FACTS_HELP = _("每行一个“字段=值”,如 handling_unit=审批科;没有值的只写字段")


class PowerItemPage(DepartmentChildPage):
    """权责清单 item: one power with its bases, duties and accountability.

    The exercising department is the parent page. Which matters exercise the power is
    written at the matters (`MatterPage.power_item`), so the link is typed once.
    """

    key_field = "code"
    key_pattern = r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*"
    required_on_publish = (
        "category",
        "level",
        "source",
        "handling_unit",
        "process",
        "supervise_tel",
        "effective_on",
    )

    code = models.SlugField(
        _("职权编码"), max_length=60, unique=True, editable=False, blank=True
    )
    category = models.CharField(
        _("职权类别"),
        max_length=2,
        choices=PowerCategory.choices,
        blank=True,
        db_index=True,
    )
    level = models.CharField(
        _("行使层级"), max_length=1, choices=Level.choices, blank=True
    )
    source = models.CharField(
        _("权力来源"), max_length=1, choices=PowerSource.choices, blank=True
    )
    # A code, as at matters: lists are imported in any order of their rows.
    parent_code = models.SlugField(
        _("主项"),
        max_length=60,
        blank=True,
        help_text=_("子项填所属主项的职权编码,主项留空"),
    )
    handling_unit = models.CharField(_("承办科室"), max_length=100, blank=True)
    co_departments = LinesField(_("共同行使部门"), help_text=_("每行一个部门标识"))
    service_objects = CodesField(_("服务对象"), codes=ServiceObject)
    process = models.TextField(_("流程"), blank=True, help_text=_("如:受理→审查→决定"))
    flow = models.CharField(
        _("流程图"), max_length=200, blank=True, help_text=_("附件路径,须有文字流程")
    )
    penalty_scope = models.TextField(
        _("处罚的行为、种类、幅度"), blank=True, help_text=_("行政处罚必填")
    )
    boundary = models.TextField(
        _("职责边界"), blank=True, help_text=_("与其他部门怎样分工,依据和例子")
    )
    statutory_days = models.PositiveSmallIntegerField(
        _("法定办结时限(工作日)"), null=True, blank=True
    )
    fee_note = models.CharField(_("收费"), max_length=200, blank=True)
    supervise_tel = models.CharField(
        _("监督电话"), max_length=30, blank=True, validators=[check_tel]
    )
    supervise_url = models.CharField(_("监督网址"), max_length=200, blank=True)
    on_application = models.BooleanField(
        _("依申请"), default=True, help_text=_("依职权行使的不勾选")
    )
    no_matter_reason = models.CharField(
        _("没有办事指南的原因"), max_length=200, blank=True
    )
    state = models.CharField(
        _("状态"),
        max_length=2,
        choices=PowerState.choices,
        default=PowerState.PUBLISHED,
    )
    effective_on = models.DateField(_("生效日期"), null=True, blank=True)

    exclude_fields_in_copy = ["code"]

    search_fields = [
        *StaticPage.search_fields,
        index.AutocompleteField("code"),
        index.FilterField("code"),
        index.FilterField("category"),
        index.FilterField("state"),
    ]

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title", heading=_("职权名称")),
                    PublishingPanel(),
                    FieldRowPanel([FieldPanel("slug"), FieldPanel("category")]),
                    FieldRowPanel([FieldPanel("level"), FieldPanel("source")]),
                    FieldRowPanel([FieldPanel("handling_unit"), FieldPanel("state")]),
                    FieldPanel("parent_code"),
                    FieldPanel("co_departments"),
                    FieldPanel("service_objects"),
                    FieldRowPanel(
                        [FieldPanel("on_application"), FieldPanel("no_matter_reason")]
                    ),
                    FieldPanel("penalty_scope"),
                    FieldPanel("boundary"),
                    FieldPanel("effective_on"),
                ],
                heading=_("职权"),
            ),
            ObjectList(
                [RowsPanel("bases", heading=_("职权依据"), label=_("依据"))],
                heading=_("依据"),
            ),
            ObjectList(
                [
                    FieldPanel("process"),
                    FieldPanel("flow"),
                    FieldRowPanel(
                        [FieldPanel("statutory_days"), FieldPanel("fee_note")]
                    ),
                    RowsPanel("duties", heading=_("责任事项"), label=_("责任事项")),
                    RowsPanel(
                        "accountability", heading=_("追责情形"), label=_("追责情形")
                    ),
                    FieldRowPanel(
                        [FieldPanel("supervise_tel"), FieldPanel("supervise_url")]
                    ),
                ],
                heading=_("责任与监督"),
            ),
            ObjectList(
                [RowsPanel("changes", heading=_("调整记录"), label=_("调整"))],
                heading=_("调整"),
            ),
            ObjectList(
                [
                    ComputedPanel(
                        "content.powers.links.power_facts",
                        heading=_("事项与子项"),
                        help_text=_("在办事指南里写职权编码即与职权关联"),
                    )
                ],
                heading=_("关联"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("权责清单事项")
        verbose_name_plural = _("权责清单")
        indexes = [models.Index(fields=["category", "state"], name="power_category")]

    # Codes of guides that a list names for this power and that may be imported after it.
    announced_matters: tuple[str, ...] = ()

    def static_path(self) -> str:
        return f"/powers/{self.slug}/"

    def get_admin_display_title(self) -> str:
        return f"{super().get_admin_display_title()}({self.code or self.slug})"

    def publish_errors(self) -> dict[str, Any]:
        """Return what keeps this power from being published, by field."""
        errors = super().publish_errors()
        for name, label in (
            ("bases", _("职权依据")),
            ("duties", _("责任事项")),
            ("accountability", _("追责情形")),
        ):
            if not getattr(self, name).all():
                errors[name] = _("发布前至少要有一条%(label)s") % {"label": label}
        if self.category == PowerCategory.PENALTY and not self.penalty_scope:
            errors["penalty_scope"] = _("行政处罚须写明处罚的行为、种类、幅度")
        if self.parent_code and self.parent_code == self.slug:
            errors["parent_code"] = _("主项不能是本职权,主项请留空")
        return errors


class PowerBasis(LegalBasis):
    """职权依据, ordered by rank."""

    power = ParentalKey(PowerItemPage, on_delete=models.CASCADE, related_name="bases")

    class Meta(LegalBasis.Meta):
        verbose_name = _("职权依据")
        verbose_name_plural = _("职权依据")


class PowerDuty(Orderable):
    """责任事项: what has to be done at a stage, and where that is written."""

    power = ParentalKey(PowerItemPage, on_delete=models.CASCADE, related_name="duties")
    stage = models.CharField(_("环节"), max_length=4, choices=DutyStage.choices)
    text = models.TextField(_("责任事项"))
    basis_title = models.CharField(_("责任依据"), max_length=200, blank=True)
    basis_article = models.CharField(_("依据条款"), max_length=60, blank=True)

    panels = [
        FieldPanel("stage"),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("basis_title"), FieldPanel("basis_article")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("责任事项")
        verbose_name_plural = _("责任事项")

    def __str__(self) -> str:
        return f"{self.stage} {self.text}"


class Accountability(Orderable):
    """追责情形: what an officer answers for, and with what consequence."""

    power = ParentalKey(
        PowerItemPage, on_delete=models.CASCADE, related_name="accountability"
    )
    situation = models.TextField(_("追责情形"))
    consequence = models.TextField(_("后果"), blank=True)
    basis_title = models.CharField(_("追责依据"), max_length=200, blank=True)
    basis_article = models.CharField(_("依据条款"), max_length=60, blank=True)

    panels = [
        FieldPanel("situation"),
        FieldPanel("consequence"),
        FieldRowPanel([FieldPanel("basis_title"), FieldPanel("basis_article")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("追责情形")
        verbose_name_plural = _("追责情形")

    def __str__(self) -> str:
        return self.situation


class PowerChange(Orderable):
    """调整记录: what changed by which document; `before` and `after` by field name."""

    power = ParentalKey(PowerItemPage, on_delete=models.CASCADE, related_name="changes")
    action = models.CharField(
        _("调整方式"), max_length=2, choices=PowerChangeAction.choices
    )
    doc_no = models.CharField(_("文号"), max_length=60)
    on = models.DateField(_("日期"))
    before = models.JSONField(_("调整前"), default=dict, blank=True)
    after = models.JSONField(_("调整后"), default=dict, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("action"), FieldPanel("on")]),
        FieldPanel("doc_no"),
        FieldRowPanel(
            [
                FieldPanel("before", widget=FactsInput, help_text=_FACTS_HELP),
                FieldPanel("after", widget=FactsInput, help_text=_FACTS_HELP),
            ]
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("调整记录")
        verbose_name_plural = _("调整记录")

    def __str__(self) -> str:
        return f"{self.action} {self.on}"

    def clean(self) -> None:
        super().clean()
        for name in ("before", "after"):
            if not isinstance(getattr(self, name), dict):
                raise ValidationError(
                    {name: _("每行写“字段=值”,字段不能重复,如 handling_unit=审批科")}
                )
