"""Start, pause and stop timers, and keep what is derived from them up to date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone

from portal.cases.models import (
    Case,
    ClockSpan,
    PauseGround,
    StepInstance,
    Timer,
    TimerPurpose,
    TimerState,
)
from portal.cases.transitions import ClockEffect, Verb
from portal.workdays.calendar import Calendar
from portal.workdays.clock import Clock, Unit
from portal.workdays.spans import Span

# Where the published version says nothing.
ACCEPTANCE_WORKDAYS: Final = 5
CORRECTION_WORKDAYS: Final = 15
DELIVERY_WORKDAYS: Final = 10

_ENDED: Final = {
    Verb.STOP: TimerState.STOPPED,
    Verb.EXPIRE: TimerState.EXPIRED,
    Verb.CANCEL: TimerState.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Limit:
    """A budget and its unit (时限)."""

    budget: int
    unit: str = Unit.WORKDAY


def limit_of(
    guide: Mapping[str, Any], purpose: str, *, promise_override: int | None = None
) -> Limit | None:
    """Return the limit that a guide sets for a purpose; None when it sets none.

    `promise_override` is the promise in days that the applicant's scenario changes it to.
    """
    if purpose == TimerPurpose.ACCEPTANCE:
        return Limit(ACCEPTANCE_WORKDAYS)
    if purpose == TimerPurpose.CORRECTION:
        return Limit(CORRECTION_WORKDAYS)
    if purpose == TimerPurpose.DELIVERY:
        days = (guide.get("result") or {}).get("deliver_days")
        return Limit(DELIVERY_WORKDAYS if days is None else int(days))
    if purpose == TimerPurpose.STATUTORY:
        days = guide.get("statutory_days")
        if guide.get("no_statutory") or not days:
            return None
        return Limit(int(days), _unit(guide.get("statutory_unit")))
    days = guide.get("promise_days") if promise_override is None else promise_override
    return Limit(int(days or 0), _unit(guide.get("promise_unit")))


def apply_effect(
    case: Case,
    effect: ClockEffect,
    *,
    at: datetime,
    calendar: Calendar,
    limit: Limit | None,
) -> None:
    """Do to the case's timers what a row of the transition table says."""
    if effect.verb == Verb.START:
        if limit is not None:
            start_timer(case, effect.purpose, limit, at=at, calendar=calendar)
        return
    running = case.timers.filter(purpose=effect.purpose, state=TimerState.RUNNING)
    for timer in running:
        if effect.verb == Verb.PAUSE:
            pause(timer, ground=PauseGround.CORRECTION, on=at, seq=case.head_seq + 1)
        elif effect.verb == Verb.RESUME:
            resume(timer, on=at)
        else:
            end(timer, state=_ENDED[effect.verb], on=at)


def start_timer(
    case: Case,
    purpose: str,
    limit: Limit,
    *,
    at: datetime,
    calendar: Calendar,
    step: StepInstance | None = None,
) -> Timer:
    """Start a timer at a moment."""
    return Timer.objects.create(
        case=case,
        step=step,
        ordinal=case.timers.count() + 1,
        purpose=purpose,
        budget=limit.budget,
        unit=_unit(limit.unit),
        started_at=at,
        region=calendar.region,
        state=TimerState.RUNNING,
    )


def pause(timer: Timer, *, ground: str, on: datetime, seq: int) -> None:
    """Let a timer stand from the day after this one; it may stand already."""
    if timer.spans.filter(to_date__isnull=True).exists():
        return
    ClockSpan.objects.create(
        timer=timer, from_date=timezone.localdate(on), ground=ground, event_seq=seq
    )


def resume(timer: Timer, *, on: datetime) -> None:
    """Let a timer run again from the day after this one."""
    timer.spans.filter(to_date__isnull=True).update(to_date=timezone.localdate(on))


def end(timer: Timer, *, state: str, on: datetime) -> None:
    """End a timer for good, and a pause with it."""
    resume(timer, on=on)
    timer.state = state
    timer.stopped_on = timezone.localdate(on)
    timer.next_fire_on = None
    timer.save(update_fields=["state", "stopped_on", "next_fire_on"])


def clock_of_timer(timer: Timer, calendar: Calendar) -> Clock:
    """Return the pure clock of a timer; reads its `spans` (prefetch them for lists)."""
    return Clock(
        calendar=calendar,
        started_at=timer.started_at,
        budget=timer.budget,
        unit=Unit(timer.unit),
        spans=tuple(Span(span.from_date, span.to_date) for span in timer.spans.all()),
    )


def reckon(case: Case, calendar: Calendar) -> None:
    """Bring the derived dates of the running timers up to date."""
    running = case.timers.filter(state=TimerState.RUNNING)
    for timer in running.prefetch_related("spans", "fires"):
        clock = clock_of_timer(timer, calendar)
        fired = {fire.rung for fire in timer.fires.all()}
        timer.due_on = clock.due_on
        timer.provisional = clock.provisional
        timer.next_fire_on = _next(clock.rungs, fired)
        timer.save(update_fields=["due_on", "provisional", "next_fire_on"])


def rungs_to_fire(
    timer: Timer, calendar: Calendar, today: date
) -> list[tuple[str, date]]:
    """Return the rungs that are reached and not yet recorded, in order."""
    fired = set(timer.fires.values_list("rung", flat=True))
    return [
        (rung, reached_on)
        for rung, reached_on in clock_of_timer(timer, calendar).rungs.items()
        if rung not in fired and reached_on <= today
    ]


def _next(rungs: Mapping[str, date], fired: Iterable[str]) -> date | None:
    return min((day for rung, day in rungs.items() if rung not in fired), default=None)


def _unit(code: object) -> str:
    return str(code) if str(code) in set(Unit) else Unit.WORKDAY
