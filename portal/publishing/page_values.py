"""Values that several pages need, read through a view."""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from content.codes import CorporateTopic, PersonTopic
from portal.publishing.cards import ALL, FULL_GUIDES, ONLINE, PERSON
from portal.publishing.store import Payload, View
from portal.publishing.values import PublishedMatter
from portal.theming.contexts import Frame, Link, TopicGroup, Version
from portal.theming.list_pages import DepartmentEntry, Totals

_FEATURED: Final = 10
_MAIN_HALLS: Final = 5


def frame_of(view: View) -> Frame:
    """Return what all pages share; reading it depends on the theme too."""
    theme = view.theme()
    site = view.record("site", "site")
    return Frame(
        site=default_site() if site is None else site,
        base_url=theme["base_url"].rstrip("/"),
    )


def default_site() -> dict[str, Any]:
    """Return the site payload to use before one is published."""
    names = ("domain", "site_id_code", "sponsor", "contact", "icp", "police_record")
    return {
        **dict.fromkeys(names, ""),
        "name": str(settings.WAGTAIL_SITE_NAME),
        "region_name": "",
        "hotline": "12345",
    }


def version_of(matter: PublishedMatter) -> Version:
    """Return which version a page shows, in the site's time zone."""
    moment = timezone.localtime(
        datetime.datetime.fromisoformat(matter.published_at),
        timezone.get_default_timezone(),
    )
    return Version(
        number=matter.number,
        effective_on=f"{moment:%Y-%m-%d}",
        published_at=f"{moment:%Y-%m-%d %H:%M}",
    )


def halls_of(view: View, payload: Payload) -> Mapping[str, Payload]:
    """Return the published halls that a matter names, by code."""
    codes = {location.get("hall") for location in payload["guide"]["locations"]}
    return {
        code: hall
        for code in sorted(filter(None, codes))
        if (hall := view.record("hall", code)) is not None
    }


def topic_name(side: str, code: str) -> str:
    """Return a topic's name; an unknown code stands for itself."""
    codes = PersonTopic if side == PERSON else CorporateTopic
    return str(codes(code).label) if code in codes.values else code


def topic_groups(view: View, side: str) -> list[TopicGroup]:
    """Return the topics of a side that have matters, by code."""
    return [
        TopicGroup(side=side, code=code, name=topic_name(side, code), amount=amount)
        for code, amount in view.counts(side).items()
    ]


def department_entries(view: View) -> list[DepartmentEntry]:
    """Return all departments with the number of their matters."""
    counts = view.counts("department")
    return [
        DepartmentEntry(department=payload, amount=counts.get(payload["key"], 0))
        for payload in view.records("department")
    ]


def changed_on(view: View, kind: str, key: str = "") -> str:
    """Return the day when a record was changed, or the latest of a kind was.

    It is "" when that is not known.
    """
    dates = view.record("dates", kind)
    days: Mapping[str, str] = dates["days"] if dates else {}
    return days.get(key, "") if key else max(days.values(), default="")


def featured_links(view: View) -> list[Link]:
    """Return the full guides that are accepted in the most places.

    What every street and community accepts is what most people need.
    """
    first = heapq.nsmallest(
        _FEATURED,
        view.fields(FULL_GUIDES, "code,rules,halls,online"),
        key=lambda card: (-len(card["rules"]), -len(card["halls"]), not card["online"]),
    )
    found = (view.link(card["code"]) for card in first)
    return [link for link in found if link is not None]


def main_halls(view: View) -> list[Payload]:
    """Return the district's centre and the halls after it, highest level first."""
    halls = sorted(
        view.records("hall"),
        key=lambda hall: (hall["level"], bool(hall["parent_hall"])),
    )
    return halls[:_MAIN_HALLS]


def totals_of(view: View) -> Totals:
    """Return what the home page counts."""
    return Totals(
        guides=view.count(FULL_GUIDES),
        matters=view.count(ALL),
        online=view.count(ONLINE),
        departments=view.size("department"),
        halls=view.size("hall"),
    )
