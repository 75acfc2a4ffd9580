"""The clock against an oracle that walks one day after the other."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings, strategies as st

from portal.workdays.calendar import Calendar
from portal.workdays.clock import ZONE, Clock, Reach
from portal.workdays.spans import Span
from tests.portal.workdays.conftest import official

DAY = timedelta(days=1)
STARTS = st.dates(date(2025, 1, 1), date(2026, 10, 31))
BUDGETS = st.integers(1, 60)
SPANS = st.lists(
    st.builds(
        lambda start, days: Span(start, start + timedelta(days=days)),
        st.dates(date(2024, 12, 1), date(2026, 12, 31)),
        st.integers(0, 40),
    ),
    max_size=5,
)


def charged(calendar: Calendar, start: date, spans: list[Span], day: date) -> bool:
    """Whether a day is charged: worked, and the clock ran at its first moment."""
    held = any(span.start < day <= (span.end or date.max) for span in spans)
    return day > start and calendar.is_workday(day) and not held


def due_by_walking(start: date, budget: int, spans: list[Span]) -> date:
    day, used = start, 0
    while used < budget:
        day += DAY
        used += charged(official(), start, spans, day)
    return day


def clock(start: date, budget: int, spans: list[Span]) -> Clock:
    return Clock(
        calendar=official(),
        started_at=datetime.combine(start, time(9), tzinfo=ZONE),
        budget=budget,
        spans=tuple(spans),
    )


def due(start: date, budget: int, spans: list[Span]) -> date:
    due_on = clock(start, budget, spans).due_on
    assert due_on is not None
    return due_on


@settings(max_examples=300)
@given(STARTS, BUDGETS, SPANS)
def test_due_date_is_the_one_found_by_walking(
    start: date, budget: int, spans: list[Span]
) -> None:
    due_on = due(start, budget, spans)
    assert due_on == due_by_walking(start, budget, spans)
    assert charged(official(), start, spans, due_on)
    counted = clock(start, budget, spans)
    assert counted.consumed(due_on) == budget
    assert counted.consumed(due_on - DAY) == budget - 1
    assert counted.light(due_on + DAY) == Reach.BLACK


@given(STARTS, SPANS, st.integers(0, 200))
def test_consumed_never_falls_nor_passes_what_has_elapsed(
    start: date, spans: list[Span], days: int
) -> None:
    day = start + timedelta(days=days)
    used = official().consumed(start, day, spans)
    walked = sum(
        charged(official(), start, spans, start + timedelta(days=n))
        for n in range(days + 1)
    )
    assert used == walked
    assert used <= official().consumed(start, day + DAY, spans)
    assert 0 <= used <= official().count(start, day)


@given(STARTS, BUDGETS, SPANS, st.randoms())
def test_order_and_repetition_of_pauses_change_nothing(
    start: date, budget: int, spans: list[Span], random: object
) -> None:
    mixed = [*spans, *spans]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert due(start, budget, mixed) == due(start, budget, spans)


@given(STARTS, BUDGETS, SPANS, SPANS)
def test_more_pauses_never_come_earlier_and_more_budget_comes_later(
    start: date, budget: int, spans: list[Span], more: list[Span]
) -> None:
    assert due(start, budget, [*spans, *more]) >= due(start, budget, spans)
    assert due(start, budget + 1, spans) > due(start, budget, spans)


@given(STARTS, BUDGETS, SPANS, STARTS)
def test_pause_that_ends_on_its_day_changes_nothing(
    start: date, budget: int, spans: list[Span], day: date
) -> None:
    assert due(start, budget, [*spans, Span(day, day)]) == due(start, budget, spans)


@settings(max_examples=40)
@given(STARTS, BUDGETS, SPANS, st.dates(date(2025, 1, 1), date(2026, 12, 31)))
def test_new_holiday_never_comes_earlier_nor_a_made_up_day_later(
    start: date, budget: int, spans: list[Span], day: date
) -> None:
    known = official()
    before = due(start, budget, spans)
    for worked, fits in ((False, date.__ge__), (True, date.__le__)):
        changed = Calendar(
            special={**known.special, day: worked},
            official_years=known.official_years,
        )
        assert fits(changed.add_workdays(start, budget, spans), before)
