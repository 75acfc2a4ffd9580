"""The clock of a limit: what is used, when it is due, and how pressing it is.

Only budgets, starts and pauses are stored anywhere; everything here is a pure function
of them, of the calendar and of the day asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from portal.workdays.calendar import Calendar, EveryDay
from portal.workdays.spans import (
    DayCount,
    PauseStillOpen,
    Span,
    charged_between,
    merged,
    nth_charged,
)

ZONE: Final = ZoneInfo("Asia/Shanghai")
_ONE_DAY: Final = timedelta(days=1)
_HOURS_A_DAY: Final = 24
_YELLOW_DAYS: Final = 2
# Yellow begins when two fifths of the budget or less are left.
_YELLOW_NUMERATOR: Final = 2
_YELLOW_DENOMINATOR: Final = 5


class Unit(StrEnum):
    """In what a budget is given; the codes of the published limit (时限单位)."""

    WORKDAY = "1"
    DAY = "2"
    HOUR = "3"


class ClockStart(StrEnum):
    """Whether the day on which a clock starts is itself the first day."""

    NEXT_WORKING_DAY = "next_working_day"
    ACCEPTANCE_DAY = "acceptance_day"


class Reach(StrEnum):
    """How pressing a limit is on a day."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    BLACK = "black"
    BLUE = "blue"


@dataclass(frozen=True)
class Clock:
    """A budget that runs from a moment, with its pauses.

    `rule` matters for working days only. Hours run through nights and weekends; a pause
    stops them for whole days.
    """

    calendar: Calendar
    started_at: datetime
    budget: int
    unit: Unit = Unit.WORKDAY
    spans: tuple[Span, ...] = ()
    rule: ClockStart = ClockStart.NEXT_WORKING_DAY

    @cached_property
    def start(self) -> date:
        """The last day before the first that can be charged."""
        day = self.started_at.astimezone(ZONE).date()
        if self.rule == ClockStart.ACCEPTANCE_DAY and self.budget:
            return day - _ONE_DAY
        return day

    @cached_property
    def due_on(self) -> date | None:
        """The last day of the limit; None while a pause without end holds it."""
        try:
            return self._due_on()
        except PauseStillOpen:
            return None

    def paused(self, as_of: date) -> bool:
        """Say whether the clock stands on a day because of a pause that lasts."""
        return any(
            span.start <= as_of and (span.end is None or as_of < span.end)
            for span in self.spans
        )

    def consumed(self, as_of: date) -> int:
        """Return what is used up to and with a day, in the clock's unit."""
        days = charged_between(self._days, self.start, as_of, self.spans)
        return days * _HOURS_A_DAY if self.unit == Unit.HOUR else days

    def left(self, as_of: date) -> int:
        """Return what is left after a day: 0 on the last day, negative when it is over."""
        left = self.budget - self.consumed(as_of)
        due_on = self.due_on
        if due_on is not None and as_of <= due_on:
            return max(left, 0)
        return left

    def light(self, as_of: date) -> Reach:
        """Return how pressing the limit is on a day."""
        due_on = self.due_on
        if due_on is not None and as_of > due_on:
            return Reach.BLACK
        if due_on is None or self.paused(as_of):
            return Reach.BLUE
        if as_of == due_on:
            return Reach.RED
        return Reach.YELLOW if as_of >= self.yellow_on else Reach.GREEN

    @cached_property
    def yellow_on(self) -> date:
        """The first day on which little is left; the start when that is so at once."""
        budget = self._budget_days
        little = max(_YELLOW_DAYS, budget * _YELLOW_NUMERATOR // _YELLOW_DENOMINATOR)
        calm = max(budget - little, 0)
        try:
            return nth_charged(self._days, self.start, calm, self.spans)
        except PauseStillOpen:
            return date.max

    @property
    def rungs(self) -> Mapping[str, date]:
        """The days on which it turns yellow, red and overdue; empty while it stands."""
        due_on = self.due_on
        if due_on is None:
            return {}
        return {
            "yellow": min(self.yellow_on, due_on),
            "red": due_on,
            "overdue": due_on + _ONE_DAY,
        }

    @property
    def provisional(self) -> bool:
        """Say whether the due date rests on a year without an official notice."""
        return self.due_on is not None and self.calendar.provisional(self.due_on)

    @property
    def _days(self) -> DayCount:
        return self.calendar if self.unit == Unit.WORKDAY else EveryDay()

    @property
    def _budget_days(self) -> int:
        return (
            -(-self.budget // _HOURS_A_DAY) if self.unit == Unit.HOUR else self.budget
        )

    def _due_on(self) -> date:
        if self.unit == Unit.HOUR:
            return self._hours_due_on()
        last = nth_charged(self._days, self.start, self.budget, self.spans)
        # A limit in natural days that ends on a day off ends on the next working day.
        return self.calendar.next_workday(last) if self.unit == Unit.DAY else last

    def _hours_due_on(self) -> date:
        moment = self.started_at.astimezone(ZONE) + timedelta(hours=self.budget)
        due = moment.date()
        for begin, end in merged(self.spans):
            if begin >= due or end <= self.start:
                continue
            if end == date.max:
                raise PauseStillOpen(f"The pause since {begin.isoformat()} has no end.")
            due += end - max(begin, self.start)
        return due
