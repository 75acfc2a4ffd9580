"""The page of one matter: its guide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypedDict

from content.codes import LocationRule
from portal.theming import graphs
from portal.theming.contexts import (
    Article,
    Frame,
    Link,
    PageSource,
    Payload,
    Version,
    crumbs,
    page_meta,
    page_source,
)
from portal.theming.facts import GuideFacts, duration, guide_facts
from portal.theming.formats import full_width
from portal.theming.linked_data import government_service
from portal.theming.materials import material_groups, material_summary
from portal.theming.opening import ordinary_hours
from portal.theming.qr import qr_code
from portal.theming.texts import gettext as _


class Place(TypedDict):
    """Where a matter is accepted."""

    name: str
    url: str
    address: str
    windows: str
    hours: str
    tel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Where a guide leads besides its own places.

    `asks` says whether it has questions that lead to one's own list of materials,
    `related` are the published matters among the payload's `related` codes, `belongs`
    named groups of links to where else the matter appears: power list, themes, lists;
    `in_english` whether its editors put it on the English site.
    """

    asks: bool = False
    related: Sequence[Link] = ()
    belongs: Sequence[tuple[str, Sequence[Link]]] = ()
    in_english: bool = False


NOTHING_AROUND: Final = Around()
RESULT_KEYS: Final = ("name", "validity", "deliver", "deliver_days", "sample")
RIGHTS_KEYS: Final = (
    "rights",
    "duties",
    "review_body",
    "review_days",
    "court",
    "court_months",
)
RULE_PLACES: Final[Mapping[str, str]] = {
    LocationRule.STREET_HALLS: "/halls/#level-5",
    LocationRule.COMMUNITY_STATIONS: "/halls/#level-6",
}


def guide_page(
    frame: Frame,
    *,
    payload: Payload,
    version: Version,
    department: Payload | None,
    halls: Mapping[str, Payload],
    around: Around = NOTHING_AROUND,
) -> PageSource:
    """Return the guide of a matter, full or with basic information only.

    ``halls`` holds at least the halls that ``locations`` names, by code; ``around`` is
    where else the matter leads.
    """
    guide = payload["guide"]
    facts = guide_facts(payload)
    address = payload["url"]
    places = places_of(guide["locations"], halls)
    meta = page_meta(
        frame,
        address,
        guide["name"],
        _description(payload, facts),
        article=article_of(guide["name"], payload, version),
    )
    return page_source(
        frame,
        address,
        "pages/guide.html",
        meta,
        **shared_values(frame, payload, version, department, facts),
        crumbs=crumbs(
            (_("政务服务"), "/guides/"),
            (guide["department_name"], f"/departments/{guide['department']}/"),
            here=guide["plain_name"] or guide["name"],
        ),
        places=places,
        places_url=f"{address}places/" if _has_places(payload) else "",
        related=list(around.related),
        belongs=[
            {"name": name, "links": list(links)}
            for name, links in around.belongs
            if links
        ],
        questions_url=questions_url(payload) if around.asks else "",
        sections=_sections(payload, places, around),
        updates=payload.get("updates", []),
        in_english=around.in_english,
        linked=[
            government_service(frame, payload, version),
            *graphs.faq_page(guide["faq"]),
        ],
    )


def shared_values(
    frame: Frame,
    payload: Payload,
    version: Version,
    department: Payload | None,
    facts: GuideFacts,
) -> dict[str, object]:
    """Return what a guide and its notification both show."""
    guide = payload["guide"]
    absolute = f"{frame.base_url}{payload['url']}"
    return {
        "code": payload["code"],
        "kind": payload["kind"],
        "guide": guide,
        "facts": facts,
        "version": version,
        "department": department,
        "guide_url": payload["url"],
        "absolute_url": absolute,
        "notice_url": f"{payload['url']}notice/" if payload["kind"] == "guide" else "",
        "apply_url": f"/apply/{payload['code']}/" if facts.online else "",
        "material_groups": material_groups(guide),
        "material_summary": material_summary(guide["materials"]),
        "steps": [_step(stage) for stage in guide["stages"]],
        "special_procedures": [_special(row) for row in guide["special_procedures"]],
        "consult": _part(guide["consult"], ("tel", "window")),
        "supervise": _part(guide["supervise"], ("tel",)),
        "result": _part(guide["result"], RESULT_KEYS),
        "rights": _part(guide["rights"], RIGHTS_KEYS),
        "qr": qr_code(absolute),
    }


def questions_url(payload: Payload) -> str:
    """Return the address of a guide's questions."""
    return f"{payload['url']}list/"


def _part(record: Payload | None, keys: Iterable[str]) -> dict[str, object]:
    """Return a part of the record with every key; what is not said is empty."""
    return {key: (record or {}).get(key) or "" for key in keys}


def _step(stage: Payload) -> dict[str, str]:
    limit = duration(stage["days"], stage["unit"]) if stage["days"] else _("当场")
    if not stage["counted"]:
        limit = _("%(limit)s，不计入时限") % {"limit": limit}
    return {
        "title": stage["name"],
        "when": limit,
        "text": full_width(stage["content"] or ""),
        "who": " ".join(filter(None, (stage["unit_dept"], stage["post"]))),
        "output": stage["output"] or "",
        "state": "" if stage["counted"] else "extra",
    }


def _special(row: Payload) -> dict[str, str]:
    days = _("最多 %(days)d 个工作日") % {"days": row["days"]} if row["days"] else ""
    counted = _("计入时限") if row["counted"] else _("不计入时限")
    basis = _("依据：%(basis)s") % {"basis": row["basis"]} if row["basis"] else ""
    return {
        "kind": row["kind"],
        "limit": "，".join(filter(None, (days, counted))),
        "text": "。".join(filter(None, (row["trigger"], basis))),
    }


def places_of(
    locations: Iterable[Payload], halls: Mapping[str, Payload]
) -> list[Place]:
    """Return the places of a guide in words; `halls` are by code."""
    return [_place(location, halls) for location in locations]


def _place(location: Payload, halls: Mapping[str, Payload]) -> Place:
    hall = halls.get(location.get("hall") or "")
    if hall is None:
        return Place(
            name=location.get("note") or location.get("place") or "",
            url=RULE_PLACES.get(location.get("rule") or "", ""),
            address="",
            windows="",
            hours=location.get("hours") or "",
            tel=location.get("tel") or "",
        )
    return Place(
        name=hall["name"],
        url=hall["url"],
        address=hall["address"],
        windows=_windows(location, hall),
        hours=ordinary_hours(hall["hours"]) or location.get("hours") or "",
        tel=location.get("tel") or hall["consult_tel"] or hall["tel"],
    )


def _has_places(payload: Payload) -> bool:
    """Tell whether a page lists the places: those of halls, one by one or by a rule."""
    return payload["kind"] == "guide" and any(
        location.get("hall") or location.get("rule") in RULE_PLACES
        for location in payload["guide"]["locations"]
    )


def _windows(location: Payload, hall: Payload) -> str:
    zones = {zone["code"]: zone["name"] for zone in hall["zones"]}
    zone = zones.get(location.get("zone") or "", "")
    windows = location.get("windows") or []
    if windows == "all":
        return _("%(zone)s全部窗口") % {"zone": zone}
    numbers = "、".join(windows)
    return _("%(zone)s %(numbers)s 号窗口") % {"zone": zone, "numbers": numbers}


def article_of(title: str, payload: Payload, version: Version) -> Article:
    """Return what the meta tags of a matter's page say."""
    return Article(
        title=title,
        published=version["published_at"],
        source=payload["guide"]["department_name"],
    )


def _description(payload: Payload, facts: GuideFacts) -> str:
    guide = payload["guide"]
    if guide["summary"]:
        return str(guide["summary"])
    return _("%(name)s由%(department)s办理。") % {
        "name": guide["name"],
        "department": facts.department,
    }


def _sections(
    payload: Payload, places: Sequence[Place], around: Around
) -> list[dict[str, str]]:
    guide = payload["guide"]
    present = (
        ("can", _("申请条件"), guide["accept_conditions"]),
        ("mat", _("要交的材料"), guide["materials"]),
        ("flow", _("办理流程和时限"), guide["stages"]),
        ("where", _("去哪里办"), places or payload["kind"] == "catalogue"),
        ("fee", _("收费"), payload["kind"] == "guide"),
        ("result", _("办完得到什么"), payload["kind"] == "guide" and guide["result"]),
        ("law", _("依据"), guide["legal_bases"]),
        ("right", _("您的权利"), any(_part(guide["rights"], RIGHTS_KEYS).values())),
        ("faq", _("常见问题"), guide["faq"]),
        ("belongs", _("所在清单"), any(links for _name, links in around.belongs)),
        ("more", _("相关事项"), around.related),
        ("updates", _("更新记录"), True),
    )
    return [{"id": key, "name": name} for key, name, shown in present if shown]
