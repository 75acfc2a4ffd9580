"""Hand-kept lists of matters as records."""

from __future__ import annotations

from typing import Final

from content.guides.plain import Plain, date_text, filled, rows_of
from content.importers.values import (
    RawRecord,
    date_of,
    records_of,
    set_children,
    set_values,
    text_of,
)
from content.models import MatterListEntry, MatterListPage

_PAGE: Final = ("list_kind", "authority", "rule", "note")
_ENTRY: Final = [
    "name",
    "guide",
    "matter_id",
    "group",
    "rule",
    "place_level",
    "hall",
    "reason",
    "instead",
    "note",
    "page_url",
]


def fill_matter_list(page: MatterListPage, raw: RawRecord) -> None:
    """Set every field and all entries of a list from a record."""
    set_values(page, {name: text_of(raw, name) for name in _PAGE})
    set_values(
        page,
        {
            "title": text_of(raw, "name"),
            "slug": text_of(raw, "key"),
            "published_on": date_of(raw, "published_on"),
        },
    )
    set_children(
        page,
        "entries",
        [
            MatterListEntry(**{name: text_of(item, name) for name in _ENTRY})
            for item in records_of(raw, "items")
        ],
    )


def matter_list_record(page: MatterListPage) -> Plain:
    """Return a list in the shape in which lists are exchanged."""
    return (
        {
            "key": page.slug,
            "name": page.title,
            "list_kind": page.list_kind,
            "department": page.department.slug,
        }
        | filled(
            {
                "authority": page.authority,
                "published_on": date_text(page.published_on),
                "rule": page.rule,
                "note": page.note,
            }
        )
        | {
            "items": [
                {"order": order, "name": row.name}
                | filled({name: getattr(row, name) for name in _ENTRY[1:]})
                for order, row in enumerate(rows_of(page, "entries"), start=1)
            ],
        }
    )


def matter_list_payload(page: MatterListPage) -> Plain:
    """Return what is published of a list: every key, also the empty ones."""
    return {
        "key": page.slug,
        "name": page.title,
        "list_kind": page.list_kind,
        "department": page.department.slug,
        "department_name": page.department.title,
        "authority": page.authority,
        "published_on": date_text(page.published_on),
        "rule": page.rule,
        "note": page.note,
        "url": page.static_path(),
        "items": [
            {"order": order} | {name: getattr(row, name) for name in _ENTRY}
            for order, row in enumerate(rows_of(page, "entries"), start=1)
        ],
    }
