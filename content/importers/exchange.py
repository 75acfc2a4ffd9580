"""Read tables that the portal has written: records with their row groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from content.importers.cells import (
    Column,
    Form,
    KeyColumn,
    column,
    has_value,
    key_column,
    text_value,
)
from content.importers.containers import SourceKind
from content.importers.reading import json_value
from content.importers.report import JsonValue, Refusal, shown
from content.importers.unreadable import unreadable, unreadable_row

KINDS = {
    "guides": SourceKind.GUIDES,
    "powers": SourceKind.POWERS,
    "themes": SourceKind.THEMES,
    "halls": SourceKind.HALLS,
    "lists": SourceKind.LISTS,
    "cross_lists": SourceKind.CROSS_LISTS,
    "documents": SourceKind.DOCUMENTS,
    "benefits": SourceKind.BENEFITS,
}

Record = dict[str, JsonValue]
Lines = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """A record of a table and the line that it stands in."""

    line: int
    key: str
    record: Record


@dataclass(slots=True)
class ReadTable:
    """All records of one kind in a file, and the lines that cannot be read."""

    kind: SourceKind | None = None
    rows: list[ReadRow] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def is_exchanged(header: Iterable[str]) -> bool:
    """Tell whether a header is of a table that the portal has written."""
    return any(key_column(cell) is not None for cell in header)


def record_columns(header: Sequence[str]) -> dict[int, Column]:
    """Return the columns of a header that hold fields, by position."""
    found = ((position, column(cell)) for position, cell in enumerate(header))
    return {position: known for position, known in found if known is not None}


def read_exchanged(sheets: Iterable[tuple[str, Lines]], name: str) -> ReadTable:
    """Read the sheets of a file, or the only table of a CSV.

    Args:
        sheets: Title and numbered lines of each; others than exchanged are passed over.
        name: How the file is called in messages.

    Raises:
        UnreadableFileError: the records are of no kind that can be imported.
    """
    table = ReadTable()
    groups: dict[str, dict[str, list[JsonValue]]] = {}
    owners: list[tuple[str, str, int]] = []
    for title, lines in sheets:
        header = next(lines, None)
        if header is None:
            continue
        keys = [key_column(cell) for cell in header[1]]
        position = next((at for at, key in enumerate(keys) if key), None)
        if position is None or (key := keys[position]) is None:
            continue
        columns = record_columns(header[1])
        where = _Where(file=name, sheet=title)
        rows = _rows(lines, position, columns, where, table.refusals)
        if key.group:
            group = groups.setdefault(key.group, {})
            for row in rows:
                group.setdefault(row.key, []).append(row.record)
                owners.append((title, row.key, row.line))
        else:
            table.kind = _kind(key, name)
            for row in rows:
                row.record[key.name] = row.key
                table.rows.append(row)
    _join(table, groups)
    known = {row.key for row in table.rows}
    table.refusals.extend(
        unreadable_row(
            name,
            line,
            owner,
            _("“%(sheet)s”表的编码在主表中") % {"sheet": title},
            "key",
        )
        for title, owner, line in owners
        if owner not in known
    )
    return table


@dataclass(frozen=True, slots=True, kw_only=True)
class _Where:
    file: str
    sheet: str


def _join(table: ReadTable, groups: dict[str, dict[str, list[JsonValue]]]) -> None:
    """Give every record its rows of the other sheets."""
    for row in table.rows:
        for name, by_key in groups.items():
            if row.key in by_key or name in row.record:
                row.record[name] = by_key.get(row.key, [])


def _kind(key: KeyColumn, name: str) -> SourceKind:
    if key.kind not in KINDS:
        expected = _("其中之一：%(kinds)s") % {"kinds": "、".join(KINDS)}
        raise unreadable(name, 1, key.kind, expected, "format")
    return KINDS[key.kind]


def _rows(
    lines: Lines,
    position: int,
    columns: dict[int, Column],
    where: _Where,
    refusals: list[Refusal],
) -> Iterator[ReadRow]:
    for line, cells in lines:
        if not any(cells):
            continue
        record = record_of_line(cells, columns)
        if isinstance(record, JsonProblem):
            expected = _("“%(sheet)s”表“%(column)s”列为正确的 JSON") % {
                "sheet": where.sheet,
                "column": record.column,
            }
            refusals.append(
                unreadable_row(where.file, line, record.value, expected, "json")
            )
            continue
        yield ReadRow(line=line, key=cells[position], record=record)


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonProblem:
    """A cell that should hold JSON and does not."""

    column: str
    value: str


def record_of_line(
    cells: Sequence[str], columns: dict[int, Column]
) -> Record | JsonProblem:
    """Return the fields that a line tells."""
    texts: dict[str, str] = {}
    forms: dict[str, Form] = {}
    for position, known in columns.items():
        cell = cells[position] if position < len(cells) else ""
        texts[known.name] = texts.get(known.name, "") + cell
        forms.setdefault(known.name, known.form)
    record: Record = {}
    for name, text in texts.items():
        form = forms[name]
        if not has_value(text, form):
            continue
        if form is Form.JSON:
            try:
                record[name] = json_value(text)
            except ValueError:
                return JsonProblem(column=name, value=shown(text))
        elif form is Form.ROWS:
            record[name] = []
        else:
            record[name] = text_value(text, form)
    return record
