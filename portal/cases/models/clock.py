"""Timers, their pauses, and what they have set off."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.cases.models.case import Case
from portal.cases.models.choices import (
    PauseGround,
    Rung,
    TimerPurpose,
    TimerState,
)
from portal.cases.models.work import StepInstance


class Timer(models.Model):
    """A budget of days that runs from a start (计时器).

    What is used and what is left is never stored; `due_on`, `next_fire_on` and
    `provisional` are derived from the start, the pauses and the calendar, and stored
    only so that an index finds what is due.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="timers")
    step = models.ForeignKey(
        StepInstance,
        on_delete=models.PROTECT,
        related_name="timers",
        null=True,
        blank=True,
    )
    ordinal = models.PositiveSmallIntegerField(_("次序"))
    purpose = models.CharField(_("时限类型"), max_length=12, choices=TimerPurpose)
    budget = models.PositiveIntegerField(_("时限"))
    unit = models.CharField(_("单位"), max_length=1)
    started_at = models.DateTimeField(_("开始时间"))
    region = models.CharField(_("日历区划"), max_length=12)
    state = models.CharField(_("状态"), max_length=10, choices=TimerState)
    stopped_on = models.DateField(_("停止日期"), null=True, blank=True)
    due_on = models.DateField(_("到期日"), null=True, blank=True)
    provisional = models.BooleanField(_("日期暂定"), default=False)
    next_fire_on = models.DateField(_("下次触发日"), null=True, blank=True)

    class Meta:
        verbose_name = _("计时器")
        verbose_name_plural = _("计时器")
        ordering = ["case", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "ordinal"], name="cases_timer_ordinal"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_fire_on", "id"],
                name="cases_timer_to_fire",
                condition=Q(state="running"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.case_id}"


class ClockSpan(models.Model):
    """Days on which a timer stands: those after `from_date` up to `to_date` (中止区间)."""

    timer = models.ForeignKey(Timer, on_delete=models.PROTECT, related_name="spans")
    from_date = models.DateField(_("自"))
    to_date = models.DateField(_("至"), null=True, blank=True)
    ground = models.CharField(_("事由"), max_length=15, choices=PauseGround)
    event_seq = models.PositiveIntegerField(_("事件序号"))

    class Meta:
        verbose_name = _("中止区间")
        verbose_name_plural = _("中止区间")
        ordering = ["timer", "from_date", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date__isnull=True)
                | Q(to_date__gte=models.F("from_date")),
                name="cases_span_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["timer"],
                condition=Q(to_date__isnull=True),
                name="cases_span_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ground} {self.from_date}"


class TimerFire(models.Model):
    """A rung of a timer that was reached; each at most once (触发记录)."""

    timer = models.ForeignKey(Timer, on_delete=models.PROTECT, related_name="fires")
    rung = models.CharField(_("级别"), max_length=10, choices=Rung)
    reached_on = models.DateField(_("届至日"))
    fired_at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("触发记录")
        verbose_name_plural = _("触发记录")
        ordering = ["timer", "reached_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["timer", "rung"], name="cases_fire_once_a_rung"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rung} of timer {self.timer_id}"
