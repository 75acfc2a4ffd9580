from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from tests.portal.workdays.conftest import YEARS, official


@pytest.mark.parametrize("year", YEARS)
def test_files_agree_with_a_library_on_every_day(year: int) -> None:
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range(366)]
    differing = [
        day
        for day in days
        if day.year == year
        and official().is_workday(day) is not chinese_calendar.is_workday(day)
    ]
    assert differing == []


def test_year_has_its_working_days() -> None:
    worked = official().count(date(2025, 12, 31), date(2026, 12, 31))
    assert worked == 248


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 2, 14), True),  # a Saturday made up for Spring Festival
        (date(2026, 2, 16), False),
        (date(2026, 3, 2), True),
        (date(2026, 10, 1), False),
        (date(2026, 11, 28), False),
    ],
)
def test_known_days(day: date, worked: bool) -> None:
    assert official().is_workday(day) is worked
    assert not official().provisional(day)


def test_year_without_a_notice_knows_weekends_and_is_provisional() -> None:
    new_year = date(2027, 1, 1)  # a Friday
    assert official().is_workday(new_year)
    assert not official().is_workday(new_year + timedelta(days=1))
    assert official().provisional(new_year)
