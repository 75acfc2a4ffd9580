"""Read the calendar."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from portal.workdays.calendar import Calendar
from portal.workdays.models import CalendarYear, WorkdayCalendar

NATION: Final = "000000"


def calendar_for(region: str) -> Calendar:
    """Return the calendar of a region: its own days over those of the regions above it."""
    regions = _from_nation_down(region)
    special: dict[date, bool] = {}
    rows = WorkdayCalendar.objects.filter(region__in=regions)
    for row in sorted(rows, key=lambda row: regions.index(row.region)):
        special[row.date] = row.is_workday
    years = CalendarYear.objects.filter(region__in=regions)
    return Calendar(
        region=region,
        special=special,
        official_years=frozenset(years.values_list("year", flat=True)),
    )


def published_calendar() -> dict[str, Any]:
    """Return the nation's calendar for `/data/calendar.json`, small and in date order.

    `holidays` and `workdays` hold only the days that differ from Monday to Friday; in
    years that are not in `years` only weekends are known.
    """
    rows = list(WorkdayCalendar.objects.filter(region=NATION).order_by("date"))
    years = CalendarYear.objects.filter(region=NATION).order_by("year")
    return {
        "region": NATION,
        "years": {str(year.year): year.notice_no for year in years},
        "holidays": [row.date.isoformat() for row in rows if not row.is_workday],
        "workdays": [row.date.isoformat() for row in rows if row.is_workday],
    }


def _from_nation_down(region: str) -> list[str]:
    parts = [region[:2] + "0000", region[:4] + "00", region[:6], region[:9], region]
    regions = [NATION]
    for code in parts:
        if len(code) >= len(NATION) and code not in regions:
            regions.append(code)
    return regions
