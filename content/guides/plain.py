"""Small conversions from model values to what JSON holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

Plain = dict[str, Any]


def rows_of(page: Any, relation: str) -> list[Any]:
    """Return the children of a page in order, whether stored, prefetched or in memory."""
    rows = list(getattr(page, relation).all())
    last = len(rows)
    return sorted(
        rows, key=lambda row: last if row.sort_order is None else row.sort_order
    )


def date_text(value: dt.date | None) -> str:
    """Return `YYYY-MM-DD`, or "" for no date."""
    return str(value) if value else ""


def number(value: Decimal | float | None) -> int | float | None:
    """Return whole numbers as int: 40, not 40.0, so that equal facts have equal digests."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def filled(values: Mapping[str, Any]) -> Plain:
    """Return only the entries that say something: no "", None, False or empty list."""
    return {name: value for name, value in values.items() if value not in _NOTHING}


_NOTHING: tuple[Any, ...] = ("", None, False, [], {})


def emptied(value: Any) -> Any:
    """Return the same shape with nothing in it: "" / 0 / False / [] / None."""
    if isinstance(value, dict):
        return {name: emptied(inner) for name, inner in value.items()}
    if isinstance(value, bool):
        return False
    if isinstance(value, str):
        return ""
    if isinstance(value, list):
        return []
    return None if value is None else 0
