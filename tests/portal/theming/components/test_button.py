from __future__ import annotations

import pytest

from tests.portal.theming.components.drawing import (
    HOSTILE,
    SVG,
    classes,
    drawn,
    one,
    text,
)


def test_button_sends_its_form() -> None:
    button = one(drawn("button", "button", "提交"), "button")
    assert (button.get("type"), text(button)) == ("submit", "提交")
    assert {"name", "value", "form", "disabled"} & set(button.attrib) == set()


def test_with_an_address_it_is_a_link() -> None:
    tree = drawn("button", "button", "去办", href="/apply/?a=1&b=2")
    assert one(tree, "a").get("href") == "/apply/?a=1&b=2"
    assert tree.find("button") is None


@pytest.mark.parametrize("kind", ["go", "stop"])
def test_kind_is_a_look(kind: str) -> None:
    button = one(drawn("button", "button", "提交", kind=kind), "button")
    assert classes(button) == {"btn", f"btn--{kind}"}


def test_what_the_form_gets_is_told() -> None:
    tree = drawn(
        "button", "button", "删", name="remove", value="7", form="f", disabled=True
    )
    button = one(tree, "button")
    told = {name: button.get(name) for name in ("name", "value", "form", "disabled")}
    assert told == {"name": "remove", "value": "7", "form": "f", "disabled": ""}


def test_icons_are_hidden_and_context_is_heard() -> None:
    tree = drawn(
        "button", "button", "改", before="print", after="arrow", context="：电话"
    )
    assert text(one(tree, "button")) == "改：电话"
    icons = tree.findall(f".//{SVG}svg")
    assert [icon.get("aria-hidden") for icon in icons] == ["true", "true"]


def test_text_and_value_are_escaped() -> None:
    button = one(drawn("button", "button", HOSTILE, value=HOSTILE), "button")
    assert (text(button), button.get("value")) == (HOSTILE, HOSTILE)
