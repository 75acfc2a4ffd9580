"""Put a hall's opening hours into the few lines that a visitor reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, TypedDict

from content.codes import OpeningKind, Weekday
from portal.theming.contexts import Payload
from portal.theming.formats import cn_date, full_width
from portal.theming.texts import gettext as _

# Word joiners keep "9:00—12:00" on one line.
# Two days read better as a pair than as a range.
_PAIR: Final = 2
DASH: Final = "\u2060—\u2060"


class OpeningLine(TypedDict):
    """One row of the opening table."""

    days: str
    times: str
    note: str


class OpeningHours(TypedDict):
    """What a script reads.

    `week` has spans [from, to, remark] by weekday, Monday is 1; `dates` has those of
    dated exceptions, none where it is closed; `holidays` tells whether it is known that
    holidays without a date are closed.
    """

    week: dict[str, list[list[str]]]
    dates: dict[str, list[list[str]]]
    holidays: bool


def weekly_lines(hours: Iterable[Payload]) -> list[OpeningLine]:
    """Return the weekly hours, days with equal hours put together.

    Ordinary hours come first, then extended and weekend ones.
    """
    blocks: dict[tuple[str, str], dict[int, list[str]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for hour in hours:
        if hour.get("weekday"):
            kind = (hour["kind"], hour.get("note") or "")
            blocks[kind][int(hour["weekday"])].append(_span(hour))
    return [
        OpeningLine(days=_days(days), times=times, note=_remark(kind, note))
        for (kind, note), per_day in blocks.items()
        for times, days in _same_times(per_day)
    ]


def dated_lines(hours: Iterable[Payload]) -> list[OpeningLine]:
    """Return the dated exceptions in order; they override the week."""
    dated = sorted(
        (hour for hour in hours if hour.get("date")), key=lambda h: h["date"]
    )
    return [
        OpeningLine(
            days=cn_date(hour["date"], weekday=True),
            times=_("不办理") if hour["kind"] == OpeningKind.CLOSED else _span(hour),
            note=hour.get("note") or "",
        )
        for hour in dated
    ]


def holiday_words(hours: Iterable[Payload]) -> str:
    """Return whether a place is open on public holidays, as its dated hours say.

    Weekly hours are those of working weeks: on a holiday a place is open only where a
    date says so. "" when no date is told, so that nothing is known of holidays.
    """
    kinds = {hour["kind"] for hour in hours if hour.get("date")}
    if kinds == {OpeningKind.CLOSED}:
        return _("法定节假日不开门。")
    return _("法定节假日只在写明时间的日子开门。") if kinds else ""


def ordinary_hours(hours: Iterable[Payload]) -> str:
    """Return the ordinary week in one line: ``周一至周五 9:00—12:00、13:30—17:30``."""
    ordinary = [hour for hour in hours if hour["kind"] == OpeningKind.ORDINARY]
    return "；".join(
        f"{line['days']} {line['times']}" for line in weekly_lines(ordinary)
    )


def opening_hours(hours: Sequence[Payload]) -> OpeningHours:
    """Return the hours for the script that tells whether a place is open now."""
    week: dict[str, list[list[str]]] = {}
    dates: dict[str, list[list[str]]] = {}
    for hour in hours:
        closed = hour["kind"] == OpeningKind.CLOSED
        remark = full_width(_remark(hour["kind"], hour.get("note") or ""))
        into = dates if hour.get("date") else week
        spans = into.setdefault(str(hour.get("date") or hour["weekday"]), [])
        if not closed:
            spans.append([hour["from"], hour["to"], remark])
    return {
        "week": {day: sorted(spans) for day, spans in week.items()},
        "dates": {day: sorted(spans) for day, spans in dates.items()},
        "holidays": bool(holiday_words(hours)),
    }


def tells_more(hours: OpeningHours) -> bool:
    """Tell whether the script adds to some time what is special about it."""
    days = (*hours["week"].values(), *hours["dates"].values())
    return any(remark for spans in days for _from, _to, remark in spans)


def _span(hour: Payload) -> str:
    return f"{_clock(hour['from'])}{DASH}{_clock(hour['to'])}"


def _clock(time: str) -> str:
    return time.removeprefix("0")


def _same_times(per_day: dict[int, list[str]]) -> list[tuple[str, list[int]]]:
    grouped: dict[str, list[int]] = defaultdict(list)
    for day in sorted(per_day):
        grouped["、".join(per_day[day])].append(day)
    return list(grouped.items())


def _days(days: Sequence[int]) -> str:
    names = [str(Weekday(str(day)).label) for day in days]
    consecutive = len(days) > _PAIR and days[-1] - days[0] == len(days) - 1
    return f"{names[0]}至{names[-1]}" if consecutive else "、".join(names)


def _remark(kind: str, note: str) -> str:
    return note or ("" if kind == OpeningKind.ORDINARY else kind)
