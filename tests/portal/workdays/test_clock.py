"""The clock on the worked examples of the design and on random pauses."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from portal.workdays.calendar import Calendar
from portal.workdays.clock import ZONE, Clock, ClockStart, Reach, Unit
from portal.workdays.spans import PauseStillOpen, Span, merged, nth_charged
from tests.portal.workdays.test_calendar import official

CALENDAR = official()
DAY = timedelta(days=1)


def clock(
    start: date,
    budget: int,
    *spans: Span,
    unit: Unit = Unit.WORKDAY,
    rule: ClockStart = ClockStart.NEXT_WORKING_DAY,
    calendar: Calendar = CALENDAR,
    hour: int = 15,
) -> Clock:
    started_at = datetime(start.year, start.month, start.day, hour, tzinfo=ZONE)
    return Clock(
        calendar=calendar,
        started_at=started_at,
        budget=budget,
        unit=unit,
        spans=spans,
        rule=rule,
    )


def test_promise_runs_from_the_next_working_day() -> None:
    assert clock(date(2026, 3, 2), 5).due_on == date(2026, 3, 9)


def test_promise_can_run_from_the_day_of_acceptance() -> None:
    due = clock(date(2026, 3, 2), 5, rule=ClockStart.ACCEPTANCE_DAY).due_on
    assert due == date(2026, 3, 6)


def test_expert_review_is_left_out_of_the_promise() -> None:
    review = Span.of_days(date(2026, 3, 4), date(2026, 3, 11))
    reviewed = clock(date(2026, 3, 2), 5, review)
    assert reviewed.consumed(date(2026, 3, 3)) == 1
    assert reviewed.left(date(2026, 3, 11)) == 4
    assert reviewed.due_on == date(2026, 3, 17)


def test_spring_festival_and_its_make_up_day() -> None:
    accepted = date(2026, 2, 11)
    assert clock(accepted, 5).due_on == date(2026, 2, 25)
    assert clock(accepted, 20).due_on == date(2026, 3, 17)


def test_overlapping_hearing_and_test_count_once() -> None:
    accepted = date(2026, 2, 11)
    hearing = Span(date(2026, 2, 24), date(2026, 3, 4))
    test = Span(date(2026, 2, 27), date(2026, 3, 12))
    assert clock(accepted, 5, hearing, test).due_on == date(2026, 3, 13)
    assert clock(accepted, 20, test, hearing).due_on == date(2026, 4, 3)


def test_matter_done_at_once_is_due_on_the_same_day() -> None:
    at_once = clock(date(2026, 3, 2), 0)
    assert at_once.due_on == date(2026, 3, 2)
    assert at_once.light(date(2026, 3, 2)) == Reach.RED
    assert at_once.light(date(2026, 3, 3)) == Reach.BLACK


def test_natural_days_that_end_on_a_day_off_end_on_the_next_working_day() -> None:
    assert clock(date(2026, 3, 2), 4, unit=Unit.DAY).due_on == date(2026, 3, 6)
    saturday = clock(date(2026, 3, 2), 5, unit=Unit.DAY)
    assert saturday.due_on == date(2026, 3, 9)
    assert saturday.light(date(2026, 3, 8)) == Reach.YELLOW
    assert saturday.left(date(2026, 3, 8)) == 0


def test_natural_days_leave_out_pauses_too() -> None:
    pause = Span(date(2026, 3, 3), date(2026, 3, 6))
    assert clock(date(2026, 3, 2), 4, pause, unit=Unit.DAY).due_on == date(2026, 3, 9)


@pytest.mark.parametrize(
    ("hours", "due"),
    [(2, date(2026, 3, 2)), (24, date(2026, 3, 3)), (72, date(2026, 3, 5))],
)
def test_hours_run_through_the_night(hours: int, due: date) -> None:
    assert clock(date(2026, 3, 2), hours, unit=Unit.HOUR).due_on == due


def test_hours_stand_while_paused() -> None:
    pause = Span(date(2026, 3, 2), date(2026, 3, 5))
    timed = clock(date(2026, 3, 2), 24, pause, unit=Unit.HOUR)
    assert timed.due_on == date(2026, 3, 6)
    still = clock(date(2026, 3, 2), 24, Span(date(2026, 3, 2)), unit=Unit.HOUR)
    assert still.due_on is None


def test_lights_turn_with_the_days_that_are_left() -> None:
    ten = clock(date(2026, 3, 2), 10)
    lights = {
        date(2026, 3, 9): Reach.GREEN,
        date(2026, 3, 10): Reach.YELLOW,
        date(2026, 3, 13): Reach.YELLOW,
        date(2026, 3, 16): Reach.RED,
        date(2026, 3, 17): Reach.BLACK,
    }
    assert {day: ten.light(day) for day in lights} == lights
    assert ten.rungs == {
        "yellow": date(2026, 3, 10),
        "red": date(2026, 3, 16),
        "overdue": date(2026, 3, 17),
    }


def test_clock_that_stands_is_blue_and_has_no_due_date() -> None:
    paused = clock(date(2026, 3, 2), 5, Span(date(2026, 3, 4)))
    assert paused.due_on is None
    assert paused.rungs == {}
    assert not paused.provisional
    assert paused.light(date(2026, 3, 20)) == Reach.BLUE
    assert paused.left(date(2026, 3, 20)) == 3


def test_overdue_clock_stays_black_however_long_it_stood() -> None:
    late = clock(date(2026, 3, 2), 2, Span(date(2026, 3, 10)))
    assert late.light(date(2026, 3, 12)) == Reach.BLACK
    assert late.left(date(2026, 3, 12)) < 0


def test_due_date_in_an_unknown_year_is_provisional() -> None:
    assert clock(date(2026, 12, 30), 5).provisional
    assert not clock(date(2026, 12, 1), 5).provisional


def test_due_date_cannot_be_told_while_a_pause_lasts() -> None:
    with pytest.raises(PauseStillOpen, match="2026-03-04"):
        CALENDAR.add_workdays(date(2026, 3, 2), 5, [Span(date(2026, 3, 4))])


def test_negative_budget_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        nth_charged(CALENDAR, date(2026, 3, 2), -1, ())


# --- random pauses against a count day by day

DATES = st.dates(date(2025, 1, 1), date(2026, 9, 30))
SPANS = st.builds(
    lambda start, length: Span(start, start + length * DAY),
    DATES,
    st.integers(0, 40),
)
PAUSES = st.lists(SPANS, max_size=5)
BUDGETS = st.integers(1, 60)


def charged_day_by_day(start: date, as_of: date, spans: list[Span]) -> int:
    charged = 0
    day = start + DAY
    while day <= as_of:
        standing = any(
            span.end is not None and span.start < day <= span.end for span in spans
        )
        charged += CALENDAR.is_workday(day) and not standing
        day += DAY
    return charged


def due_day_by_day(start: date, budget: int, spans: list[Span]) -> date:
    day, charged = start, 0
    while charged < budget:
        day += DAY
        charged += charged_day_by_day(day - DAY, day, spans)
    return day


@given(DATES, BUDGETS, PAUSES)
@settings(max_examples=200, deadline=None)
def test_due_date_agrees_with_counting_day_by_day(
    start: date, budget: int, spans: list[Span]
) -> None:
    timed = clock(start, budget, *spans)
    due = timed.due_on
    assert due == due_day_by_day(start, budget, spans)
    assert due is not None
    assert timed.consumed(due) == budget
    assert timed.consumed(due - DAY) == budget - 1
    assert CALENDAR.is_workday(due)
    assert clock(start, budget, *reversed(spans), *spans).due_on == due


@given(DATES, BUDGETS, PAUSES, SPANS, st.integers(0, 90))
@settings(max_examples=200, deadline=None)
def test_pauses_and_budgets_move_the_due_date_one_way_only(
    start: date, budget: int, spans: list[Span], more: Span, days: int
) -> None:
    timed = clock(start, budget, *spans)
    due, later = timed.due_on, clock(start, budget, *spans, more).due_on
    longer = clock(start, budget + 1, *spans).due_on
    assert due is not None
    assert later is not None
    assert longer is not None
    assert due <= later
    assert due < longer
    same_day = Span(more.start, more.start)
    assert clock(start, budget, *spans, same_day).due_on == due
    as_of = start + days * DAY
    used = timed.consumed(as_of)
    assert used == charged_day_by_day(start, as_of, spans)
    assert timed.consumed(as_of - DAY) <= used <= CALENDAR.count(start, as_of)


@given(DATES, BUDGETS, DATES)
@settings(max_examples=100, deadline=None)
def test_new_holiday_never_helps_and_new_working_day_never_hurts(
    start: date, budget: int, day: date
) -> None:
    due = clock(start, budget).due_on
    shut = Calendar(special={**CALENDAR.special, day: False})
    opened = Calendar(special={**CALENDAR.special, day: True})
    with_shut = clock(start, budget, calendar=shut).due_on
    with_open = clock(start, budget, calendar=opened).due_on
    assert due is not None
    assert with_shut is not None
    assert with_open is not None
    assert with_open <= due <= with_shut


@given(PAUSES)
@settings(max_examples=100, deadline=None)
def test_merged_pauses_are_sorted_and_apart(spans: list[Span]) -> None:
    result = merged(spans)
    assert all(start < end for start, end in result)
    assert all(before[1] < after[0] for before, after in pairwise(result))
