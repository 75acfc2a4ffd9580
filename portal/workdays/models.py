"""The official working-day calendar, kept as data."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayKind(models.TextChoices):
    """Why a day is or is not worked (日期类型)."""

    WORKDAY = "workday", _("工作日")
    WEEKEND = "weekend", _("周末")
    HOLIDAY = "holiday", _("法定假日")
    MAKE_UP = "make_up", _("调休上班")
    CLOSED = "closed", _("临时停办")


class CalendarYear(models.Model):
    """A region's calendar of one year (工作日历版本): its days follow an official notice."""

    region = models.CharField(_("行政区划"), max_length=12)
    year = models.PositiveSmallIntegerField(_("年份"))
    notice_no = models.CharField(_("通知文号"), max_length=60)
    digest = models.CharField(_("内容摘要"), max_length=64)

    class Meta:
        verbose_name = _("工作日历")
        verbose_name_plural = _("工作日历")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "year"], name="workdays_year_once_a_region"
            )
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.year}"


class WorkdayCalendar(models.Model):
    """One day that differs from the plain week, or any other day an authority names (特殊日期)."""

    region = models.CharField(_("行政区划"), max_length=12)
    date = models.DateField(_("日期"))
    is_workday = models.BooleanField(_("是否上班"))
    kind = models.CharField(_("类型"), max_length=10, choices=DayKind)
    name = models.CharField(_("名称"), max_length=30, blank=True)
    notice_no = models.CharField(_("通知文号"), max_length=60)

    class Meta:
        verbose_name = _("特殊日期")
        verbose_name_plural = _("特殊日期")
        ordering = ["region", "date"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "date"], name="workdays_day_once_a_region"
            )
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.date.isoformat()} {self.kind}"
