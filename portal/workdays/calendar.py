"""A working-day calendar as a pure value: sorted working days and bisection."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from portal.workdays.spans import Span, charged_between, nth_charged

_ONE_DAY: Final = timedelta(days=1)
_WORKING_WEEKDAYS: Final = range(5)
# Years on both sides of the official ones that are laid out once and kept.
_YEARS_AROUND: Final = 12
_YEAR_WITHOUT_NOTICES: Final = 2026


@dataclass(frozen=True)
class Calendar:
    """The working days of a region.

    `special` holds the days that differ from Monday-to-Friday, True for a working day.
    `official_years` are those whose notice is out; in all others only weekends are known
    and every answer is provisional.
    """

    region: str = ""
    special: Mapping[date, bool] = field(default_factory=dict)
    official_years: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Say whether offices work on a day."""
        return self.special.get(day, day.weekday() in _WORKING_WEEKDAYS)

    def provisional(self, day: date) -> bool:
        """Say whether the official notice of the day's year is still missing."""
        return day.year not in self.official_years

    def consumed(self, start: date, as_of: date, spans: Iterable[Span] = ()) -> int:
        """Return the working days charged after `start` up to and with `as_of`."""
        return charged_between(self, start, as_of, spans)

    def add_workdays(self, start: date, n: int, spans: Iterable[Span] = ()) -> date:
        """Return the day on which the n-th working day after `start` is charged.

        With n = 0 that is `start` itself, whatever kind of day it is.

        Raises:
            PauseStillOpen: a pause that has no end begins before then.
        """
        return nth_charged(self, start, n, spans)

    def next_workday(self, day: date) -> date:
        """Return the day itself if offices work on it, else the next on which they do."""
        return self.nth_after(day - _ONE_DAY, 1)

    def count(self, after: date, until: date) -> int:
        """Return how many working days lie after `after`, up to and with `until`."""
        if until <= after:
            return 0
        days = self._days_around(after, until)
        return bisect_right(days, until) - bisect_right(days, after)

    def nth_after(self, start: date, n: int) -> date:
        """Return the n-th working day after `start`, n at least 1."""
        # No span of 60 days lacks working days for long: twice n and 60 always hold n.
        days = self._days_around(start, start + timedelta(days=n * 2 + 60))
        return days[bisect_right(days, start) + n - 1]

    def _days_around(self, first: date, last: date) -> list[date]:
        if self._first_day <= first and last <= self._last_day:
            return self._workdays
        return self._laid_out(first, last)

    def _laid_out(self, first: date, last: date) -> list[date]:
        days = (last - first).days + 1
        every_day = (first + timedelta(days=offset) for offset in range(days))
        return [day for day in every_day if self.is_workday(day)]

    @cached_property
    def _workdays(self) -> list[date]:
        return self._laid_out(self._first_day, self._last_day)

    @cached_property
    def _first_day(self) -> date:
        year = min(self.official_years, default=_YEAR_WITHOUT_NOTICES)
        return date(year - _YEARS_AROUND, 1, 1)

    @cached_property
    def _last_day(self) -> date:
        year = max(self.official_years, default=_YEAR_WITHOUT_NOTICES)
        return date(year + _YEARS_AROUND, 12, 31)


class EveryDay:
    """Counts natural days, for limits that are not in working days (自然日)."""

    def count(self, after: date, until: date) -> int:
        """Return how many days lie after `after`, up to and with `until`."""
        return max((until - after).days, 0)

    def nth_after(self, start: date, n: int) -> date:
        """Return the n-th day after `start`."""
        return start + timedelta(days=n)
