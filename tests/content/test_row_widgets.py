from __future__ import annotations

import json
from typing import Any

import pytest

from content.row_widgets import FactsInput, OrdersInput


def sent(widget: Any, text: str) -> Any:
    """Return what the model field is given for a typed text."""
    return json.loads(widget.value_from_datadict({"n": text}, {}, "n"))


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("", []),
        ("1", [1]),
        ("1、2", [1, 2]),
        ("3，1; 2", [3, 1, 2]),
        ("[1, 2]", [1, 2]),
    ],
)
def test_numbers_of_rows_are_read(text: str, orders: list[int]) -> None:
    assert sent(OrdersInput(), text) == orders
    assert sent(OrdersInput(), OrdersInput().format_value(json.dumps(orders))) == orders


@pytest.mark.parametrize("text", ["第一", "1-2", "-1", "99999"])
def test_other_than_numbers_is_left_to_the_model(text: str) -> None:
    assert sent(OrdersInput(), text) == text
    assert OrdersInput().format_value(json.dumps(text)) == text


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("", {}),
        ("a=1", {"a": "1"}),
        ("a = 审批科\n\nb", {"a": "审批科", "b": None}),
        ("a=x=y", {"a": "x=y"}),
        ("a=", {"a": ""}),
        ("a=甲\\n乙", {"a": "甲\n乙"}),
    ],
)
def test_facts_are_read_and_shown_again(text: str, facts: dict[str, Any]) -> None:
    assert sent(FactsInput(), text) == facts
    assert sent(FactsInput(), FactsInput().format_value(json.dumps(facts))) == facts


@pytest.mark.parametrize("text", ["=1", "a=1\na=2"])
def test_malformed_facts_are_left_to_the_model(text: str) -> None:
    assert sent(FactsInput(), text) == text
    assert FactsInput().format_value(json.dumps(text)) == text


def test_input_that_was_not_sent_has_no_value() -> None:
    assert OrdersInput().value_from_datadict({}, {}, "n") is None
    assert FactsInput().value_from_datadict({}, {}, "n") is None


def test_text_that_is_no_json_is_shown_as_it_is() -> None:
    assert FactsInput().format_value("{broken") == "{broken"
    assert OrdersInput().format_value(None) == ""
