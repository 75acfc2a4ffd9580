"""The lists that records other than matters belong to.

A member of a list is stored as "kind:key"; what a list shows of it is in its payload.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from content.list_codes import ArticleKind
from content.power_codes import ThemeSide

# Kinds of records with pages of their own, besides departments and halls.
RECORD_KINDS: Final = (
    "power",
    "theme",
    "list",
    "cross_list",
    "policy",
    "interpretation",
    "article",
    "benefit",
    "handbook",
)
# The record of the guides that were taken down last: its kind and key.
WITHDRAWN_LOG: Final = ("withdrawn", "log")
POWERS: Final = "powers:all"
THEMES: Final = "themes:all"
# Lists that have pages of their own: themes by whom they are for, articles by kind.
THEME_SIDES: Final = "themes:side"
NEWS_KINDS: Final = "news:kind"
PROJECTS: Final = "themes:projects"
LISTS: Final = "lists:all"

Payload = Mapping[str, Any]


def record_collections(kind: str, payload: Payload) -> tuple[str, ...]:
    """Return the names of the lists that a record is a member of."""
    found = _COLLECTIONS.get(kind)
    return () if found is None else tuple(dict.fromkeys(found(payload)))


def member_code(kind: str, key: str) -> str:
    """Return how a record is named among a list's members."""
    return f"{kind}:{key}"


def _power(payload: Payload) -> Iterator[str]:
    yield POWERS
    yield f"powers:category:{payload['category']}"
    yield f"powers:department:{payload['department']}"
    yield f"powers:facet:{payload['department']}:{payload['category']}"
    if payload.get("parent"):
        yield f"powers:parent:{payload['parent']}"


def _theme(payload: Payload) -> Iterator[str]:
    yield THEMES
    yield f"{THEME_SIDES}:{ThemeSide(payload['side']).name.lower()}"
    if payload["side"] == ThemeSide.PROJECT:
        yield PROJECTS
    if payload["lead_department"]:
        yield f"themes:department:{payload['lead_department']}"
    for member in payload["members"]:
        for reference in (member["guide"], member["matter_id"]):
            if reference:
                yield f"themes:with:{reference}"


def _list(payload: Payload) -> Iterator[str]:
    yield LISTS
    for entry in payload["items"]:
        for name in ("guide", "matter_id"):
            if entry.get(name):
                yield f"lists:with:{entry[name]}"


def _document(payload: Payload) -> Iterator[str]:
    yield f"documents:{payload['kind']}"
    if payload["kind"] in ArticleKind.values:
        yield f"{NEWS_KINDS}:{ArticleKind(payload['kind']).name.lower()}"
    for code in payload["related_guides"]:
        yield f"documents:with:{code}"
    if payload.get("policy"):
        yield f"interpretations:{payload['policy']}"


def _hall(payload: Payload) -> Iterator[str]:
    yield f"halls:level:{payload['level']}"


def _benefit(payload: Payload) -> Iterator[str]:
    yield "benefits:all"
    yield f"benefits:policy:{payload['policy']}"
    if payload["guide"]:
        yield f"benefits:with:{payload['guide']}"


_COLLECTIONS: Final = {
    "power": _power,
    "theme": _theme,
    "list": _list,
    "cross_list": _list,
    "policy": _document,
    "interpretation": _document,
    "article": _document,
    "benefit": _benefit,
    "hall": _hall,
}
