from __future__ import annotations

import json
from datetime import date
from functools import lru_cache

from django.conf import settings

from portal.workdays.calendar import Calendar

YEARS = (2025, 2026)


@lru_cache(maxsize=1)
def official() -> Calendar:
    """The published calendars as a pure value, without a database."""
    special: dict[date, bool] = {}
    for year in YEARS:
        path = settings.FIXTURES_DIR / "calendar" / f"{year}.json"
        for day in json.loads(path.read_text(encoding="utf-8"))["days"]:
            special[date.fromisoformat(day["date"])] = day["is_workday"]
    return Calendar(special=special, official_years=frozenset(YEARS))
