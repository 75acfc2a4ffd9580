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

from content.codes import BodyNature, DepartmentStatus
from content.models.home_page import DepartmentIndexPage
from content.models.keyed_page import KeyedPage
from content.models.region import Region
from content.row_panels import RowsPanel
from content.validators import check_tel, check_uscc


class DepartmentPage(KeyedPage):
    """部门/实施主体; its children are the matters that it implements."""

    key_field = "key"
    key_pattern = r"[a-z][a-z0-9-]*"
    required_on_publish = (
        "short_name",
        "uscc",
        "nature",
        "region",
        "duties",
        "address",
        "office_hours",
        "tel",
        "supervise_tel",
    )

    key = models.SlugField(
        _("部门标识"), max_length=60, unique=True, editable=False, blank=True
    )
    short_name = models.CharField(_("简称"), max_length=100, blank=True)
    uscc = models.CharField(
        _("统一社会信用代码"), max_length=18, blank=True, validators=[check_uscc]
    )
    dept_code = models.CharField(_("组织机构编码"), max_length=64, blank=True)
    nature = models.CharField(
        _("主体性质"), max_length=1, choices=BodyNature.choices, blank=True
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("区划"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="departments",
    )
    parent_department = models.ForeignKey(
        "self",
        verbose_name=_("上级部门"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sub_departments",
    )
    org_type = models.CharField(_("机构类型"), max_length=20, blank=True)
    status = models.CharField(
        _("状态"),
        max_length=2,
        choices=DepartmentStatus.choices,
        default=DepartmentStatus.NORMAL,
    )
    provider_kind = models.CharField(
        _("服务提供者类型"), max_length=20, blank=True, help_text=_("如:公用企业")
    )
    entrusting_body = models.CharField(
        _("委托机关"), max_length=100, blank=True, help_text=_("受委托组织必填")
    )
    approval_unit = models.CharField(_("审批服务科(室)"), max_length=60, blank=True)
    approval_unit_kind = models.CharField(
        _("审批机构形式"), max_length=20, blank=True, help_text=_("科室或任务组")
    )
    duties = models.TextField(_("主要职责"), blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    office_hours = models.CharField(_("办公时间"), max_length=200, blank=True)
    tel = models.CharField(_("电话"), max_length=30, blank=True, validators=[check_tel])
    supervise_tel = models.CharField(
        _("监督电话"), max_length=30, blank=True, validators=[check_tel]
    )
    review_authority = models.CharField(_("行政复议机关"), max_length=200, blank=True)
    court = models.CharField(_("诉讼法院"), max_length=100, blank=True)
    in_hall = models.BooleanField(_("进驻大厅"), default=False)
    hall_since = models.DateField(_("进驻日期"), null=True, blank=True)

    exclude_fields_in_copy = ["key"]
    parent_page_types = [DepartmentIndexPage]
    subpage_types = [
        "content.MatterPage",
        "content.PowerItemPage",
        "content.ThemePage",
        "content.MatterListPage",
        "content.CrossListPage",
        "content.PolicyPage",
        "content.InterpretationPage",
        "content.BenefitPage",
        "content.ArticlePage",
    ]

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title", heading=_("机构名称")),
                    PublishingPanel(),
                    FieldRowPanel([FieldPanel("short_name"), FieldPanel("slug")]),
                    FieldRowPanel([FieldPanel("uscc"), FieldPanel("dept_code")]),
                    FieldRowPanel([FieldPanel("nature"), FieldPanel("org_type")]),
                    FieldPanel("entrusting_body"),
                    FieldRowPanel([FieldPanel("region"), FieldPanel("status")]),
                    FieldPanel("parent_department"),
                    FieldPanel("provider_kind"),
                    FieldPanel("duties"),
                    FieldRowPanel(
                        [FieldPanel("approval_unit"), FieldPanel("approval_unit_kind")]
                    ),
                ],
                heading=_("基本信息"),
            ),
            ObjectList(
                [
                    FieldPanel("address"),
                    FieldPanel("office_hours"),
                    FieldRowPanel([FieldPanel("tel"), FieldPanel("supervise_tel")]),
                    FieldRowPanel([FieldPanel("in_hall"), FieldPanel("hall_since")]),
                    MultiFieldPanel(
                        [FieldPanel("review_authority"), FieldPanel("court")],
                        heading=_("救济渠道"),
                    ),
                    RowsPanel("leaders", heading=_("负责人"), label=_("负责人")),
                ],
                heading=_("联系与救济"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("部门")
        verbose_name_plural = _("部门")

    def static_path(self) -> str:
        return f"/departments/{self.slug}/"

    def publish_errors(self) -> dict[str, Any]:
        """Return what keeps this department from being published, by field."""
        errors = super().publish_errors()
        if self.tel and self.tel == self.supervise_tel:
            errors["supervise_tel"] = _("监督电话不能与咨询电话相同(%(tel)s)") % {
                "tel": self.tel
            }
        if self.nature == BodyNature.ENTRUSTED and not self.entrusting_body:
            errors["entrusting_body"] = _("受委托组织要填委托机关")
        if self.in_hall and self.hall_since is None:
            errors["hall_since"] = _("已进驻大厅的要填进驻日期")
        return errors


class DepartmentLeader(Orderable):
    """负责人: published with name, post and division of work."""

    department = ParentalKey(
        DepartmentPage, on_delete=models.CASCADE, related_name="leaders"
    )
    name = models.CharField(_("姓名"), max_length=50)
    post = models.CharField(_("职务"), max_length=50)
    work = models.CharField(_("分工"), max_length=300, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("post")]),
        FieldPanel("work"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("负责人")
        verbose_name_plural = _("负责人")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if not self.name.strip():
            raise ValidationError({"name": _("负责人要填姓名")})
