"""Make the pages and files of records: powers, themes, lists, documents, figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from portal.publishing.brand_renderers import BRAND_RENDERERS, brand
from portal.publishing.cards import zero_list
from portal.publishing.data_files import json_bytes
from portal.publishing.figures import department_matrix, figure_groups
from portal.publishing.page_values import changed_on, frame_of
from portal.publishing.record_cards import NEWS_KINDS, POWERS
from portal.publishing.record_values import (
    NOT_IN_HALL,
    PLACEMENT,
    all_lists,
    listed_links,
    not_placed_lines,
    zero_page_lines,
    zero_totals,
    zero_withdrawals,
)
from portal.publishing.store import Payload, View
from portal.publishing.theme_renderers import THEME_RENDERERS
from portal.theming import (
    document_pages,
    figure_pages,
    handbook_pages,
    narrowed_lists,
    power_list_pages,
    power_pages,
    roll_pages,
    special_lists,
    zero_pages,
)
from portal.theming.blocks import FilterGroup
from portal.theming.brand_pages import BRAND_LIST
from portal.theming.contexts import CountedLink, Link
from portal.theming.rendering import page_bytes


def _record(view: View, kind: str, key: str) -> Payload:
    payload = view.record(kind, key)
    if payload is None:
        raise LookupError(f"The {kind} '{key}' is not published.")
    return payload


def powers(view: View) -> bytes:
    """Return the power list's first page."""
    departments = [
        CountedLink(
            url=f"/powers/department/{row['key']}/", name=row["name"], amount=amount
        )
        for row in view.records("department")
        if (amount := view.count(f"powers:department:{row['key']}"))
    ]
    every = view.entries(POWERS)
    return page_bytes(
        power_list_pages.power_index_page(
            frame_of(view),
            total=len(every),
            by_category=view.counts("powers:category"),
            by_department=departments,
            adjusted=[power for power in every if power["changes"]],
            changed_on=changed_on(view, "power"),
        )
    )


def power_list(view: View, *, collection: str, number: int) -> bytes:
    """Return a page of the powers of a kind, of a department, or of both."""
    _, by, key = collection.split(":", 2)
    department, _, category = key.rpartition(":") if by == "facet" else (key, "", key)
    category = "" if by == "department" else category
    department = "" if by == "category" else department
    named = _record(view, "department", department)["name"] if department else ""
    return page_bytes(
        power_list_pages.power_list_page(
            frame_of(view),
            collection=collection,
            title=power_list_pages.power_list_title(named, category),
            powers=view.entries(collection),
            number=number,
            filters=_power_filters(view, department, category),
        )
    )


def _power_filters(view: View, department: str, category: str) -> list[FilterGroup]:
    """Return where a list of powers can be narrowed, each with how many are there."""
    both = {
        tuple(name.split(":", 1)): amount
        for name, amount in view.counts("powers:facet").items()
    }
    names = {
        row["key"]: row["short_name"] or row["name"]
        for row in view.records("department")
    }
    return power_list_pages.power_filters(
        both, names=names, department=department, category=category
    )


def power(view: View, *, code: str) -> bytes:
    """Return a power."""
    payload = _record(view, "power", code)
    parent = payload.get("parent")
    above = view.record("power", parent) if parent else None
    below = view.entries(f"powers:parent:{code}")
    return page_bytes(
        power_pages.power_page(
            frame_of(view),
            power=payload,
            matters=list(view.links(f"power:{code}")),
            parent=power_pages.power_link(above) if above else None,
            sub_items=[power_pages.power_link(row) for row in below],
        )
    )


def power_json(view: View, *, code: str) -> bytes:
    """Return a power as data, with the codes of its matters."""
    payload = _record(view, "power", code)
    matters = [card.code for card in view.everything(f"power:{code}")]
    return json_bytes({**payload, "matters": matters})


def powers_json(view: View) -> bytes:
    """Return the whole power list as data."""
    rows = view.entries(POWERS)
    return json_bytes({"count": len(rows), "powers": list(rows)})


def lists(view: View) -> bytes:
    """Return the list of lists."""
    days = (changed_on(view, kind) for kind in ("cross_list", "list"))
    return page_bytes(
        roll_pages.list_index_page(
            frame_of(view), all_lists(view), changed_on=max(days)
        )
    )


def matter_list(view: View, *, key: str) -> bytes:
    """Return a list of any kind that is kept by hand."""
    payload = _record(view, "list", key)
    day = changed_on(view, "list", key)
    if key == BRAND_LIST:
        return brand(view, payload, day)
    special = _SPECIAL_LISTS.get(key)
    if special is not None:
        return page_bytes(special(frame_of(view), payload, day))
    lines = listed_links(view, payload["items"])
    return page_bytes(
        roll_pages.matter_list_page(
            frame_of(view), listed=payload, lines=lines, changed_on=day
        )
    )


def cross_list(view: View, *, key: str) -> bytes:
    """Return a cross-region list."""
    payload = _record(view, "cross_list", key)
    agreement = payload["agreement"] or {"parties": ()}
    parties = [
        region["name"] if (region := view.record("region", code)) else code
        for code in agreement["parties"]
    ]
    return page_bytes(
        roll_pages.cross_list_page(
            frame_of(view),
            listed=payload,
            lines=listed_links(view, payload["items"]),
            parties=parties,
            changed_on=changed_on(view, "cross_list", key),
        )
    )


def not_placed(view: View) -> bytes:
    """Return what no hall takes in."""
    days = changed_on(view, "list", PLACEMENT), view.latest(NOT_IN_HALL)
    return page_bytes(
        roll_pages.not_placed_page(
            frame_of(view), not_placed_lines(view), changed_on=max(days)
        )
    )


def zero_index(view: View) -> bytes:
    """Return the four-zero list's first page."""
    slugs = zero_pages.ZERO_NAMES
    return page_bytes(
        zero_pages.zero_index_page(
            frame_of(view),
            counts={slug: view.count(zero_list(slug)) for slug in slugs},
            withdrawn={slug: zero_withdrawals(view, slug) for slug in slugs},
            changed_on=max(view.latest(zero_list(slug)) for slug in slugs),
        )
    )


def zero(view: View, *, slug: str, number: int) -> bytes:
    """Return a page of one of the four lists; only the first one hangs on them all."""
    totals = zero_pages.ZeroTotals(matters=view.count(zero_list(slug)))
    first = number == 1
    return page_bytes(
        zero_pages.zero_page(
            frame_of(view),
            slug=slug,
            number=number,
            lines=zero_page_lines(view, slug, number),
            totals=zero_totals(view, slug) if first else totals,
            withdrawn=zero_withdrawals(view, slug) if first else (),
        )
    )


def policies(view: View) -> bytes:
    """Return policies, interpretations and benefits."""
    return page_bytes(
        document_pages.policy_index_page(
            frame_of(view),
            policies=view.entries("documents:政策"),
            interpretations=view.entries("documents:解读"),
            benefits=view.size("benefit"),
        )
    )


def news(view: View) -> bytes:
    """Return articles, the latest first."""
    return page_bytes(
        document_pages.news_index_page(
            frame_of(view),
            view.records("article"),
            narrowed_lists.news_filters(view.counts(NEWS_KINDS)),
        )
    )


def news_kind(view: View, *, kind: str) -> bytes:
    """Return the articles of a kind."""
    return page_bytes(
        narrowed_lists.news_kind_page(
            frame_of(view),
            kind,
            view.entries(f"{NEWS_KINDS}:{kind}"),
            narrowed_lists.news_filters(view.counts(NEWS_KINDS), kind),
        )
    )


def document(view: View, *, kind: str, key: str) -> bytes:
    """Return a policy, an interpretation or an article."""
    payload = _record(view, kind, key)
    guides = [link for code in payload["related_guides"] if (link := view.link(code))]
    others: list[Link] = []
    benefits: list[Link] = []
    if kind == "policy":
        found = view.entries(f"interpretations:{key}")
        others = [document_pages.document_link(row) for row in found]
        given = view.entries(f"benefits:policy:{key}")
        benefits = [document_pages.benefit_link(row) for row in given]
    elif kind == "interpretation" and payload["policy"]:
        policy = view.record("policy", payload["policy"])
        others = [document_pages.document_link(policy)] if policy else []
    return page_bytes(
        document_pages.document_page(
            frame_of(view), payload, guides=guides, others=others, benefits=benefits
        )
    )


def benefits(view: View) -> bytes:
    """Return all benefits."""
    return page_bytes(
        document_pages.benefit_index_page(
            frame_of(view), view.records("benefit"), changed_on(view, "benefit")
        )
    )


def benefit(view: View, *, key: str) -> bytes:
    """Return a benefit."""
    payload = _record(view, "benefit", key)
    policy = view.record("policy", payload["policy"]) if payload["policy"] else None
    return page_bytes(
        document_pages.benefit_page(
            frame_of(view),
            payload,
            policy=document_pages.document_link(policy) if policy else None,
            guide=view.link(payload["guide"]) if payload["guide"] else None,
        )
    )


def figures(view: View) -> bytes:
    """Return the figures."""
    return page_bytes(
        figure_pages.figures_page(
            frame_of(view),
            groups=figure_groups(view),
            matrix=department_matrix(view),
        )
    )


def figures_json(view: View) -> bytes:
    """Return the figures as data."""
    return json_bytes({"groups": figure_groups(view)})


def handbooks(view: View) -> bytes:
    """Return the editions of the handbook."""
    editions = sorted(
        view.records("handbook"), key=lambda row: row["key"], reverse=True
    )
    return page_bytes(handbook_pages.handbook_index_page(frame_of(view), editions))


def handbook(view: View, *, key: str) -> bytes:
    """Return an edition of the handbook: its books."""
    edition = _record(view, "handbook", key)
    return page_bytes(handbook_pages.handbook_page(frame_of(view), edition))


def book(view: View, *, key: str, slug: str) -> bytes:
    """Return a book of an edition; what is withdrawn by now has no link."""
    edition = _record(view, "handbook", key)
    found = next((b for b in handbook_pages.books_of(edition) if b.slug == slug), None)
    if found is None:
        raise LookupError(f"The handbook '{key}' has no book '{slug}'.")
    items = [
        {**item, "url": link["url"] if (link := view.link(item["code"])) else ""}
        for item in found.items
    ]
    return page_bytes(
        handbook_pages.book_page(frame_of(view), edition, replace(found, items=items))
    )


_SPECIAL_LISTS: Final = {
    "hotline": special_lists.hotline_page,
    "certificate-types": special_lists.certificate_types_page,
}

RECORD_RENDERERS: Final[dict[str, Callable[..., bytes]]] = (
    THEME_RENDERERS
    | BRAND_RENDERERS
    | {
        "powers": powers,
        "power_list": power_list,
        "power": power,
        "power_json": power_json,
        "lists": lists,
        "matter_list": matter_list,
        "cross_list": cross_list,
        "not_placed": not_placed,
        "zero_index": zero_index,
        "zero": zero,
        "policies": policies,
        "news": news,
        "news_kind": news_kind,
        "document": document,
        "benefits": benefits,
        "benefit": benefit,
        "figures": figures,
        "handbooks": handbooks,
        "handbook": handbook,
        "book": book,
    }
)
