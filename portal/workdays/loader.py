"""Load official calendars from JSON files into the table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from portal.workdays.models import CalendarYear, DayKind, WorkdayCalendar

_FOLDER: Final = "calendar"


class CalendarFileError(Exception):
    """A calendar file is not what it should be; the message names file, field and value."""


def load_calendar(paths: Iterable[Path] | None = None) -> int:
    """Load the files, those of `fixtures/calendar/` by default; return how many changed.

    A year whose file is unchanged is left alone, so loading twice changes nothing.

    Raises:
        CalendarFileError: a file is malformed; nothing of it is written.
    """
    if paths is None:
        paths = sorted((Path(settings.FIXTURES_DIR) / _FOLDER).glob("*.json"))
    return sum(_load(path) for path in paths)


def _load(path: Path) -> bool:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    region, year, notice_no, days = _parsed(path, content)
    with transaction.atomic():
        known = CalendarYear.objects.filter(region=region, year=year).first()
        if known is not None and known.digest == digest:
            return False
        WorkdayCalendar.objects.filter(region=region, date__year=year).delete()
        WorkdayCalendar.objects.bulk_create(days)
        CalendarYear.objects.update_or_create(
            region=region,
            year=year,
            defaults={"notice_no": notice_no, "digest": digest},
        )
    return True


def _parsed(path: Path, content: bytes) -> tuple[str, int, str, list[WorkdayCalendar]]:
    try:
        record = json.loads(content)
    except ValueError as err:
        raise CalendarFileError(
            f"Calendar file '{path.name}' is no JSON ({err}); expected an object with "
            f"region, year, notice_no and days."
        ) from err
    if not isinstance(record, dict):
        raise CalendarFileError(f"Calendar file '{path.name}' holds no JSON object.")
    region = _field(path, record, "region", str)
    year = _field(path, record, "year", int)
    notice_no = _field(path, record, "notice_no", str)
    days = [
        _day(path, entry, region=region, year=year, notice_no=notice_no)
        for entry in _field(path, record, "days", list)
    ]
    return region, year, notice_no, days


def _field(path: Path, record: dict[str, Any], name: str, kind: type) -> Any:
    value = record.get(name)
    if not isinstance(value, kind) or not value:
        raise CalendarFileError(
            f"Calendar file '{path.name}': '{name}' is {value!r}; expected a "
            f"{kind.__name__} that is not empty."
        )
    return value


def _day(
    path: Path, entry: dict[str, Any], *, region: str, year: int, notice_no: str
) -> WorkdayCalendar:
    try:
        day = date.fromisoformat(entry["date"])
        kind = DayKind(entry["kind"])
        is_workday = entry["is_workday"]
    except (KeyError, TypeError, ValueError) as err:
        raise CalendarFileError(
            f"Calendar file '{path.name}': day {entry!r} is wrong ({err}); expected "
            f"date (YYYY-MM-DD), is_workday (true or false) and kind, one of "
            f"{', '.join(DayKind.values)}."
        ) from err
    if day.year != year or not isinstance(is_workday, bool):
        raise CalendarFileError(
            f"Calendar file '{path.name}': day {entry!r} is wrong; expected a date in "
            f"{year} and is_workday as true or false."
        )
    return WorkdayCalendar(
        region=region,
        date=day,
        is_workday=is_workday,
        kind=kind,
        name=entry.get("name", ""),
        notice_no=notice_no,
    )
