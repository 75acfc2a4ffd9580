"""What an import did, row by row: new, changed, same, refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from content.lint.findings import Finding

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]

SHOWN_CHARACTERS = 120


class Outcome(StrEnum):
    """What happened to a row that was accepted."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field of an existing record that gets another value."""

    field: str
    old: str
    new: str
    label: str = ""  # The field as editors know it.


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """An accepted row. ``key`` is the record's own key, ``row`` counts from 1."""

    file: str
    row: int
    key: str
    outcome: Outcome
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A row, or a whole file (row 0), that was not taken and why."""

    file: str
    row: int
    field: str
    value: str
    expected: str
    rule: str
    message: str
    line: int = 0  # In a workbook or CSV the line of the sheet, from 1.

    def as_json(self) -> dict[str, str | int]:
        sheet = {"excel_row": self.line} if self.line else {}
        return {
            "file": self.file,
            "row": self.row,
            "field": self.field,
            "value": self.value,
            "expected": self.expected,
            "rule": self.rule,
            "message": self.message,
            **sheet,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFinding:
    """What the editors' rules find in a row, whether it is taken or not."""

    file: str
    row: int
    finding: Finding

    def as_json(self) -> dict[str, str | int]:
        return {"file": self.file, "row": self.row, **self.finding.as_json()}


@dataclass(slots=True)
class Report:
    """Everything one import run has to say."""

    rows: list[RowResult] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)
    findings: list[RowFinding] = field(default_factory=list)

    def add(self, result: RowResult) -> None:
        self.rows.append(result)

    def find(self, file: str, row: int, findings: Iterable[Finding]) -> None:
        self.findings.extend(
            RowFinding(file=file, row=row, finding=finding) for finding in findings
        )

    def refuse(self, refusals: Iterable[Refusal]) -> None:
        self.refusals.extend(refusals)

    def count(self, outcome: Outcome) -> int:
        return sum(row.outcome is outcome for row in self.rows)

    def as_json(self) -> dict[str, object]:
        """Counts and details in the shape that ``import_matters --json`` prints."""
        return {
            "new": self.count(Outcome.NEW),
            "changed": self.count(Outcome.CHANGED),
            "same": self.count(Outcome.SAME),
            "refused": [refusal.as_json() for refusal in self.refusals],
            "changes": [
                {
                    "file": row.file,
                    "row": row.row,
                    "key": row.key,
                    "fields": [
                        {"field": change.field, "old": change.old, "new": change.new}
                        for change in row.changes
                    ],
                }
                for row in self.rows
                if row.outcome is Outcome.CHANGED
            ],
            "warnings": [warning.as_json() for warning in self.warnings],
            "findings": [finding.as_json() for finding in self.findings],
        }


def shown(value: JsonValue) -> str:
    """Write a value as one short line for a person to read."""
    text = _plain(value)
    text = " ".join(text.encode("utf-8", "backslashreplace").decode("utf-8").split())
    if len(text) > SHOWN_CHARACTERS:
        return text[: SHOWN_CHARACTERS - 1] + "…"
    return text


def changes_between(
    old: Mapping[str, JsonValue], new: Mapping[str, JsonValue]
) -> tuple[Change, ...]:
    """List the fields whose value differs; nested records and lists by path."""
    return tuple(_changes("", dict(old), dict(new)))


def _changes(path: str, old: JsonValue, new: JsonValue) -> Iterable[Change]:
    if old == new and type(old) is type(new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            inner = f"{path}.{key}" if path else key
            yield from _changes(inner, old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _list_changes(path, old, new)
    else:
        yield Change(field=path, old=shown(old), new=shown(new))


def _list_changes(
    path: str, old: Sequence[JsonValue], new: Sequence[JsonValue]
) -> Iterable[Change]:
    if len(old) != len(new) or not all(isinstance(item, dict) for item in old):
        yield Change(field=path, old=shown(list(old)), new=shown(list(new)))
        return
    for position, (before, after) in enumerate(zip(old, new, strict=True)):
        yield from _changes(f"{path}[{position}]", before, after)


def _plain(value: JsonValue) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "；".join(str(item) for item in value)
    return repr(value)
