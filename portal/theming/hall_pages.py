"""The list of halls and the page of one hall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from content.codes import AcceptRule, Level, LocationRule
from portal.theming.contexts import (
    Frame,
    Link,
    PageSource,
    Payload,
    crumbs,
    page_meta,
    page_source,
)
from portal.theming.hall_plan import floors_of, kiosks_of, map_of, windows_of
from portal.theming.list_pages import hall_link
from portal.theming.opening import (
    dated_lines,
    opening_hours,
    ordinary_hours,
    weekly_lines,
)
from portal.theming.pinyin import sort_key
from portal.theming.texts import gettext as _

LEVEL_TITLES: Mapping[str, str] = {
    Level.COUNTY: "区级大厅",
    Level.TOWN: "街道便民服务中心",
    Level.VILLAGE: "社区便民服务站",
}
_RULES = {
    AcceptRule.STREET: LocationRule.STREET_HALLS,
    AcceptRule.COMMUNITY: LocationRule.COMMUNITY_STATIONS,
}


def hall_index_page(frame: Frame, halls: Sequence[Payload]) -> PageSource:
    """Return the list of halls: the district's, the streets', the communities'."""
    meta = page_meta(
        frame,
        "/halls/",
        _("政务服务大厅"),
        _("区、街道、社区政务服务大厅的地址和办公时间。"),
    )
    groups = [
        {
            "level": level,
            "name": LEVEL_TITLES.get(level, str(Level(level).label)),
            "blocks": _blocks(level, halls),
            "amount": sum(hall["level"] == level for hall in halls),
        }
        for level in sorted({hall["level"] for hall in halls})
    ]
    return page_source(
        frame,
        "/halls/",
        "pages/halls.html",
        meta,
        crumbs=crumbs((_("政务服务"), "/guides/"), here=_("政务服务大厅")),
        groups=groups,
        amount=len(halls),
    )


def hall_page(
    frame: Frame,
    *,
    hall: Payload,
    departments: Mapping[str, Link],
    accepted: Iterable[Link],
    around: Sequence[Payload] = (),
) -> PageSource:
    """Return a hall's page.

    ``departments`` holds the links of the resident departments by key; ``accepted``
    are the guides that its windows accept (see `accepted_codes`); ``around`` are the
    halls above and below it, for the map.
    """
    meta = page_meta(
        frame,
        hall["url"],
        hall["name"],
        _("%(name)s的地址、办公时间、窗口和受理的事项。") % {"name": hall["name"]},
    )
    residents = [
        departments[key] for key in hall["resident_departments"] if key in departments
    ]
    return page_source(
        frame,
        hall["url"],
        "pages/hall.html",
        meta,
        crumbs=crumbs(
            (_("政务服务"), "/guides/"),
            (_("政务服务大厅"), "/halls/"),
            here=hall["name"],
        ),
        hall=hall,
        ordinary=ordinary_hours(hall["hours"]),
        weekly=weekly_lines(hall["hours"]),
        dated=dated_lines(hall["hours"]),
        zones=_zones(hall),
        floors=floors_of(hall),
        windows=windows_of(hall),
        kiosks=kiosks_of(hall),
        picture=map_of(hall, around),
        data=[opening_hours(hall["hours"])],
        residents=residents,
        accepted=sorted(accepted, key=lambda link: sort_key(link["name"])),
    )


def accepted_codes(hall: Payload, guides: Iterable[Payload]) -> list[str]:
    """Return the codes of the guides that the hall's windows accept, sorted.

    A window names its guides, or a rule such as "all street matters", which stands
    for every guide whose places follow the matching rule.
    """
    named = {code for window in hall["windows"] for code in window.get("accepts") or ()}
    rules = {
        _RULES[AcceptRule(window["accept_rule"])]
        for window in hall["windows"]
        if window.get("accept_rule")
    }
    by_rule = {
        payload["code"]
        for payload in guides
        if rules & {place.get("rule") for place in payload["guide"]["locations"]}
    }
    return sorted(named | by_rule)


def _blocks(level: str, halls: Sequence[Payload]) -> list[dict[str, object]]:
    """Return the halls of a level, the communities under their street's centre."""
    here = [hall for hall in halls if hall["level"] == level]
    if level != Level.VILLAGE:
        return [{"name": "", "links": [hall_link(hall) for hall in here]}]
    names = {hall["code"]: hall["name"] for hall in halls}
    blocks: dict[str, list[Link]] = {}
    for hall in here:
        parent = names.get(hall["parent_hall"] or "", _("其他"))
        blocks.setdefault(parent, []).append(hall_link(hall))
    return [{"name": name, "links": links} for name, links in blocks.items()]


def _zones(hall: Payload) -> list[dict[str, str]]:
    """Return one row per zone with its windows; windows without a zone come last."""
    windows: dict[str, list[Payload]] = {}
    for window in hall["windows"]:
        windows.setdefault(window.get("zone") or "", []).append(window)
    rows = [
        {
            "name": zone["name"],
            "floor": zone.get("floor") or "",
            "windows": _numbers(windows.get(zone["code"], ())),
            "theme": zone.get("theme") or "",
            "way": zone.get("plan_alt") or "",
        }
        for zone in hall["zones"]
    ]
    if loose := windows.get(""):
        rows.append(
            {
                "name": loose[0]["name"],
                "floor": "",
                "windows": _numbers(loose),
                "theme": loose[0].get("theme") or "",
                "way": "",
            }
        )
    return rows


def _numbers(windows: Sequence[Payload]) -> str:
    return "、".join(window["number"] for window in windows)
