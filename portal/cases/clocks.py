"""Say which clock of a case counts now and how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.cases.models import Case, Light, Phase, Timer, TimerPurpose, TimerState
from portal.cases.pictures import ClockView
from portal.cases.timers import clock_of_timer
from portal.workdays.calendar import Calendar
from portal.workdays.clock import Unit
from portal.workdays.selectors import calendar_for

# Which clock speaks for a case in a phase: the first of these that runs.
_BINDING: Final[dict[str, tuple[str, ...]]] = {
    Phase.RECEIVED: (TimerPurpose.ACCEPTANCE,),
    Phase.CORRECTION: (TimerPurpose.CORRECTION,),
    Phase.ACCEPTED: (TimerPurpose.PROMISED, TimerPurpose.STATUTORY),
    Phase.DECIDED: (TimerPurpose.DELIVERY,),
}
_UNIT_LABELS: Final = {
    Unit.WORKDAY: _("个工作日"),
    Unit.DAY: _("个自然日"),
    Unit.HOUR: _("小时"),
}
NO_CLOCK: Final = ClockView(
    purpose="",
    purpose_label="",
    budget=0,
    unit="",
    unit_label="",
    due_on=None,
    days_left=None,
    light=Light.NONE,
    light_label=str(Light.NONE.label),
    paused_ground="",
    provisional=False,
)


def clock_of(case: Case, *, today: date | None = None) -> ClockView:
    """Return the clock that counts for a case on a day, today by default."""
    return clock_view(case, calendar_for(case.region), today=today)


def clocks_of(cases: Iterable[Case], *, today: date | None = None) -> list[ClockView]:
    """Return the clocks of several cases; prefetch `timers__spans` and it costs no more.

    Every region's calendar is read once.
    """
    calendars: dict[str, Calendar] = {}
    views = []
    for case in cases:
        if case.region not in calendars:
            calendars[case.region] = calendar_for(case.region)
        views.append(clock_view(case, calendars[case.region], today=today))
    return views


def clock_view(
    case: Case, calendar: Calendar, *, today: date | None = None
) -> ClockView:
    """Return the clock that counts for a case, with a calendar already at hand."""
    timer = binding_timer(case)
    if timer is None:
        return NO_CLOCK
    day = today or timezone.localdate()
    clock = clock_of_timer(timer, calendar)
    ground = next(
        (
            str(span.get_ground_display())
            for span in timer.spans.all()
            if span.to_date is None
        ),
        "",
    )
    light = Light(clock.light(day).value)
    if timer.purpose == TimerPurpose.CORRECTION:
        # The office's clock stands while it is the applicant's turn.
        light, ground = Light.BLUE, str(timer.get_purpose_display())
    return ClockView(
        purpose=timer.purpose,
        purpose_label=str(timer.get_purpose_display()),
        budget=timer.budget,
        unit=timer.unit,
        unit_label=str(_UNIT_LABELS[Unit(timer.unit)]),
        due_on=clock.due_on,
        days_left=clock.left(day),
        light=light.value,
        light_label=str(light.label),
        paused_ground=ground,
        provisional=clock.provisional,
    )


def binding_timer(case: Case) -> Timer | None:
    """Return the running timer that speaks for a case in its phase."""
    wanted = _BINDING.get(case.phase, ())
    running = {
        timer.purpose: timer
        for timer in case.timers.all()
        if timer.state == TimerState.RUNNING
    }
    return next((running[purpose] for purpose in wanted if purpose in running), None)
