"""Forms made from the schema of a version: they read what was typed, in any state.

What is right and wrong is said by `portal.cases.answers` alone, the same rules that the
filing uses. The form only brings input into one shape (full-width digits, spaces in a
number, written dates), so that whatever was typed can be kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from content.scenario import answer_errors
from content.validators import normalise_idno, normalise_mobile
from portal.cases.answers import is_empty, validate_fields

Payload = Mapping[str, Any]

# Far above any field's own limit; what is longer is no answer but an attack.
LONGEST_KEPT: Final = 20_000
_DATE_PARTS: Final = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?")


def _plain(value: str) -> str:
    return value.strip()


def _number(value: str) -> str:
    return re.sub(r"[,，\s]", "", unicodedata.normalize("NFKC", value))


def _date(value: str) -> str:
    text = unicodedata.normalize("NFKC", value).strip()
    parts = _DATE_PARTS.fullmatch(text)
    return "-".join(part.zfill(2) for part in parts.groups()) if parts else text


def _code(value: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", value)).upper()


_SHAPES: Final[Mapping[str, Callable[[str], str]]] = {
    "number": _number,
    "money": _number,
    "date": _date,
    "idno": lambda value: normalise_idno(unicodedata.normalize("NFKC", value)),
    "mobile": lambda value: normalise_mobile(unicodedata.normalize("NFKC", value)),
    "uscc": _code,
    "tel": lambda value: re.sub(r"\s", "", unicodedata.normalize("NFKC", value)),
}


class TypedField(forms.Field):
    """One text answer in its usual shape; refuses nothing."""

    def __init__(self, schema: Payload) -> None:
        super().__init__(required=False, label=schema["label"])
        self.shape = _SHAPES.get(schema["type"], _plain)

    def to_python(self, value: Any) -> str:
        text = str(value or "").replace("\0", "")[:LONGEST_KEPT]
        return self.shape(text)


class TickedField(forms.Field):
    """The ticked options, as texts."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, schema: Payload) -> None:
        super().__init__(required=False, label=schema["label"])

    def to_python(self, value: Any) -> list[str]:
        return [str(item).replace("\0", "")[:LONGEST_KEPT] for item in value or []]


class PageForm(forms.Form):
    """The fields of one page.

    Args:
        schema: the fields of the page, as the version has them.
        data: what was posted, or None to show the page.
        known: the answers to the rest of the form and to the scenario, for conditions.
        initial: what is shown before anything was typed.
    """

    def __init__(
        self,
        schema: Iterable[Payload],
        data: QueryDict | None = None,
        *,
        known: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.schema = [field for field in schema if field["type"] != "file"]
        self.known = known or {}
        for field in self.schema:
            ticked = field["type"] == "checkbox"
            self.fields[field["key"]] = (
                TickedField(field) if ticked else TypedField(field)
            )

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed, valid or not, by field key."""
        return {key: self.cleaned_data[key] for key in self.fields}

    def clean(self) -> dict[str, Any]:
        typed = dict(self.cleaned_data)
        for key, message in self.faults(typed).items():
            # add_error takes the value out; it has to stay, since it is kept all the same.
            self.add_error(key, message)
        self.cleaned_data = typed
        return typed

    def faults(self, typed: Mapping[str, Any]) -> dict[str, str]:
        """Return what is wrong, by field key."""
        return {
            issue.field.removeprefix("field:"): issue.message
            for issue in validate_fields(self.schema, typed, self.known)
        }


class QuestionForm(PageForm):
    """One question of the scenario."""

    def __init__(
        self,
        guide: Payload,
        question: Payload,
        data: QueryDict | None = None,
        *,
        answer: Any = None,
    ) -> None:
        self.guide = guide
        self.question = question
        code = question["code"]
        super().__init__([question_schema(question)], data, initial={code: answer})

    def faults(self, typed: Mapping[str, Any]) -> dict[str, str]:
        code = self.question["code"]
        message = question_fault(self.guide, self.question, typed.get(code))
        return {code: message} if message else {}


def question_fault(guide: Payload, question: Payload, answer: Any) -> str:
    """Return what is wrong with the answer to a scenario question, or ""."""
    if is_empty(answer):
        if not question["required"]:
            return ""
        chosen = question["kind"] in {"single", "multi", "bool"}
        words = _("请选一项：%(text)s") if chosen else _("请填写：%(text)s")
        return str(words) % {"text": question["text"]}
    return answer_errors(guide, {question["code"]: answer}).get(question["code"], "")


def question_schema(question: Payload) -> Payload:
    """Return a scenario question in the shape of a form field."""
    kinds = {"single": "radio", "multi": "checkbox", "bool": "radio"}
    options = [
        {"value": option["code"], "label": option["label"]}
        for option in question.get("options") or []
    ]
    if question["kind"] == "bool" and not options:
        options = [
            {"value": "yes", "label": _("是")},
            {"value": "no", "label": _("否")},
        ]
    return {
        "key": question["code"],
        "label": question["text"],
        "type": kinds.get(question["kind"], question["kind"]),
        "required": question["required"],
        "validation": question.get("validation") or {},
        "options": options,
        "help": question.get("help", ""),
        "example": "",
    }
