"""What is where in a hall, and where the hall is: floors, windows, kiosks, a map."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from content.hall_codes import KioskStatus
from portal.theming.contexts import Payload
from portal.theming.texts import gettext as _

_WIDTH, _HEIGHT, _MARGIN = 100, 70, 10
_KM_A_DEGREE: Final = 111.32
_NEAR_KM: Final = 0.05
_DIRECTIONS: Final = ("北", "东北", "东", "东南", "南", "西南", "西", "西北")


def floors_of(hall: Payload) -> list[dict[str, Any]]:
    """Return the zones floor by floor, each with the numbers of its windows."""
    numbers: dict[str, list[str]] = defaultdict(list)
    for window in hall["windows"]:
        numbers[window.get("zone") or ""].append(window["number"])
    floors: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for zone in hall["zones"]:
        floors[zone.get("floor") or ""].append(
            {
                "name": zone["name"],
                "windows": _span(numbers[zone["code"]]),
                "all_day": zone["all_day"],
            }
        )
    return [{"name": _floor(name), "zones": floors[name]} for name in sorted(floors)]


def windows_of(hall: Payload) -> list[dict[str, str]]:
    """Return the windows, those that do the same together."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for window in hall["windows"]:
        care = [
            (window.get("elder_priority"), _("老年人优先")),
            (window.get("barrier_free"), _("无障碍")),
        ]
        key = (
            window.get("zone") or "",
            window["name"],
            "、".join(window["kinds"]),
            "、".join(window["roles"]),
            "、".join(name for has, name in care if has),
        )
        found[key].append(window["number"])
    names = ("name", "kinds", "roles", "care")
    return [
        {"numbers": _span(numbers), **dict(zip(names, key[1:], strict=True))}
        for key, numbers in found.items()
    ]


def kiosks_of(hall: Payload) -> list[dict[str, str]]:
    """Return areas that are open day and night, then the kiosks that work."""
    areas = [
        {
            "name": area["name"],
            "place": area.get("entrance") or "",
            "hours": area.get("access") or _("24 小时"),
            "functions": "",
        }
        for area in hall.get("self_service_24h") or ()
    ]
    kiosks = [
        {
            "name": kiosk["name"],
            "place": kiosk.get("place") or "",
            "hours": _("24 小时")
            if kiosk.get("all_day")
            else kiosk.get("hours") or _("大厅开门时"),
            "functions": "、".join(kiosk.get("functions") or ()),
        }
        for kiosk in hall.get("kiosks") or ()
        if kiosk.get("status") == KioskStatus.IN_USE
    ]
    return areas + kiosks


def map_of(hall: Payload, around: Sequence[Payload]) -> dict[str, Any] | None:
    """Return where a hall is among others: points of a picture, and the same in words.

    None when nobody says where it is, or there is nothing to compare with.
    """
    here = hall["geo"]
    others = [each for each in around if each.get("geo")]
    if not here or not others:
        return None
    ways = [
        {"name": each["name"], "url": each["url"], "way": _way(here, each["geo"])}
        for each in others
    ]
    first, *rest = _dots([here, *(each["geo"] for each in others)])
    return {
        "here": first | {"name": hall["name"]},
        "dots": [*(dot | {"here": False} for dot in rest), first | {"here": True}],
        "ways": ways,
        "label": _("%(name)s的位置：%(others)s")
        % {
            "name": hall["name"],
            "others": "；".join(f"{way['name']}{way['way']}" for way in ways[:3]),
        },
    }


def _dots(places: Sequence[Payload]) -> list[dict[str, float]]:
    """Return points of the picture, north on top, one scale both ways."""
    east = [each["lng"] * math.cos(math.radians(each["lat"])) for each in places]
    north = [each["lat"] for each in places]
    wide, high = max(east) - min(east), max(north) - min(north)
    scale = min(
        (_WIDTH - 2 * _MARGIN) / wide if wide else math.inf,
        (_HEIGHT - 2 * _MARGIN) / high if high else math.inf,
    )
    scale = 0 if scale == math.inf else scale
    middle = (max(east) + min(east)) / 2, (max(north) + min(north)) / 2
    return [
        {
            "x": round(_WIDTH / 2 + (x - middle[0]) * scale, 1),
            "y": round(_HEIGHT / 2 - (y - middle[1]) * scale, 1),
        }
        for x, y in zip(east, north, strict=True)
    ]


def _way(here: Payload, there: Payload) -> str:
    """Return direction and distance as the crow flies: ``在东北方，直线约 1.2 公里``."""
    north = (there["lat"] - here["lat"]) * _KM_A_DEGREE
    narrowing = math.cos(math.radians(here["lat"]))
    east = (there["lng"] - here["lng"]) * _KM_A_DEGREE * narrowing
    distance = math.hypot(north, east)
    if distance < _NEAR_KM:
        return _("在同一处")
    turn = math.degrees(math.atan2(east, north)) % 360
    eighth = round(turn / 45) % len(_DIRECTIONS)
    return _("在%(direction)s方，直线约 %(distance).1f 公里") % {
        "direction": _DIRECTIONS[eighth],
        "distance": distance,
    }


def _floor(name: str) -> str:
    if not name:
        return _("其他区域")
    number = name.removesuffix("F")
    return _("%(number)s 层") % {"number": number} if number.isdigit() else name


def _span(numbers: Sequence[str]) -> str:
    """Return ``101—104、107`` for numbers that follow each other."""
    parts: list[list[str]] = []
    for number in numbers:
        last = parts[-1][-1] if parts else ""
        if last.isdigit() and number.isdigit() and int(number) == int(last) + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return "、".join(
        part[0] if len(part) == 1 else f"{part[0]}—{part[-1]}" for part in parts
    )
