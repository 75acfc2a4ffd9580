"""Describe pages to machines in the words of schema.org: way, list, data, steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

# A list names its first members and how many there are; the page has them all.
MOST_NAMED: Final = 10
CONTEXT: Final = "https://schema.org"
_MEDIA_TYPES: Final = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Thing = dict[str, Any]


def graph_of(
    base_url: str,
    address: str,
    trail: Sequence[Mapping[str, str]],
    things: Iterable[Thing],
) -> Thing | None:
    """Return one JSON-LD object of the way to a page and what is on it, or None."""
    told = [*things]
    if trail:
        told.insert(0, breadcrumb_list(base_url, address, trail))
    return {"@context": CONTEXT, "@graph": told} if told else None


def breadcrumb_list(
    base_url: str, address: str, trail: Sequence[Mapping[str, str]]
) -> Thing:
    """Return the way to a page; the last one is the page itself."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": step["name"],
                "item": f"{base_url}{step.get('url', address)}",
            }
            for position, step in enumerate(trail, start=1)
        ],
    }


def item_list(
    base_url: str, name: str, links: Sequence[Mapping[str, Any]], amount: int
) -> list[Thing]:
    """Return a list by its first members; nothing of an empty one.

    `amount` says how many members it has.
    """
    told = [
        {
            "@type": "ListItem",
            "position": position,
            "name": link["name"],
            "url": f"{base_url}{link['url']}",
        }
        for position, link in enumerate(links[:MOST_NAMED], start=1)
    ]
    listed = {
        "@type": "ItemList",
        "name": name,
        "numberOfItems": amount,
        "itemListElement": told,
    }
    return [listed] if told else []


def dataset(
    base_url: str, address: str, *, name: str, text: str, files: Iterable[str]
) -> Thing:
    """Return a list that can be downloaded; `files` are addresses of its forms."""
    return {
        "@type": "Dataset",
        "@id": f"{base_url}{address}",
        "name": name,
        "description": text,
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": f"{base_url}{file}",
                "encodingFormat": _MEDIA_TYPES[file.rpartition(".")[2]],
            }
            for file in files
        ],
    }


def is_download(address: str) -> bool:
    """Tell whether an address is a file of the open data."""
    return address.startswith("/data/") and address.rpartition(".")[2] in _MEDIA_TYPES


def article(base_url: str, address: str, *, title: str, day: str, source: str) -> Thing:
    """Return a document that was published on a day (YYYY-MM-DD)."""
    return {
        "@type": "Article",
        "@id": f"{base_url}{address}",
        "headline": title,
        "datePublished": day,
        "publisher": {"@type": "GovernmentOrganization", "name": source},
    }


def faq_page(rows: Iterable[Mapping[str, str]]) -> list[Thing]:
    """Return questions with their answers; nothing when there are none."""
    told = [
        {
            "@type": "Question",
            "name": row["question"],
            "acceptedAnswer": {"@type": "Answer", "text": row["answer"]},
        }
        for row in rows
    ]
    return [{"@type": "FAQPage", "mainEntity": told}] if told else []


def how_to(base_url: str, name: str, steps: Iterable[Mapping[str, Any]]) -> Thing:
    """Return the steps of something: name and, where it has one, address of each."""
    return {
        "@type": "HowTo",
        "name": name,
        "step": [
            {"@type": "HowToStep", "position": position, "name": step["name"]}
            | ({"url": f"{base_url}{step['url']}"} if step["url"] else {})
            for position, step in enumerate(steps, start=1)
        ],
    }


def place(kind: str, base_url: str, row: Mapping[str, Any]) -> Thing:
    """Return an office or a hall: name, address and telephone as far as known."""
    told = {
        "@type": kind,
        "@id": f"{base_url}{row['url']}",
        "name": row["name"],
        "address": row.get("address"),
        "telephone": row.get("tel"),
    }
    return {name: value for name, value in told.items() if value}
