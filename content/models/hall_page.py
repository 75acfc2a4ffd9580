from __future__ import annotations

from typing import Any

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

from content.codes import HallKind, Level
from content.fields import LinesField
from content.models.home_page import HallIndexPage
from content.models.keyed_page import KeyedPage
from content.models.region import Region
from content.row_panels import RowsPanel
from content.validators import check_tel

_BASIC = [
    FieldPanel("title", heading=_("大厅名称")),
    PublishingPanel(),
    FieldRowPanel([FieldPanel("slug", heading=_("大厅编号")), FieldPanel("kind")]),
    FieldRowPanel([FieldPanel("level"), FieldPanel("region")]),
    FieldPanel("parent_hall"),
    FieldPanel("address"),
    FieldRowPanel([FieldPanel("lat"), FieldPanel("lng")]),
    FieldPanel("transport"),
    FieldPanel("parking"),
    FieldRowPanel(
        [FieldPanel("tel"), FieldPanel("consult_tel"), FieldPanel("complaint_tel")]
    ),
]
_SERVICES = [
    FieldPanel("facilities"),
    FieldPanel("resident_departments"),
    FieldPanel("is_model"),
    FieldPanel("brand_files"),
    FieldRowPanel([FieldPanel("windows_before"), FieldPanel("before_note")]),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("firms_now"), FieldPanel("firms_planned")]),
            FieldRowPanel([FieldPanel("staff_now"), FieldPanel("staff_planned")]),
        ],
        heading=_("园区情况(园区分中心填写)"),
    ),
    RowsPanel("extra_services", heading=_("园区增值服务"), label=_("服务")),
]


class HallPage(KeyedPage):
    """政务服务大厅, from the county's centre down to a community's station."""

    key_field = "code"
    key_pattern = r"[A-Za-z][A-Za-z0-9-]*"
    required_on_publish = (
        "kind",
        "level",
        "region",
        "address",
        "transport",
        "tel",
        "consult_tel",
        "complaint_tel",
    )

    code = models.SlugField(
        _("大厅编号"), max_length=60, unique=True, editable=False, blank=True
    )
    kind = models.CharField(
        _("大厅类型"), max_length=20, choices=HallKind.choices, blank=True
    )
    level = models.CharField(_("层级"), max_length=1, choices=Level.choices, blank=True)
    region = models.ForeignKey(
        Region,
        verbose_name=_("区划"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="halls",
    )
    parent_hall = models.ForeignKey(
        "self",
        verbose_name=_("上级大厅"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="child_halls",
    )
    address = models.CharField(_("地址"), max_length=200, blank=True)
    lat = models.FloatField(_("纬度"), null=True, blank=True)
    lng = models.FloatField(_("经度"), null=True, blank=True)
    transport = models.TextField(
        _("交通指引"), blank=True, help_text=_("写明公交站名或者路名")
    )
    parking = models.CharField(_("停车"), max_length=200, blank=True)
    tel = models.CharField(_("电话"), max_length=30, blank=True, validators=[check_tel])
    consult_tel = models.CharField(
        _("咨询电话"), max_length=30, blank=True, validators=[check_tel]
    )
    complaint_tel = models.CharField(
        _("投诉电话"), max_length=30, blank=True, validators=[check_tel]
    )
    facilities = LinesField(_("便民设施"))
    resident_departments = LinesField(
        _("进驻部门"), help_text=_("每行一个部门标识,如 mzj")
    )
    is_model = models.BooleanField(_("示范大厅"), default=False)
    brand_files = LinesField(
        _("统一标识文件"),
        help_text=_("标识、门牌、服务规范的附件路径,每行一个"),
    )
    windows_before = models.PositiveIntegerField(
        _("整合前窗口数"), null=True, blank=True
    )
    before_note = models.CharField(_("整合说明"), max_length=200, blank=True)
    firms_now = models.PositiveIntegerField(_("现有企业"), null=True, blank=True)
    firms_planned = models.PositiveIntegerField(_("规划企业"), null=True, blank=True)
    staff_now = models.PositiveIntegerField(_("现有员工"), null=True, blank=True)
    staff_planned = models.PositiveIntegerField(_("规划员工"), null=True, blank=True)

    exclude_fields_in_copy = ["code"]
    parent_page_types = [HallIndexPage]
    subpage_types: list[str] = []

    edit_handler = TabbedInterface(
        [
            ObjectList(_BASIC, heading=_("基本信息")),
            ObjectList(
                [RowsPanel("opening_blocks", heading=_("办公时间"), label=_("时段"))],
                heading=_("办公时间"),
            ),
            ObjectList(
                [
                    RowsPanel("zones", heading=_("功能区"), label=_("功能区")),
                    RowsPanel("windows", heading=_("窗口"), label=_("窗口")),
                ],
                heading=_("功能区与窗口"),
            ),
            ObjectList(_SERVICES, heading=_("设施与进驻")),
            ObjectList(
                [
                    RowsPanel("kiosks", heading=_("自助终端"), label=_("终端")),
                    RowsPanel(
                        "self_service_areas",
                        heading=_("24小时自助区"),
                        label=_("自助区"),
                    ),
                ],
                heading=_("自助服务"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("办事大厅")
        verbose_name_plural = _("办事大厅")

    def static_path(self) -> str:
        return f"/halls/{self.slug}/"

    def publish_errors(self) -> dict[str, Any]:
        """Return what keeps this hall from being published, by field."""
        errors = super().publish_errors()
        blocks = list(self.opening_blocks.all())
        if not blocks:
            errors["opening_blocks"] = _("发布前至少要有一个办公时段")
        windows = list(self.windows.all())
        numbers = [window.number for window in windows]
        doubles = sorted({number for number in numbers if numbers.count(number) > 1})
        if doubles:
            errors["windows"] = _("窗口号“%(numbers)s”重复,同一大厅内不能重号") % {
                "numbers": "、".join(doubles)
            }
        codes = {zone.code for zone in self.zones.all()}
        lost = sorted({window.zone for window in windows if window.zone} - codes)
        if lost:
            errors["zones"] = _("窗口所在功能区“%(zones)s”不存在,请先添加功能区") % {
                "zones": "、".join(lost)
            }
        return errors
