"""Count days around pauses, whatever kind of day is counted.

A day is charged if and only if the clock was running at 00:00 of that day. So the day on
which a clock starts or resumes is not charged and the day on which it pauses is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

_ONE_DAY: Final = timedelta(days=1)


class PauseStillOpen(Exception):
    """A due date was asked for while the clock stands."""


class DayCount(Protocol):
    """A kind of day that can be counted."""

    def count(self, after: date, until: date) -> int: ...

    def nth_after(self, start: date, n: int) -> date: ...


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which a clock stands: those after `start` up to and with `end`.

    `end` None is a pause that still lasts.
    """

    start: date
    end: date | None = None

    @classmethod
    def of_days(cls, first: date, last: date) -> Span:
        """Return the pause that leaves out the whole days `first` to `last`."""
        return cls(first - _ONE_DAY, last)


def merged(spans: Iterable[Span]) -> list[tuple[date, date]]:
    """Return the pauses sorted, overlapping ones as one; an open one ends at `date.max`.

    Pauses that begin and end on one day change nothing and are left out.
    """
    ends = sorted(
        (span.start, span.end or date.max)
        for span in spans
        if span.end is None or span.end > span.start
    )
    result: list[tuple[date, date]] = []
    for start, end in ends:
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def charged_between(
    days: DayCount, start: date, as_of: date, spans: Iterable[Span]
) -> int:
    """Return how many days are charged after `start` up to and with `as_of`."""
    paused = sum(
        days.count(max(begin, start), min(end, as_of)) for begin, end in merged(spans)
    )
    return days.count(start, as_of) - paused


def nth_charged(days: DayCount, start: date, n: int, spans: Iterable[Span]) -> date:
    """Return the day on which the n-th day after `start` is charged; `start` for 0.

    Raises:
        PauseStillOpen: a pause that has no end begins before then.
        ValueError: n is negative.
    """
    if n < 0:
        raise ValueError(f"Budget is {n}; expected 0 or more days.")
    if n == 0:
        return start
    for begin, end in merged(spans):
        charged = days.count(start, begin)
        if charged >= n:
            break
        if end == date.max:
            raise PauseStillOpen(
                f"The pause since {begin.isoformat()} has no end; expected one before a "
                f"due date is asked for. Show the pause instead of a date."
            )
        n -= charged
        start = max(start, end)
    return days.nth_after(start, n)
