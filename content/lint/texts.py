"""Which texts of a record the wording rules read, each with its path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Text:
    """A text and where it stands; `role` says what it is for."""

    path: str
    text: str
    role: str  # name, condition, notes, standard, basis, faq, duty, scope, body


def texts_of(record: Record) -> Iterator[Text]:
    """Yield the texts of a guide or a power that readers rely on.

    Exact wording of a law (`text_kind` 原文) is left out: it cannot be changed.
    """
    for number, text in enumerate(record.get("accept_conditions") or ()):
        yield Text(f"accept_conditions[{number}]", text, "condition")
    for material in record.get("materials") or ():
        if isinstance(material, Mapping):
            yield from _material(material)
    for number, row in enumerate(record.get("faq") or ()):
        yield Text(f"faq[{number}]", f"{row['question']}{row['answer']}", "faq")
    for name in ("legal_bases", "bases"):
        for number, basis in enumerate(record.get(name) or ()):
            if basis.get("text") and basis.get("text_kind") != "原文":
                yield Text(f"{name}[{number}].text", basis["text"], "basis")
    for number, row in enumerate((record.get("fee") or {}).get("rows") or ()):
        title = (row.get("basis") or {}).get("title") or ""
        yield Text(f"fee.rows[{number}].basis", title, "basis")
    yield from _power(record)


def prose_of(record: Record) -> Iterator[Text]:
    """Yield every sentence-like text, for rules on language and personal data."""
    yield from texts_of(record)
    for name in ("name", "summary", "flow_text", "visit_reason", "promise_note"):
        if record.get(name):
            yield Text(name, record[name], "body")
    for name in (
        "title",
        "body",
        "note",
        "who",
        "how",
        "target_text",
        "standard",
        "address",
    ):
        if isinstance(record.get(name), str) and record[name]:
            yield Text(name, record[name], "body")
    for number, text in enumerate(record.get("refuse_conditions") or ()):
        yield Text(f"refuse_conditions[{number}]", text, "condition")
    for stage in record.get("stages") or ():
        if isinstance(stage, Mapping) and stage.get("content"):
            yield Text(f"stages[{stage['order']}].content", stage["content"], "body")


def _material(material: Record) -> Iterator[Text]:
    where = f"materials[{material['order']}]"
    yield Text(f"{where}.name", material["name"], "name")
    if material.get("fill_notes"):
        yield Text(f"{where}.fill_notes", material["fill_notes"], "notes")
    if material.get("accept_standard"):
        yield Text(f"{where}.accept_standard", material["accept_standard"], "standard")
    basis = material.get("basis") or {}
    if basis.get("title"):
        yield Text(f"{where}.basis", basis["title"], "basis")


def _power(record: Record) -> Iterator[Text]:
    for row in record.get("duties") or ():
        if isinstance(row, Mapping):
            yield Text(f"duties[{row['order']}].text", row["text"], "duty")
    if record.get("penalty_scope"):
        yield Text("penalty_scope", record["penalty_scope"], "scope")
