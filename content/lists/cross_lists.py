"""Cross-region lists (通办清单) as records."""

from __future__ import annotations

from typing import Final

from content.guides.plain import Plain, date_text, filled, rows_of
from content.importers.values import (
    RawRecord,
    date_of,
    record_of,
    records_of,
    set_children,
    set_values,
    text_of,
    texts_of,
)
from content.models import CrossItem, CrossListPage, GuideFile

_TEXTS: Final = "name guide matter_id mode decide department_group remote_contact"
_LISTS: Final = ("accept_places", "pick_up", "removed")


def fill_cross_list(page: CrossListPage, raw: RawRecord) -> None:
    """Set every field and all items of a cross-region list from a record."""
    agreement = record_of(raw, "agreement")
    set_values(
        page,
        {
            "title": text_of(raw, "name"),
            "slug": text_of(raw, "key"),
            "scope": text_of(raw, "scope"),
            "authority": text_of(raw, "authority"),
            "published_on": date_of(raw, "published_on"),
            "rule": text_of(raw, "rule"),
            "note": text_of(raw, "note"),
            "agreement_title": text_of(agreement, "title"),
            "parties": texts_of(agreement, "parties"),
            "signed_on": date_of(agreement, "signed_on"),
            "valid_to": date_of(agreement, "valid_to"),
            "mutual_trust": text_of(agreement, "mutual_trust"),
            "liaison": text_of(agreement, "liaison"),
            "agreement_file": text_of(agreement, "file"),
        },
    )
    set_children(page, "entries", [_item(item) for item in records_of(raw, "items")])


def cross_list_record(page: CrossListPage) -> Plain:
    """Return a cross-region list in the shape in which lists are exchanged."""
    return (
        {
            "key": page.slug,
            "name": page.title,
            "scope": page.scope,
            "department": page.department.slug,
        }
        | filled(
            {
                "authority": page.authority,
                "published_on": date_text(page.published_on),
                "rule": page.rule,
                "note": page.note,
                "agreement": _agreement(page),
            }
        )
        | {
            "items": [
                {"order": order} | filled(_values(row))
                for order, row in enumerate(rows_of(page, "entries"), start=1)
            ],
        }
    )


def cross_list_payload(page: CrossListPage) -> Plain:
    """Return what is published of a cross-region list.

    The agreement's last day is in it: whoever shows the list hides the items after
    that day.
    """
    return {
        "key": page.slug,
        "name": page.title,
        "scope": page.scope,
        "scope_name": page.get_scope_display(),
        "department": page.department.slug,
        "department_name": page.department.title,
        "authority": page.authority,
        "published_on": date_text(page.published_on),
        "rule": page.rule,
        "note": page.note,
        "agreement": _agreement(page),
        "attachments": _files(page),
        "url": page.static_path(),
        "items": [
            {"order": order} | _values(row)
            for order, row in enumerate(rows_of(page, "entries"), start=1)
        ],
    }


def _files(page: CrossListPage) -> list[Plain]:
    stored = GuideFile.objects.filter(path=page.agreement_file)
    return [
        {"path": path, "sha256": digest}
        for path, digest in stored.values_list("path", "sha256")
    ]


def _agreement(page: CrossListPage) -> Plain | None:
    if not page.agreement_title:
        return None
    return {
        "title": page.agreement_title,
        "parties": list(page.parties),
        "signed_on": date_text(page.signed_on),
        "valid_to": date_text(page.valid_to),
        "mutual_trust": page.mutual_trust,
        "liaison": page.liaison,
        "file": page.agreement_file,
    }


def _values(row: CrossItem) -> Plain:
    texts: Plain = {name: getattr(row, name) for name in _TEXTS.split()}
    return texts | {name: list(getattr(row, name)) for name in _LISTS}


def _item(raw: RawRecord) -> CrossItem:
    texts = {name: text_of(raw, name) for name in _TEXTS.split()}
    return CrossItem(**texts, **{name: texts_of(raw, name) for name in _LISTS})
