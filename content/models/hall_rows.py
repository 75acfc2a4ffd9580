from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from content.codes import (
    AcceptRule,
    KioskStatus,
    OpeningKind,
    Weekday,
    WindowKind,
    WindowRole,
)
from content.fields import CodesField, LinesField
from content.models.hall_page import HallPage
from content.validators import check_tel


class OpeningBlock(Orderable):
    """办公时段 on a weekday or on one date; a dated block overrides the weekday's."""

    hall = ParentalKey(
        HallPage, on_delete=models.CASCADE, related_name="opening_blocks"
    )
    weekday = models.CharField(
        _("星期"), max_length=1, choices=Weekday.choices, blank=True
    )
    date = models.DateField(_("日期"), null=True, blank=True)
    opens_at = models.CharField(_("从"), max_length=5, help_text=_("如 09:00"))
    closes_at = models.CharField(_("到"), max_length=5, help_text=_("如 12:00"))
    kind = models.CharField(
        _("类别"),
        max_length=2,
        choices=OpeningKind.choices,
        default=OpeningKind.ORDINARY,
    )
    note = models.CharField(_("说明"), max_length=100, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("weekday"), FieldPanel("date")]),
        FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("note")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("办公时段")
        verbose_name_plural = _("办公时段")

    def __str__(self) -> str:
        return f"{self.date or self.weekday} {self.opens_at}-{self.closes_at}"

    def clean(self) -> None:
        super().clean()
        if bool(self.weekday) == (self.date is not None):
            raise ValidationError(_("办公时段要在“星期”和“日期”中填一个,且只填一个"))
        if self.opens_at and self.closes_at and self.opens_at >= self.closes_at:
            raise ValidationError(
                {
                    "closes_at": _("“%(to)s”应晚于开始时间“%(from)s”")
                    % {"to": self.closes_at, "from": self.opens_at}
                }
            )


class Zone(Orderable):
    """功能区 of a hall."""

    hall = ParentalKey(HallPage, on_delete=models.CASCADE, related_name="zones")
    code = models.CharField(_("区号"), max_length=10)
    name = models.CharField(_("名称"), max_length=60)
    theme = models.CharField(_("服务内容"), max_length=200, blank=True)
    floor = models.CharField(_("楼层"), max_length=10, blank=True)
    all_day = models.BooleanField(_("24小时开放"), default=False)
    plan_alt = models.CharField(
        _("位置说明"), max_length=200, blank=True, help_text=_("平面图的文字替代")
    )
    plan = models.CharField(
        _("平面图"), max_length=200, blank=True, help_text=_("附件路径,须有位置说明")
    )

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("name")]),
        FieldPanel("theme"),
        FieldRowPanel([FieldPanel("floor"), FieldPanel("all_day")]),
        FieldRowPanel([FieldPanel("plan"), FieldPanel("plan_alt")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("功能区")
        verbose_name_plural = _("功能区")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.plan and not self.plan_alt:
            raise ValidationError({"plan_alt": _("有平面图的,要填同样内容的位置说明")})


class Window(Orderable):
    """窗口; which matters it takes is a list of matter codes or a rule.

    The officers of a window are named as they are shown at it (公示姓名); who is on duty
    on a day, and the B post's taking over, belong to the accounts.
    """

    hall = ParentalKey(HallPage, on_delete=models.CASCADE, related_name="windows")
    number = models.CharField(_("窗口号"), max_length=10)
    zone = models.CharField(_("功能区区号"), max_length=10, blank=True)
    name = models.CharField(_("窗口名称"), max_length=60)
    kinds = CodesField(_("窗口类型"), codes=WindowKind)
    theme = models.CharField(_("主题"), max_length=60, blank=True)
    comprehensive = models.BooleanField(_("综合窗口"), default=False)
    roles = CodesField(_("环节"), codes=WindowRole)
    accepts = LinesField(_("可受理事项"), help_text=_("每行一个事项代码"))
    accept_rule = models.CharField(
        _("可受理事项规则"), max_length=30, choices=AcceptRule.choices, blank=True
    )
    elder_priority = models.BooleanField(_("老年人优先"), default=False)
    barrier_free = models.BooleanField(_("无障碍"), default=True)
    device_no = models.CharField(_("评价器编号"), max_length=30, blank=True)
    open_now = models.BooleanField(_("当前开放"), default=True)
    honour = models.CharField(_("示范岗"), max_length=30, blank=True)
    hours = models.CharField(
        _("开放时段"), max_length=100, blank=True, help_text=_("与大厅相同的留空")
    )
    duty_a = models.CharField(
        _("A岗"), max_length=30, blank=True, help_text=_("公示姓名,如 0001号 赵某")
    )
    duty_b = models.CharField(
        _("B岗"), max_length=30, blank=True, help_text=_("A岗不在时自动接替")
    )

    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("name")]),
        FieldRowPanel([FieldPanel("zone"), FieldPanel("theme")]),
        FieldPanel("kinds"),
        FieldPanel("roles"),
        FieldPanel("accepts"),
        FieldPanel("accept_rule"),
        FieldRowPanel(
            [
                FieldPanel("comprehensive"),
                FieldPanel("elder_priority"),
                FieldPanel("barrier_free"),
                FieldPanel("open_now"),
            ]
        ),
        FieldRowPanel([FieldPanel("device_no"), FieldPanel("honour")]),
        FieldRowPanel(
            [FieldPanel("hours"), FieldPanel("duty_a"), FieldPanel("duty_b")]
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("窗口")
        verbose_name_plural = _("窗口")

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def clean(self) -> None:
        super().clean()
        if self.duty_b and self.duty_b == self.duty_a:
            raise ValidationError(
                {"duty_b": _("B岗“%(name)s”不能与A岗是同一人") % {"name": self.duty_b}}
            )

    @property
    def takes_applications(self) -> bool:
        """Whether applications are accepted here; windows that only issue do not."""
        accepts = WindowRole.ACCEPT in self.roles
        return accepts and WindowKind.ISSUING not in self.kinds


class ExtraService(Orderable):
    """园区增值服务, labelled when it is not a government service."""

    hall = ParentalKey(
        HallPage, on_delete=models.CASCADE, related_name="extra_services"
    )
    name = models.CharField(_("名称"), max_length=60)
    provider_kind = models.CharField(_("提供者类型"), max_length=30)
    label = models.CharField(
        _("标注"), max_length=60, blank=True, help_text=_("非政府服务须标注")
    )

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("provider_kind"), FieldPanel("label")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("园区增值服务")
        verbose_name_plural = _("园区增值服务")

    def __str__(self) -> str:
        return self.name


class Kiosk(Orderable):
    """自助终端."""

    hall = ParentalKey(HallPage, on_delete=models.CASCADE, related_name="kiosks")
    code = models.CharField(_("编号"), max_length=20)
    name = models.CharField(_("名称"), max_length=60)
    place = models.CharField(_("位置"), max_length=100)
    all_day = models.BooleanField(_("24小时"), default=False)
    hours = models.CharField(_("开放时间"), max_length=60, blank=True)
    device_manager = models.CharField(_("设备管理员"), max_length=60, blank=True)
    manager_tel = models.CharField(
        _("管理员电话"), max_length=30, blank=True, validators=[check_tel]
    )
    status = models.CharField(
        _("状态"),
        max_length=2,
        choices=KioskStatus.choices,
        default=KioskStatus.IN_USE,
    )
    functions = LinesField(_("功能"))
    read_only = models.BooleanField(_("仅查询"), default=False)

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("name")]),
        FieldPanel("place"),
        FieldRowPanel([FieldPanel("all_day"), FieldPanel("hours")]),
        FieldRowPanel([FieldPanel("device_manager"), FieldPanel("manager_tel")]),
        FieldRowPanel([FieldPanel("status"), FieldPanel("read_only")]),
        FieldPanel("functions"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("自助终端")
        verbose_name_plural = _("自助终端")

    def __str__(self) -> str:
        return f"{self.code} {self.place}"


class SelfServiceArea(Orderable):
    """24小时自助区."""

    hall = ParentalKey(
        HallPage, on_delete=models.CASCADE, related_name="self_service_areas"
    )
    code = models.CharField(_("编号"), max_length=30)
    name = models.CharField(_("名称"), max_length=60)
    access = models.CharField(_("进入方式"), max_length=100, blank=True)
    entrance = models.CharField(_("入口"), max_length=100, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("name")]),
        FieldPanel("access"),
        FieldPanel("entrance"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("24小时自助区")
        verbose_name_plural = _("24小时自助区")

    def __str__(self) -> str:
        return self.name
