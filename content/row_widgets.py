"""Inputs that show small JSON values in words: numbers of rows, and facts by name.

The stored value stays JSON; only what an editor sees and types is plain. What cannot be
read is handed on as one text, so that the model's own check names it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django import forms


def orders_from_text(text: str) -> list[int] | str:
    """Return the numbers of rows, or the text itself when it holds anything else.

    >>> orders_from_text("1、 2，3")
    [1, 2, 3]
    >>> orders_from_text("第一")
    '第一'
    """
    parts = [part for part in re.split(r"[、，,;；\s]+", text.strip("[] \t")) if part]
    if not all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts):
        return text
    return [int(part) for part in parts]


def facts_from_text(text: str) -> dict[str, str | None] | str:
    r"""Return facts by name from lines `name=value`; a name alone has no value.

    >>> facts_from_text("handling_unit=审批科\nfee_note")
    {'handling_unit': '审批科', 'fee_note': None}
    """
    facts: dict[str, str | None] = {}
    for line in text.splitlines():
        name, equals, value = (part.strip() for part in line.partition("="))
        if not name and not equals:
            continue
        if not name or name in facts:
            return text
        facts[name] = value.replace("\\n", "\n") if equals else None
    return facts


def facts_as_text(facts: Mapping[str, Any]) -> str:
    r"""Return facts as lines; a line break within a value is shown as `\n`."""
    return "\n".join(
        name if value is None else f"{name}={value}".replace("\n", "\\n")
        for name, value in facts.items()
    )


class OrdersInput(forms.TextInput):
    """Numbers of rows, such as 1、2, of a JSON list."""

    def format_value(self, value: Any) -> str:
        shown = _loaded(value)
        return "、".join(map(str, shown)) if isinstance(shown, list) else str(shown)

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> str | None:
        text = super().value_from_datadict(data, files, name)
        return None if text is None else _dumped(orders_from_text(text))


class FactsInput(forms.Textarea):
    """Facts of a JSON object, one `name=value` on a line."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 3} | (attrs or {}))

    def format_value(self, value: Any) -> str:
        shown = _loaded(value)
        return facts_as_text(shown) if isinstance(shown, dict) else str(shown)

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> str | None:
        text = super().value_from_datadict(data, files, name)
        return None if text is None else _dumped(facts_from_text(text))


def _loaded(value: Any) -> Any:
    """Return what the JSON text of a form field holds; nothing is an empty text."""
    if not isinstance(value, str):
        return "" if value is None else value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
