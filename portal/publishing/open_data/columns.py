"""Records as rows of a table: the columns of a data set and what its cells hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from portal.publishing.open_data.fields import Field, Row

# Between the parts of a cell that holds several; in a part stands its wide form.
SEPARATOR: Final = "|"
_WIDE_SEPARATOR: Final = "｜"
Cell = str | int | float | bool

# A spreadsheet's cell takes 32,767 characters; what is longer is whole in the JSON.
LONGEST_CELL: Final = 32_000
_CUT: Final = "…"
# What neither a spreadsheet's XML nor a line of a table can hold.
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TYPES: Final = {
    "text": "string",
    "day": "date",
    "integer": "integer",
    "number": "number",
    "flag": "boolean",
    "texts": "list",
    "objects": "list",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column; `path` are the names that lead to its value in a record."""

    name: str
    title: str
    kind: str
    meaning: str
    path: tuple[str, ...]
    shown: tuple[str, ...] = ()


def columns_of(
    fields: Sequence[Field], above: tuple[str, ...] = (), titles: tuple[str, ...] = ()
) -> list[Column]:
    """Return the columns of a table of such records.

    The fields of one inner record become columns ("geo.lat"); of a list of inner
    records what the field says to show of each, else nothing.
    """
    columns: list[Column] = []
    for field in fields:
        path, told = (*above, field.name), (*titles, _(field.title))
        if field.kind == "object":
            columns += columns_of(field.fields, path, told)
        elif field.kind in _TYPES and (field.kind != "objects" or field.shown):
            columns.append(
                Column(
                    name=".".join(path),
                    title="·".join(told),
                    kind=field.kind,
                    meaning=_meaning(field),
                    path=path,
                    shown=field.shown,
                )
            )
    return columns


def table_schema(columns: Sequence[Column]) -> dict[str, Any]:
    """Return what the columns are, as a Table Schema.

    Source: Data Package standard 2.0, Table Schema.
    """
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_described(column) for column in columns],
        "missingValues": [""],
    }


def cells_of(columns: Sequence[Column], row: Row) -> list[Cell]:
    """Return a record's cells; what is not known is ""."""
    return [_cell(column, row) for column in columns]


def column_type(column: Column) -> str:
    """Return a column's type by the names of the Table Schema."""
    return _TYPES[column.kind]


def _described(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "type": column_type(column),
        "title": column.title,
    }
    if column.meaning:
        described["description"] = column.meaning
    if column_type(column) == "list":
        described |= {"delimiter": SEPARATOR, "itemType": "string"}
    return described


def _meaning(field: Field) -> str:
    told = [_(field.meaning)] if field.meaning else []
    if field.shown:
        names = {inner.name: _(inner.title) for inner in field.fields}
        shown = "、".join(names[name] for name in field.shown)
        told.append(_("每条依次是%(shown)s，全部内容见JSON") % {"shown": shown})
    return "；".join(told)


def _cell(column: Column, row: Row) -> Cell:
    value: Any = row
    for name in column.path:
        value = value.get(name) if value else None
    if value is None:
        return ""
    if column.kind in ("integer", "number", "flag"):
        return value if isinstance(value, int | float) else _writable(str(value))
    if column.kind == "texts":
        return _joined(map(str, value))
    if column.kind == "objects":
        return _joined(" ".join(_parts(each, column.shown)) for each in value)
    return _writable(str(value))


def _joined(parts: Iterable[str]) -> str:
    kept = (part.replace(SEPARATOR, _WIDE_SEPARATOR) for part in parts)
    return _writable(SEPARATOR.join(kept))


def _parts(row: Row, shown: tuple[str, ...]) -> Iterator[str]:
    for name in shown:
        value = row.get(name)
        if value not in (None, "", []):
            yield "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _writable(text: str) -> str:
    text = _UNWRITABLE.sub("", text)
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}{_CUT}"
