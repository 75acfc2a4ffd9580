from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise

import pytest

from portal.workdays.calendar import Calendar
from portal.workdays.clock import ZONE, Clock, ClockStart, Reach, Unit
from portal.workdays.spans import PauseStillOpen, Span
from tests.portal.workdays.conftest import official


def at(month: int, day: int, hour: int = 15, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=ZONE)


def clock(started_at: datetime, budget: int, *spans: Span, **others: object) -> Clock:
    return Clock(
        calendar=official(),
        started_at=started_at,
        budget=budget,
        spans=spans,
        **others,  # type: ignore[arg-type]
    )


def test_promise_of_five_days_accepted_on_a_monday() -> None:
    assert clock(at(3, 2), 5).due_on == date(2026, 3, 9)
    by_day = clock(at(3, 2), 5, rule=ClockStart.ACCEPTANCE_DAY)
    assert by_day.due_on == date(2026, 3, 6)


def test_expert_review_of_whole_days_is_left_out() -> None:
    review = Span.of_days(date(2026, 3, 4), date(2026, 3, 11))
    paused = clock(at(3, 2), 5, review)
    assert paused.consumed(date(2026, 3, 3)) == 1
    assert paused.consumed(date(2026, 3, 11)) == 1
    assert paused.due_on == date(2026, 3, 17)


@pytest.mark.parametrize(("budget", "due"), [(5, (2, 25)), (20, (3, 17))])
def test_spring_festival_with_a_made_up_saturday(
    budget: int, due: tuple[int, int]
) -> None:
    assert clock(at(2, 11), budget).due_on == date(2026, *due)


@pytest.mark.parametrize(("budget", "due"), [(5, (3, 13)), (20, (4, 3))])
def test_hearing_that_overlaps_a_test_counts_once(
    budget: int, due: tuple[int, int]
) -> None:
    hearing = Span(date(2026, 2, 24), date(2026, 3, 4))
    test = Span(date(2026, 2, 27), date(2026, 3, 12))
    both = clock(at(2, 11), budget, hearing, test)
    assert both.due_on == date(2026, *due)
    assert clock(at(2, 11), budget, test, hearing).due_on == both.due_on


def test_lights_of_every_day() -> None:
    five = clock(at(3, 2), 5)  # due on Monday 9 March
    lights = [five.light(date(2026, 3, day)) for day in range(2, 12)]
    assert [light.value for light in lights] == [
        *["green"] * 3,
        *["yellow"] * 4,
        "red",
        "black",
        "black",
    ]
    order = list(Reach)
    assert all(
        order.index(one) <= order.index(other) for one, other in pairwise(lights)
    )


def test_paused_clock_has_no_due_date() -> None:
    stopped = clock(at(3, 2), 5, Span(date(2026, 3, 4)))
    assert stopped.due_on is None
    assert stopped.light(date(2026, 3, 4)) == Reach.BLUE
    assert stopped.rungs == {}
    assert stopped.left(date(2026, 12, 31)) == 3
    with pytest.raises(PauseStillOpen):
        official().add_workdays(date(2026, 3, 2), 5, stopped.spans)


def test_rungs_come_in_order() -> None:
    assert list(clock(at(3, 2), 5).rungs.items()) == [
        ("yellow", date(2026, 3, 5)),
        ("red", date(2026, 3, 9)),
        ("overdue", date(2026, 3, 10)),
    ]


def test_natural_days_that_end_on_a_day_off_end_on_the_next_working_day() -> None:
    natural = clock(at(9, 1), 30, unit=Unit.DAY)  # the 30th day is 1 October
    assert natural.due_on == date(2026, 10, 8)
    assert clock(at(3, 2), 10, unit=Unit.DAY).due_on == date(2026, 3, 12)


def test_hours_run_through_nights() -> None:
    assert clock(at(3, 2, 15), 24, unit=Unit.HOUR).due_on == date(2026, 3, 3)
    paused = clock(
        at(3, 2, 15), 24, Span(date(2026, 3, 2), date(2026, 3, 4)), unit=Unit.HOUR
    )
    assert paused.due_on == date(2026, 3, 5)


def test_same_day_limit_is_due_at_once() -> None:
    now = clock(at(3, 2), 0)
    assert now.due_on == date(2026, 3, 2)
    assert now.left(date(2026, 3, 2)) == 0
    assert now.left(date(2026, 3, 3)) == -1


def test_due_date_in_a_year_without_a_notice_is_provisional() -> None:
    late = clock(at(12, 25), 10)
    assert late.due_on is not None
    assert late.due_on.year == 2027
    assert late.provisional
    assert not clock(at(3, 2), 5).provisional


def test_calendar_reaches_far_years() -> None:
    assert Calendar().add_workdays(date(2090, 1, 2), 1) == date(2090, 1, 3)
    assert Calendar().add_workdays(date(1999, 12, 31), 260) > date(2000, 12, 1)


def test_negative_budget_is_refused() -> None:
    with pytest.raises(ValueError, match="Budget is -1"):
        official().add_workdays(date(2026, 3, 2), -1)
