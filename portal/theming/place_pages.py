"""Where a matter can be done: every place with its hours, street by street."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from content.codes import AcceptRule, LocationRule
from portal.theming.contexts import (
    Frame,
    PageSource,
    Payload,
    crumbs,
    page_meta,
    page_source,
)
from portal.theming.linked_data import service_at_places
from portal.theming.opening import (
    OpeningHours,
    OpeningLine,
    dated_lines,
    holiday_words,
    opening_hours,
    ordinary_hours,
    weekly_lines,
)
from portal.theming.texts import gettext as _

# Codes of regions: six digits for a district, nine for a street, twelve for a community.
STREET_DIGITS: Final = 9
DISTRICT: Final = "district"
_WINDOW_RULES: Final[Mapping[str, str]] = {
    LocationRule.STREET_HALLS: AcceptRule.STREET,
    LocationRule.COMMUNITY_STATIONS: AcceptRule.COMMUNITY,
}
_MOST_WINDOWS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceHall:
    """A hall where a matter is accepted, and the location that leads there."""

    hall: Payload
    location: Payload


def place_page(
    frame: Frame,
    *,
    payload: Payload,
    halls: Sequence[PlaceHall],
    streets: Mapping[str, str],
) -> PageSource:
    """Return `…/places/` of a guide.

    What is open at this moment is for the browser to add; the page tells the week and
    the exceptions, which are true on every day.

    Args:
        frame: What all pages share.
        payload: The matter's payload.
        halls: Where it is accepted, each hall once.
        streets: Names of the streets by the code of their region.
    """
    guide = payload["guide"]
    address = f"{payload['url']}places/"
    title = _("哪里能办：%(name)s") % {"name": guide["name"]}
    schedules = _Schedules(halls)
    groups = _groups(halls, streets, schedules)
    return page_source(
        frame,
        address,
        "pages/places.html",
        page_meta(
            frame,
            address,
            title,
            _("办理%(name)s的 %(amount)d 处地方：地址、窗口、电话和办公时间。")
            % {"name": guide["name"], "amount": len(halls)},
        ),
        linked=[service_at_places(frame, payload, [each.hall for each in halls])],
        crumbs=crumbs(
            (_("政务服务"), "/guides/"),
            (guide["plain_name"] or guide["name"], payload["url"]),
            here=_("哪里能办"),
        ),
        heading=title,
        guide_url=payload["url"],
        apply_url=f"/apply/{payload['code']}/" if guide["online_form"] else "",
        amount=len(halls),
        notes=[row["note"] for row in guide["locations"] if row.get("note")],
        groups=groups,
        hours=schedules.tables(),
        data=schedules.data(),
        others=[_other(row) for row in guide["locations"] if not _is_listed(row)],
        exceptions=schedules.exceptions(),
        holidays=schedules.holidays(),
        telephone=(guide["consult"] or {}).get("tel") or frame.site["hotline"],
    )


def _is_listed(location: Payload) -> bool:
    return bool(location.get("hall")) or location.get("rule") in _WINDOW_RULES


def _other(location: Payload) -> dict[str, str]:
    """Return a place that is not a hall of the portal."""
    return {
        "name": location.get("place") or location.get("note") or "",
        "hours": location.get("hours") or "",
        "tel": location.get("tel") or "",
    }


class _Schedules:
    """The different opening hours of halls, each told once."""

    def __init__(self, halls: Iterable[PlaceHall]) -> None:
        self._hours: list[Any] = []
        self._halls: list[list[str]] = []
        for each in halls:
            hours = list(each.hall["hours"])
            if hours not in self._hours:
                self._hours.append(hours)
                self._halls.append([])
            self._halls[self._hours.index(hours)].append(each.hall["name"])

    def number(self, hall: Payload) -> int:
        """Return which hours a hall has."""
        return self._hours.index(list(hall["hours"]))

    def tables(self) -> list[dict[str, object]]:
        """Return the week of each, with whose it is."""
        return [
            {"name": _halls_in_words(names), "lines": weekly_lines(hours)}
            for hours, names in zip(self._hours, self._halls, strict=True)
        ]

    def exceptions(self) -> list[dict[str, object]]:
        """Return the dated exceptions, equal ones together."""
        found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        lines: dict[tuple[str, str, str], OpeningLine] = {}
        for hours, names in zip(self._hours, self._halls, strict=True):
            for line in dated_lines(hours):
                key = (line["days"], line["times"], line["note"])
                found[key] += names
                lines[key] = line
        everybody = sum(map(len, self._halls))
        return [
            {
                **lines[key],
                "where": _("全部地方")
                if len(names) == everybody
                else _halls_in_words(names),
            }
            for key, names in found.items()
        ]

    def holidays(self) -> list[dict[str, str]]:
        """Return what holds on public holidays, with where unless it is everywhere."""
        found: dict[str, list[str]] = defaultdict(list)
        for hours, names in zip(self._hours, self._halls, strict=True):
            found[holiday_words(hours)] += names
        return [
            {
                "words": words or _("法定节假日开不开，没有公布。"),
                "where": "" if len(found) == 1 else _halls_in_words(names),
            }
            for words, names in found.items()
        ]

    def data(self) -> list[OpeningHours]:
        """Return the hours for the script that tells what is open."""
        return [opening_hours(hours) for hours in self._hours]


def _halls_in_words(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(name)s等 %(amount)d 处") % {"name": names[0], "amount": len(names)}


def _groups(
    halls: Iterable[PlaceHall], streets: Mapping[str, str], schedules: _Schedules
) -> list[dict[str, object]]:
    found: dict[str, list[dict[str, object]]] = defaultdict(list)
    for each in halls:
        region = each.hall["region"]
        key = region[:STREET_DIGITS] if len(region) >= STREET_DIGITS else DISTRICT
        found[key].append(_place(each, schedules))
    ordered = sorted(found, key=lambda key: (key != DISTRICT, key))
    return [
        {
            "id": f"street-{key}",
            "name": _("全区") if key == DISTRICT else streets.get(key, key),
            "street": "" if key == DISTRICT else key,
            "places": found[key],
        }
        for key in ordered
    ]


def _place(each: PlaceHall, schedules: _Schedules) -> dict[str, object]:
    hall, location = each.hall, each.location
    return {
        "id": hall["code"].lower(),
        "name": hall["name"],
        "url": hall["url"],
        "address": hall["address"],
        "windows": _windows(hall, location),
        "hours": ordinary_hours(hall["hours"]),
        "schedule": schedules.number(hall),
        "tel": location.get("tel") or hall["consult_tel"] or hall["tel"],
    }


def _windows(hall: Payload, location: Payload) -> str:
    zone = next(
        (row for row in hall["zones"] if row["code"] == location.get("zone")), None
    )
    named = location.get("windows")
    if isinstance(named, list) and named:
        numbers = named
    else:
        rule = _WINDOW_RULES.get(location.get("rule") or "")
        numbers = [
            row["number"]
            for row in hall["windows"]
            if rule is None or row.get("accept_rule") == rule
        ]
    place = " ".join(filter(None, (zone["floor"], zone["name"]))) if zone else ""
    if len(numbers) > _MOST_WINDOWS:
        told = _("%(amount)d 个窗口都可以") % {"amount": len(numbers)}
    else:
        told = _("%(numbers)s 号窗口") % {"numbers": "、".join(numbers)}
    return " ".join(filter(None, (place, told if numbers else "")))
