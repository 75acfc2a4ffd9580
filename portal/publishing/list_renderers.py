"""Make the lists that lead to guides, departments and halls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from portal.publishing.cards import ALL, COMPANY, PERSON
from portal.publishing.page_values import (
    changed_on,
    department_entries,
    frame_of,
    topic_groups,
    topic_name,
)
from portal.publishing.record_values import LINE, link_of
from portal.publishing.store import View
from portal.theming import hall_pages, list_pages, region_pages
from portal.theming.contexts import TopicGroup
from portal.theming.paging import ListPage
from portal.theming.rendering import page_bytes


def guides(view: View, *, number: int) -> bytes:
    """Return a page of the list of all matters."""
    return page_bytes(
        list_pages.guide_index_page(
            frame_of(view), _page(view, ALL, number), view.letters(ALL)
        )
    )


def departments(view: View) -> bytes:
    """Return the list of departments."""
    entries = department_entries(view)
    return page_bytes(
        list_pages.department_index_page(
            frame_of(view), entries, changed_on(view, "department")
        )
    )


def department(view: View, *, key: str, number: int) -> bytes:
    """Return a page of a department."""
    payload = view.record("department", key)
    if payload is None:
        raise LookupError(f"Department '{key}' is not published.")
    page = _page(view, f"department:{key}", number)
    return page_bytes(
        list_pages.department_page(frame_of(view), department=payload, page=page)
    )


def topics(view: View) -> bytes:
    """Return the list of topics."""
    groups = [*topic_groups(view, PERSON), *topic_groups(view, COMPANY)]
    return page_bytes(
        list_pages.topic_index_page(frame_of(view), groups, view.latest(ALL))
    )


def topic(view: View, *, side: str, code: str, number: int) -> bytes:
    """Return a page of a topic."""
    collection = f"{side}:{code}"
    group = TopicGroup(
        side=side,
        code=code,
        name=topic_name(side, code),
        amount=view.count(collection),
    )
    page = _page(view, collection, number)
    return page_bytes(list_pages.topic_page(frame_of(view), topic=group, page=page))


def halls(view: View) -> bytes:
    """Return the list of halls."""
    return page_bytes(
        hall_pages.hall_index_page(
            frame_of(view), view.records("hall"), changed_on(view, "hall")
        )
    )


def regions(view: View) -> bytes:
    """Return the choice of a place."""
    return page_bytes(
        region_pages.region_page(
            frame_of(view),
            regions=view.records("region"),
            halls=view.records("hall"),
            changed_on=changed_on(view, "hall"),
        )
    )


def rule_list(view: View, *, rule: str) -> bytes:
    """Return the matters that all halls of a level accept: once, not in each hall."""
    return page_bytes(
        hall_pages.rule_list_page(
            frame_of(view),
            rule,
            [
                hall_pages.RuleMatter(link_of(card), card["department_name"])
                for card in view.fields(f"rule:{rule}", f"{LINE},department_name")
            ],
            view.latest(f"rule:{rule}"),
        )
    )


def _page(view: View, collection: str, number: int) -> ListPage:
    """Return a page of a list; the first one tells when the list changed last."""
    page = view.lines(collection, number)
    return replace(page, changed_on=view.latest(collection)) if number == 1 else page


LIST_RENDERERS: Final[dict[str, Callable[..., bytes]]] = {
    "guides": guides,
    "departments": departments,
    "department": department,
    "topics": topics,
    "topic": topic,
    "halls": halls,
    "regions": regions,
    "rule_list": rule_list,
}
