"""Find out which columns records need, looking at each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from content.guides.plain import Plain
from content.importers.cells import Column, Form, cell_of

# A cell of a workbook holds 32,767 UTF-16 units; half of it is safe for every script.
LONGEST_CELL: Final = 16_000


@dataclass(slots=True)
class _Seen:
    """What values of one field looked like."""

    number: int = 0
    texts: bool = True
    empty: bool = False
    lines: bool = True
    rows: bool = True
    has_rows: bool = False
    longest: int = 0

    def look(self, value: Any) -> None:
        self.number += 1
        plain = isinstance(value, str) and "\r" not in value
        self.texts = self.texts and plain
        self.empty = self.empty or value == ""
        items = value if isinstance(value, list) else None
        self.lines = self.lines and items is not None and all(map(_is_line, items))
        self.rows = (
            self.rows
            and items is not None
            and all(isinstance(item, dict) for item in items)
        )
        self.has_rows = self.has_rows or bool(items and self.rows)
        self.longest = max(self.longest, len(cell_of(value, Form.JSON)))

    def form(self, records: int, *, splits: bool) -> Form:
        everywhere = self.number == records
        if self.texts and everywhere:
            return Form.TEXT
        if self.texts and not self.empty:
            return Form.OPTIONAL
        if splits and self.rows and self.has_rows:
            return Form.ROWS
        if self.lines and everywhere:
            return Form.LINES
        return Form.JSON


@dataclass(slots=True)
class Plan:
    """The columns of a table, and the tables of row groups below it."""

    columns: list[Column] = field(default_factory=list)
    groups: dict[str, Plan] = field(default_factory=dict)

    def cells(self, record: Mapping[str, Any]) -> Iterator[str]:
        """Yield the cells of a record in the order of the columns."""
        for column in self.columns:
            if column.name not in record:
                yield ""
                continue
            text = cell_of(record[column.name], column.form)
            start = (column.piece - 1) * LONGEST_CELL
            yield text[start : start + LONGEST_CELL]


def plan_of(
    records: Iterable[Plain], *, groups: bool, left_out: Sequence[str] = ()
) -> Plan:
    """Return the plan of a table of records.

    Args:
        records: All records that the table will hold; they are read once.
        groups: Whether lists of rows get tables of their own.
        left_out: Fields that stand elsewhere.
    """
    seen: dict[str, _Seen] = {}
    inner: dict[str, dict[str, _Seen]] = {}
    inner_rows: dict[str, int] = {}
    number = 0
    for record in records:
        number += 1
        for name, value in record.items():
            if name in left_out:
                continue
            seen.setdefault(name, _Seen()).look(value)
            rows = value if groups and isinstance(value, list) else []
            for row in rows:
                if not isinstance(row, dict):
                    continue
                inner_rows[name] = inner_rows.get(name, 0) + 1
                for key, cell in row.items():
                    columns = inner.setdefault(name, {})
                    columns.setdefault(key, _Seen()).look(cell)
    plan = Plan(columns=list(_columns(seen, number, splits=groups)))
    for column in plan.columns:
        if column.form is Form.ROWS:
            columns = inner.get(column.name, {})
            plan.groups[column.name] = Plan(
                columns=list(
                    _columns(columns, inner_rows.get(column.name, 0), splits=False)
                )
            )
    return plan


def _columns(
    seen: Mapping[str, _Seen], records: int, *, splits: bool
) -> Iterator[Column]:
    for name, values in seen.items():
        form = values.form(records, splits=splits)
        pieces = 1 if form is Form.ROWS else -(-values.longest // LONGEST_CELL)
        for piece in range(1, max(1, pieces) + 1):
            yield Column(name=name, form=form, piece=piece)


def _is_line(value: object) -> bool:
    return (
        isinstance(value, str)
        and value == value.strip()
        and len(value.splitlines()) == 1
    )
