"""How values of records stand in the cells of exchanged tables.

A table that the portal writes says in its header how to read it: after the Chinese name
of a column stands its field, and how a cell holds the value.

    事项编码 [guides/slug]       the record's own key, in a table of guides
    事项名称 [name]              text
    备注 [note?]                 text; an empty cell means that the record lacks it
    服务对象 [service_objects:lines]   a list of texts, one a line
    收费 [fee:json]              any value as JSON; empty: the record lacks it
    申请材料 [materials:rows]    how many rows of the sheet below belong to the record
    事项编码 [guides/slug/materials]   in such a sheet: whose row it is

A long value goes on in further columns `[name#2]`, `[name#3]`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from content.importers.report import JsonValue

_MARK: Final = re.compile(
    r"\[(?P<name>\w+)(?P<optional>\?)?(?::(?P<form>json|lines|rows))?"
    r"(?:#(?P<piece>\d{1,3}))?\]\s*$"
)
_KEY: Final = re.compile(r"\[(?P<kind>\w+)/(?P<name>\w+)(?:/(?P<group>\w+))?\]\s*$")
# What a spreadsheet program would take for a formula or a command.
_ACTIVE: Final = re.compile(r"'*[=+\-@\t\r]")
_DISARMED: Final = re.compile(r"'+[=+\-@\t\r]")

NO_ROWS: Final = "0"


class Form(StrEnum):
    """How a cell holds a value."""

    TEXT = "text"
    OPTIONAL = "optional"
    LINES = "lines"
    JSON = "json"
    ROWS = "rows"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One field of a record in a table; `piece` counts from 1."""

    name: str
    form: Form
    piece: int = 1

    def header(self, label: str) -> str:
        """Return what stands at the top of the column."""
        marks = {Form.TEXT: "", Form.OPTIONAL: "?"}
        mark = marks.get(self.form, f":{self.form.value}")
        piece = f"#{self.piece}" if self.piece > 1 else ""
        return f"{label} [{self.name}{mark}{piece}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyColumn:
    """The column that names the record; with a group its rows belong to records."""

    kind: str
    name: str
    group: str = ""

    def header(self, label: str) -> str:
        """Return what stands at the top of the column."""
        group = f"/{self.group}" if self.group else ""
        return f"{label} [{self.kind}/{self.name}{group}]"


def key_column(header: str) -> KeyColumn | None:
    """Return the key column that a header is, if it is one."""
    found = _KEY.search(header)
    if found is None:
        return None
    return KeyColumn(kind=found["kind"], name=found["name"], group=found["group"] or "")


def column(header: str) -> Column | None:
    """Return the column that a header describes, if it does."""
    found = _MARK.search(header)
    if found is None:
        return None
    form = Form(found["form"]) if found["form"] else Form.TEXT
    if found["optional"]:
        form = Form.OPTIONAL
    return Column(name=found["name"], form=form, piece=int(found["piece"] or 1))


def cell_of(value: JsonValue, form: Form) -> str:
    """Write a value that a record has."""
    if form is Form.LINES and isinstance(value, list):
        return "\n".join(str(item) for item in value)
    if form is Form.ROWS and isinstance(value, list):
        return str(len(value))
    if form is Form.JSON:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(value)


def has_value(text: str, form: Form) -> bool:
    """Tell whether a cell says that the record has the field."""
    return bool(text) or form in {Form.TEXT, Form.LINES}


def text_value(text: str, form: Form) -> JsonValue:
    """Read a cell that has a value and is no JSON."""
    if form is Form.LINES:
        return [line for line in text.splitlines() if line.strip()]
    return text


def disarmed(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula."""
    return f"'{text}" if _ACTIVE.match(text) else text


def armed(text: str) -> str:
    """Return the text that `disarmed` was given."""
    return text[1:] if _DISARMED.match(text) else text
