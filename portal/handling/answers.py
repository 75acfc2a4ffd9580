"""What the applicant filled in, in the words of the pinned version's form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """One answered field: its key in the form, its label, and its value as text."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSection:
    """One section of the form with its rows in the form's order."""

    title: str
    rows: tuple[AnswerRow, ...]


def answer_sections(
    form: Mapping[str, Any] | None, answers: Mapping[str, Any]
) -> list[AnswerSection]:
    """Return the answers by section; answers that no field asks for come last.

    A key that the form does not know is still shown: an officer must see all that was
    filed.
    """
    sections = [
        AnswerSection(
            title=section["title"],
            rows=tuple(_row(field, answers) for field in section["fields"]),
        )
        for section in (form or {}).get("sections", ())
    ]
    known = {row.key for section in sections for row in section.rows}
    rest = tuple(
        AnswerRow(key=key, label=key, value=answer_text(value, ()))
        for key, value in answers.items()
        if key not in known
    )
    if rest:
        sections.append(AnswerSection(title=_("其他填写内容"), rows=rest))
    return sections


def scenario_rows(
    scenario: Mapping[str, Any], answers: Mapping[str, Any]
) -> list[AnswerRow]:
    """Return the scenario questions that were answered, in the guide's order."""
    return [
        AnswerRow(
            key=question["code"],
            label=question["text"],
            value=answer_text(
                answers[question["code"]], question.get("options") or (), key="code"
            ),
        )
        for question in scenario.get("questions", ())
        if question["code"] in answers
    ]


def answer_text(
    value: Any, options: Iterable[Mapping[str, Any]], *, key: str = "value"
) -> str:
    """Return one answer as text, with the labels of its options."""
    labels = {str(option[key]): str(option["label"]) for option in options}
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, (list, tuple)):
        return "、".join(labels.get(str(part), str(part)) for part in value)
    text = "" if value is None else str(value)
    return labels.get(text, text)


def _row(field: Mapping[str, Any], answers: Mapping[str, Any]) -> AnswerRow:
    value = answers.get(field["key"])
    return AnswerRow(
        key=field["key"],
        label=field["label"],
        value=answer_text(value, field.get("options") or ()),
    )
