from __future__ import annotations

import pytest

from tests.portal.theming.components.drawing import HOSTILE, classes, drawn, one, text


def test_button_sends_no_form_and_is_not_printed() -> None:
    button = one(drawn("print-button", "print_button"), "button")
    assert button.get("type") == "button"
    assert button.get("data-print") == ""
    assert "np" in classes(button)
    assert text(button) == "打印"


@pytest.mark.parametrize(
    ("kind", "look"), [("small", {"btn--s"}), ("go", {"btn--go"}), ("plain", set())]
)
def test_kind_is_a_look(kind: str, look: set[str]) -> None:
    button = one(drawn("print-button", "print_button", kind=kind), "button")
    assert classes(button) == {"btn", "np", *look}


def test_text_is_escaped() -> None:
    assert (
        text(one(drawn("print-button", "print_button", HOSTILE), "button")) == HOSTILE
    )
