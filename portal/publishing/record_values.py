"""What pages of records look up elsewhere: links of matters, members, lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from content.zero_list import SLUGS
from portal.publishing.cards import Card, zero_list
from portal.publishing.store import Fields, Payload, View
from portal.theming.contexts import CountedLink, Link
from portal.theming.roll_pages import ListedLink
from portal.theming.theme_step_pages import ThemeAround
from portal.theming.zero_pages import (
    ZERO_NAMES,
    ZeroLine,
    ZeroTotals,
    ZeroWithdrawal,
    zero_folder,
)

PLACEMENT: Final = "placement"
NOT_IN_HALL: Final = "not_in_hall"
_LOG: Final = "log"
# The fields of a card that a line of a list has, and one of the four-zero lists.
LINE: Final = "url,name,note"
_ZERO_FIELDS: Final = (
    "code", "url", "name", "note", "department_name", "zero", "published_on",
)  # fmt: skip


def fields_of(view: View, reference: Payload, names: str) -> Fields | None:
    """Return some fields of a matter that is named by code or by catalogue number.

    Only these are read: another change of the matter touches no list.
    """
    code, source_id = reference.get("guide"), reference.get("matter_id")
    found = view.card_fields(code, names) if code else None
    if found is None and source_id:
        found = next(iter(view.fields(f"source:{source_id}", names)), None)
    return found


def link_of(fields: Fields) -> Link:
    """Return the line of a matter in lists, from fields of its card."""
    return Link(url=fields["url"], name=fields["name"], note=fields["note"])


def listed_links(view: View, entries: Iterable[Payload]) -> list[ListedLink]:
    """Return the lines of a list; a name without a published matter has no link."""
    lines = []
    for entry in entries:
        found = fields_of(view, entry, "url,department_name")
        lines.append(
            ListedLink(
                entry=entry,
                url=found["url"] if found else "",
                department=found["department_name"] if found else "",
                halls=_halls(view, entry),
            )
        )
    return lines


def _halls(view: View, entry: Payload) -> list[Link]:
    """Return the published halls that an entry names."""
    codes = [entry.get("hall"), *entry.get("accept_places", ())]
    found = (view.record("hall", code) for code in codes if code)
    return [Link(url=hall["url"], name=hall["name"]) for hall in found if hall]


def not_placed_lines(view: View) -> list[ListedLink]:
    """Return what no hall takes in: entries of the placement list, then guides."""
    placement = view.record("list", PLACEMENT)
    entries = [
        entry
        for entry in (placement["items"] if placement else ())
        if entry["place_level"] == "not_placed"
    ]
    lines = listed_links(view, entries)
    told = {line["url"] for line in lines if line["url"]}
    for card in view.everything(NOT_IN_HALL):
        matter = view.matter(card.code)
        if card.url in told or matter is None:
            continue
        guide = matter.payload["guide"]
        entry = {
            "name": card.name,
            "reason": guide["not_in_hall_reason"],
            "instead": "、".join(
                place["place"] for place in guide["locations"] if place.get("place")
            ),
        }
        lines.append(
            ListedLink(entry=entry, url=card.url, department=card.department_name)
        )
    return lines


def theme_guides(view: View, theme: Payload) -> dict[str, Any]:
    """Return the published guides of a theme's members, by code."""
    found = {}
    for member in theme["members"]:
        if member["kind"] != "guide":
            continue
        matter = view.matter(member["guide"])
        if matter is not None and matter.payload["kind"] == "guide":
            found[member["guide"]] = matter.payload["guide"]
    return found


def theme_links(view: View, theme: Payload) -> dict[int, Link]:
    """Return links of a theme's members that are published here, by their order."""
    found: dict[int, Link] = {}
    for member in theme["members"]:
        fields = fields_of(view, member, LINE)
        if fields is not None:
            found[member["order"]] = link_of(fields)
    return found


def theme_around(
    view: View, theme: Payload, guides: Mapping[str, Any], links: Mapping[int, Link]
) -> ThemeAround:
    """Return what a theme's page reads of departments, halls and its members."""
    lead = theme["lead_department"]
    codes = dict.fromkeys(window.rpartition(":")[0] for window in theme["windows"])
    joined = sorted({guide["department"] for guide in guides.values()} - {lead})
    return ThemeAround(
        guides=guides,
        links=links,
        halls=_published(view, "hall", codes),
        lead=view.record("department", lead) if lead else None,
        joined=[
            Link(url=row["url"], name=row["name"])
            for row in _published(view, "department", joined).values()
        ],
    )


def _published(view: View, kind: str, keys: Iterable[str]) -> dict[str, Payload]:
    """Return the published records of a kind among some, by key."""
    found = {key: view.record(kind, key) for key in keys if key}
    return {key: row for key, row in found.items() if row is not None}


def zero_lines(
    view: View, slug: str, cards: Iterable[Fields] | None = None
) -> Iterator[ZeroLine]:
    """Yield who holds one of the four, with proof and since when.

    Without `cards`, those of a page of the list, it is everybody.
    """
    if cards is None:
        cards = map(_zero_fields, view.everything(zero_list(slug)))
    for card, scenario, proof, since in _held(view, slug, cards):
        yield ZeroLine(
            link=link_of(card),
            department=card["department_name"],
            scenario=scenario,
            proof=proof,
            since=since,
        )


def zero_page_lines(view: View, slug: str, number: int) -> list[ZeroLine]:
    """Return the lines on a page of one of the four lists."""
    cards = view.fields(zero_list(slug), ",".join(_ZERO_FIELDS), number)
    return list(zero_lines(view, slug, cards))


def zero_totals(view: View, slug: str) -> ZeroTotals:
    """Return how much one of the four lists has, and since when it is as it is."""
    cards = view.fields(zero_list(slug), "code,zero,published_on")
    days = [since for *_line, since in _held(view, slug, cards)]
    gone = (row["withdrawn_on"] for row in zero_withdrawals(view, slug))
    return ZeroTotals(
        matters=view.count(zero_list(slug)),
        amount=len(days),
        changed_on=max((*days, *gone), default=""),
    )


def _zero_fields(card: Card) -> Fields:
    return {name: getattr(card, name) for name in _ZERO_FIELDS}


def _held(
    view: View, slug: str, cards: Iterable[Fields]
) -> Iterator[tuple[Fields, str, str, str]]:
    """Yield card, scenario, proof and since when, each time that one of the four is held."""
    days: dict[tuple[str, str, str], str] = {
        (row["code"], row["kind"], row["scenario"]): row["since"]
        for row in _log(view, "since")
    }
    for card in cards:
        published: str = card["published_on"]
        for held, scenario, proof in card["zero"]:
            if SLUGS[held] == slug:
                since = days.get((card["code"], held, scenario), published)
                yield card, scenario, proof, since


def zero_withdrawals(view: View, slug: str) -> list[ZeroWithdrawal]:
    """Return who held one of the four and does not any more, the latest first."""
    rows = [row for row in _log(view, "withdrawn") if SLUGS[row["kind"]] == slug]
    rows.sort(key=lambda row: (row["withdrawn_on"], row["code"]), reverse=True)
    return [
        ZeroWithdrawal(
            name=row["name"],
            scenario=row["scenario"],
            since=row["since"],
            withdrawn_on=row["withdrawn_on"],
            reason=row["reason"],
        )
        for row in rows
    ]


def _log(view: View, part: str) -> Sequence[dict[str, Any]]:
    log = view.record("zero", _LOG)
    rows: Sequence[dict[str, Any]] = log[part] if log else ()
    return rows


def all_lists(view: View) -> list[CountedLink]:
    """Return every list with the number of its entries."""
    zero = sum(view.count(zero_list(slug)) > 0 for slug in ZERO_NAMES)
    return [
        CountedLink(url="/lists/zero/", name="四零清单", amount=zero, unit="个清单"),
        *(
            CountedLink(url=row["url"], name=row["name"], amount=len(row["items"]))
            for kind in ("cross_list", "list")
            for row in view.records(kind)
        ),
        CountedLink(
            url="/lists/not-placed/",
            name="未进驻事项清单",
            amount=len(not_placed_lines(view)),
        ),
    ]


def listed_on(view: View, card: Card) -> list[Link]:
    """Return the lists and four-zero lists that a matter is on."""
    found = _links_with(view, "lists", card)
    for kind in dict.fromkeys(held for held, _, _ in card.zero):
        url = zero_folder(SLUGS[kind])
        scenarios = Counter(s for held, s, _ in card.zero if held == kind)
        found[url] = Link(url=url, name=f"{kind}清单", note="、".join(scenarios))
    return list(found.values())


def themes_of(view: View, card: Card) -> list[Link]:
    """Return the themes that a matter is a member of."""
    return list(_links_with(view, "themes", card).values())


def _links_with(view: View, records: str, card: Card) -> dict[str, Link]:
    """Return lines of the lists or themes with a matter, by address."""
    return {
        link["url"]: link
        for reference in filter(None, (card.code, card.source_id))
        for link in view.record_links(f"{records}:with:{reference}")
    }
