from __future__ import annotations

from tests.portal.theming.components.drawing import HOSTILE, drawn, one, text, texts


def test_number_has_label_unit_and_note() -> None:
    entry = {"label": "事项", "value": 12, "unit": "项", "note": "全区", "tone": "ok"}
    tree = drawn("numbers", "numbers", [entry])
    assert texts(tree, ".//dt") == ["事项"]
    assert text(one(tree, ".//dd")) == "12 项全区"
    assert one(tree, ".//dd").get("class") == "ok"


def test_zero_is_a_number_and_the_rest_can_be_missing() -> None:
    tree = drawn("numbers", "numbers", [{"label": "移出", "value": 0}])
    assert text(one(tree, ".//dd")) == "0"
    assert one(tree, ".//dd").attrib == {}
    assert tree.find(".//small") is None


def test_text_is_escaped() -> None:
    tree = drawn("numbers", "numbers", [{"label": HOSTILE, "value": HOSTILE}])
    assert (text(one(tree, ".//dt")), text(one(tree, ".//dd"))) == (HOSTILE, HOSTILE)
