from __future__ import annotations

from xml.etree.ElementTree import Element

from tests.portal.theming.components.drawing import SVG, drawn, one


def bar(tree: Element) -> Element:
    return one(tree, f".//{SVG}rect")


def test_step_lies_between_its_days() -> None:
    tree = drawn("track", "track", 3, 8, 20)
    assert one(tree, f"{SVG}svg").get("viewBox") == "0 0 20 1"
    assert (bar(tree).get("x"), bar(tree).get("width")) == ("3", "5")


def test_step_of_no_time_is_still_seen() -> None:
    assert float(bar(drawn("track", "track", 3, 3, 20)).get("width", "0")) > 0


def test_step_that_decides_looks_different_and_words_stand_elsewhere() -> None:
    assert bar(drawn("track", "track", 0, 5, 5, deciding=True)).get("class") == "on"
    tree = drawn("track", "track", 0, 5, 5)
    assert bar(tree).get("class") is None
    assert one(tree, f"{SVG}svg").get("aria-hidden") == "true"
