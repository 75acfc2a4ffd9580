from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
from django.conf import settings

from portal.workdays.calendar import Calendar
from portal.workdays.loader import CalendarFileError, load_calendar
from portal.workdays.models import CalendarYear, WorkdayCalendar
from portal.workdays.selectors import calendar_for, published_calendar


def official() -> Calendar:
    special: dict[date, bool] = {}
    years = set()
    for path in (Path(settings.FIXTURES_DIR) / "calendar").glob("*.json"):
        record = json.loads(path.read_text(encoding="utf-8"))
        years.add(record["year"])
        for day in record["days"]:
            special[date.fromisoformat(day["date"])] = day["is_workday"]
    return Calendar(special=special, official_years=frozenset(years))


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_official_day_agrees_with_an_independent_source(year: int) -> None:
    calendar = official()
    day = date(year, 1, 1)
    while day.year == year:
        assert calendar.is_workday(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_unknown_year_knows_weekends_only_and_says_so() -> None:
    calendar = official()
    national_day = date(2027, 10, 1)
    assert calendar.is_workday(national_day)
    assert not calendar.is_workday(date(2027, 10, 2))
    assert calendar.provisional(national_day)
    assert not calendar.provisional(date(2026, 10, 1))


def test_make_up_day_is_counted_and_holidays_are_not() -> None:
    calendar = official()
    assert calendar.add_workdays(date(2026, 2, 13), 1) == date(2026, 2, 14)
    assert calendar.add_workdays(date(2026, 2, 14), 1) == date(2026, 2, 24)
    assert calendar.next_workday(date(2026, 2, 15)) == date(2026, 2, 24)
    assert calendar.next_workday(date(2026, 2, 24)) == date(2026, 2, 24)


def test_dates_far_from_the_official_years_are_counted_too() -> None:
    calendar = official()
    assert calendar.add_workdays(date(2060, 1, 1), 5) == date(2060, 1, 8)
    assert calendar.add_workdays(date(1990, 1, 1), 5) == date(1990, 1, 8)


@pytest.mark.django_db
def test_loading_twice_changes_nothing() -> None:
    assert load_calendar() == 2
    rows = list(WorkdayCalendar.objects.order_by("pk").values())
    assert load_calendar() == 0
    assert list(WorkdayCalendar.objects.order_by("pk").values()) == rows


def record(**changes: Any) -> dict[str, Any]:
    day = {"date": "2026-01-01", "is_workday": False, "kind": "holiday"}
    return {
        "region": "000000",
        "year": 2026,
        "notice_no": "通知1号",
        "days": [day],
    } | changes


def written(folder: Path, content: object) -> Path:
    path = folder / "calendar.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.django_db
def test_changed_file_replaces_the_days_of_its_year(tmp_path: Path) -> None:
    load_calendar([written(tmp_path, record())])
    moved = {"date": "2026-01-02", "is_workday": False, "kind": "holiday"}
    assert load_calendar([written(tmp_path, record(days=[moved]))]) == 1
    assert WorkdayCalendar.objects.get().date == date(2026, 1, 2)
    assert CalendarYear.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "named"),
    [
        ([], "no JSON object"),
        (record(region=""), "region"),
        (record(year="2026"), "year"),
        (record(days=[]), "days"),
        (record(days=[{"date": "2026-13-01"}]), "2026-13-01"),
        (
            record(days=[{"date": "2026-01-01", "is_workday": 0, "kind": "holiday"}]),
            "is_workday",
        ),
        (
            record(
                days=[{"date": "2025-01-01", "is_workday": False, "kind": "holiday"}]
            ),
            "2026",
        ),
        (
            record(days=[{"date": "2026-01-01", "is_workday": True, "kind": "party"}]),
            "party",
        ),
    ],
)
def test_malformed_file_is_refused_and_nothing_written(
    tmp_path: Path, content: object, named: str
) -> None:
    with pytest.raises(CalendarFileError, match=named):
        load_calendar([written(tmp_path, content)])
    assert not WorkdayCalendar.objects.exists()
    assert not CalendarYear.objects.exists()


@pytest.mark.django_db
def test_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "calendar.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(CalendarFileError, match="no JSON"):
        load_calendar([path])


@pytest.mark.django_db
def test_region_overrides_single_days_of_the_nation(tmp_path: Path) -> None:
    load_calendar()
    closed = {"date": "2026-03-02", "is_workday": False, "kind": "closed"}
    load_calendar([written(tmp_path, record(region="990101", days=[closed]))])
    assert not calendar_for("990101001").is_workday(date(2026, 3, 2))
    assert calendar_for("990102").is_workday(date(2026, 3, 2))
    assert not calendar_for("990101").is_workday(date(2026, 10, 1))


@pytest.mark.django_db
def test_published_calendar_lists_what_differs_from_the_week() -> None:
    load_calendar()
    published = published_calendar()
    assert set(published["years"]) == {"2025", "2026"}
    assert "2026-02-14" in published["workdays"]
    assert "2026-02-15" in published["holidays"]
    assert "2026-03-02" not in published["workdays"] + published["holidays"]
