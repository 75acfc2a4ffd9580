"""The choice of a place: district, streets, communities, and where they are served."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from portal.theming.contexts import (
    Frame,
    Link,
    PageSource,
    Payload,
    crumbs,
    page_meta,
    page_source,
)
from portal.theming.list_pages import hall_link
from portal.theming.parts import updated
from portal.theming.texts import gettext as _

ADDRESS: Final = "/regions/"
# Digits of a code. Source: GB/T 2260 (county) and GB/T 10114 (street, community).
_DISTRICT, _STREET, _COMMUNITY = 6, 9, 12


def region_page(
    frame: Frame,
    *,
    regions: Sequence[Payload],
    halls: Sequence[Payload],
    changed_on: str = "",
) -> PageSource:
    """Return the list of places; each leads to its hall with what is done there.

    Places without a hall of their own or of a place below are left out.
    """
    by_region: dict[str, list[Payload]] = {}
    for hall in halls:
        by_region.setdefault(hall["region"], []).append(hall)
    names = {region["code"]: region["name"] for region in regions}
    names |= {hall["region"]: hall["region_name"] for hall in halls}
    districts = [
        {
            "name": names[code],
            "halls": _links(by_region.get(code, ())),
            "streets": _streets(code, names, by_region),
        }
        for code in _codes(names, _DISTRICT)
        if any(region.startswith(code) for region in by_region)
    ]
    meta = page_meta(
        frame,
        ADDRESS,
        _("选择街道和社区"),
        _("按区、街道、社区找办事的地方，看那里能办什么。"),
    )
    return page_source(
        frame,
        ADDRESS,
        "pages/regions.html",
        meta,
        crumbs=crumbs((_("政务服务"), "/guides/"), here=_("选择街道和社区")),
        districts=districts,
        amount=len(halls),
        updated=updated(changed_on),
        streets=sum(len(district["streets"]) for district in districts),
        communities=sum(
            len(street["communities"])
            for district in districts
            for street in district["streets"]
        ),
    )


def _streets(
    district: str, names: Mapping[str, str], halls: Mapping[str, Sequence[Payload]]
) -> list[dict[str, object]]:
    return [
        {
            "code": code,
            "name": names[code],
            "halls": _links(halls.get(code, ())),
            "communities": [
                Link(url=hall["url"], name=names[community], note=hall["name"])
                for community in _codes(names, _COMMUNITY, code)
                for hall in halls.get(community, ())
            ],
        }
        for code in _codes(names, _STREET, district)
        if any(region.startswith(code) for region in halls)
    ]


def _codes(names: Iterable[str], digits: int, above: str = "") -> list[str]:
    return sorted(
        code for code in names if len(code) == digits and code.startswith(above)
    )


def _links(halls: Iterable[Payload]) -> list[Link]:
    return [hall_link(hall) for hall in halls]
