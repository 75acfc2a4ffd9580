from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.workdays.loader import CalendarFileError, load_calendar
from portal.workdays.models import CalendarYear, WorkdayCalendar
from portal.workdays.selectors import calendar_for, published_calendar

pytestmark = pytest.mark.django_db

DAY = {"date": "2026-05-09", "is_workday": True, "kind": "make_up", "name": "调休"}


def write(folder: Path, **changes: Any) -> Path:
    record = {"region": "000000", "year": 2026, "notice_no": "某号", "days": [DAY]}
    path = folder / "2026.json"
    path.write_text(json.dumps({**record, **changes}), encoding="utf-8")
    return path


def test_project_files_load_once() -> None:
    assert load_calendar() == 2
    assert load_calendar() == 0
    calendar = calendar_for("990101")
    assert calendar.is_workday(date(2026, 2, 14))
    assert calendar.official_years == {2025, 2026}


def test_changed_file_replaces_its_year(tmp_path: Path) -> None:
    load_calendar([write(tmp_path)])
    moved = {**DAY, "date": "2026-05-10"}
    assert load_calendar([write(tmp_path, days=[moved])]) == 1
    assert [row.date for row in WorkdayCalendar.objects.all()] == [date(2026, 5, 10)]
    assert CalendarYear.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"region": ""}, "region"),
        ({"year": "2026"}, "year"),
        ({"days": []}, "days"),
        ({"days": [{**DAY, "date": "2026-02-30"}]}, "2026-02-30"),
        ({"days": [{**DAY, "date": "2025-05-09"}]}, "2025-05-09"),
        ({"days": [{**DAY, "kind": "feast"}]}, "feast"),
        ({"days": [{**DAY, "is_workday": "yes"}]}, "yes"),
        ({"days": ["2026-05-09"]}, "2026-05-09"),
    ],
)
def test_wrong_file_is_refused_with_the_place(
    tmp_path: Path, changes: dict[str, Any], named: str
) -> None:
    with pytest.raises(CalendarFileError) as refused:
        load_calendar([write(tmp_path, **changes)])
    assert named in str(refused.value)
    assert "2026.json" in str(refused.value)
    assert not WorkdayCalendar.objects.exists()


@pytest.mark.parametrize("text", ["{", "[]"])
def test_file_that_is_no_object_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "2026.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CalendarFileError, match=r"2026\.json"):
        load_calendar([path])


def test_region_overrides_the_nation(tmp_path: Path) -> None:
    load_calendar()
    closed = {"date": "2026-11-26", "is_workday": False, "kind": "closed"}
    load_calendar([write(tmp_path, region="990101", days=[closed])])
    day = date(2026, 11, 26)
    assert not calendar_for("990101").is_workday(day)
    assert not calendar_for("990101001002").is_workday(day)
    assert calendar_for("990102").is_workday(day)


def test_published_calendar_names_only_special_days() -> None:
    load_calendar()
    published = published_calendar()
    assert published["years"]["2026"] == "国办发明电〔2025〕7号"
    assert "2026-02-14" in published["workdays"]
    assert "2026-02-16" in published["holidays"]
    assert "2026-03-02" not in published["workdays"] + published["holidays"]
