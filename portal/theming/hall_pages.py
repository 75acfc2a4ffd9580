"""The list of halls and the page of one hall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from content.codes import AcceptRule, Level, LocationRule
from portal.theming import blocks, graphs
from portal.theming.blocks import BlocksPage, blocks_page
from portal.theming.contexts import (
    SERVICES,
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
    holiday_words,
    opening_hours,
    ordinary_hours,
    tells_more,
    weekly_lines,
)
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


class RuleList(NamedTuple):
    """A list of matters that all halls of a level accept."""

    url: str
    name: str
    places: str


RULE_LISTS: Mapping[str, RuleList] = {
    LocationRule.STREET_HALLS.value: RuleList(
        "/halls/all-streets/", "街道通办事项", "每个街道便民服务中心"
    ),
    LocationRule.COMMUNITY_STATIONS.value: RuleList(
        "/halls/all-communities/", "社区通办事项", "每个社区便民服务站"
    ),
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
        linked=graphs.item_list(
            frame.base_url,
            _("政务服务大厅"),
            list(map(hall_link, halls)),
            len(halls),
        ),
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
    by_rule: Mapping[str, int],
    around: Sequence[Payload] = (),
) -> PageSource:
    """Return a hall's page.

    ``departments`` holds the links of the resident departments by key; ``accepted``
    are the guides that its windows name (see `accepted_codes`) in order, ``by_rule`` says how
    many more they accept by which rule; ``around`` are the halls above and below it,
    for the map.
    """
    meta = page_meta(
        frame,
        hall["url"],
        hall["name"],
        _("%(name)s的地址、办公时间、窗口和受理的事项。") % {"name": hall["name"]},
    )
    opening = opening_hours(hall["hours"])
    residents = [
        departments[key] for key in hall["resident_departments"] if key in departments
    ]
    return page_source(
        frame,
        hall["url"],
        "pages/hall.html",
        meta,
        linked=[graphs.place("GovernmentOffice", frame.base_url, hall)],
        crumbs=crumbs(
            (_("政务服务"), "/guides/"),
            (_("政务服务大厅"), "/halls/"),
            here=hall["name"],
        ),
        hall=hall,
        ordinary=ordinary_hours(hall["hours"]),
        weekly=weekly_lines(hall["hours"]),
        dated=dated_lines(hall["hours"]),
        holidays=holiday_words(hall["hours"]),
        zones=_zones(hall),
        floors=floors_of(hall),
        windows=windows_of(hall),
        kiosks=kiosks_of(hall),
        picture=map_of(hall, around),
        data=[opening],
        noted=tells_more(opening),
        residents=residents,
        by_rule=[
            {
                "url": RULE_LISTS[rule].url,
                "name": _(RULE_LISTS[rule].name),
                "amount": amount,
            }
            for rule, amount in by_rule.items()
            if amount
        ],
        accepted=list(accepted),
    )


def accepted_codes(hall: Payload) -> list[str]:
    """Return the codes of the guides that the hall's windows name, sorted."""
    return sorted(
        {code for window in hall["windows"] for code in window.get("accepts") or ()}
    )


def accepted_rules(hall: Payload) -> list[str]:
    """Return the rules by which the hall's windows accept further guides.

    A rule such as "all street matters" stands for every guide whose places follow the
    matching location rule; a page of its own lists them, once for all halls.
    """
    rules = {window.get("accept_rule") for window in hall["windows"]}
    return [_RULES[rule].value for rule in _RULES if rule in rules]


def rule_list_page(frame: Frame, rule: str, matters: Sequence[Link]) -> PageSource:
    """Return the matters that all halls of a level accept."""
    kind = RULE_LISTS[rule]
    return blocks_page(
        frame,
        BlocksPage(
            address=kind.url,
            title=_(kind.name),
            description=_("%(places)s都能办的事项。") % {"places": _(kind.places)},
            column=SERVICES,
            crumbs=crumbs((_("政务服务大厅"), "/halls/"), here=_(kind.name)),
            lede=_("共 %(amount)d 项，%(places)s都能办。")
            % {"amount": len(matters), "places": _(kind.places)},
            sections=[
                blocks.section("matters", _("事项"), blocks.links(matters, columns=2))
            ],
        ),
    )


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
