from __future__ import annotations

from tests.portal.theming.components.drawing import (
    HOSTILE,
    classes,
    drawn,
    one,
    text,
)


def test_form_searches_without_script() -> None:
    tree = drawn("search-form", "search_form", "q1", "搜事项")
    form, field = one(tree, "form"), one(tree, ".//input")
    assert (form.get("action"), form.get("method", "get")) == ("/search/", "get")
    assert (field.get("name"), field.get("type")) == ("q", "search")
    assert "value" not in field.attrib


def test_landmark_and_input_are_named() -> None:
    tree = drawn("search-form", "search_form", "q1", "搜事项")
    assert one(tree, "form").get("role") == "search"
    assert one(tree, "form").get("aria-label") == "搜事项"
    label = one(tree, ".//label")
    assert label.get("for") == one(tree, ".//input").get("id") == "q1"
    assert text(label) == "搜事项"


def test_what_was_searched_stays_and_is_escaped() -> None:
    tree = drawn("search-form", "search_form", "q1", "搜", value=HOSTILE)
    assert one(tree, ".//input").get("value") == HOSTILE


def test_large_one_for_the_home_page() -> None:
    tree = drawn(
        "search-form", "search_form", "q1", "搜", size="xl", action="/en/search/"
    )
    assert classes(one(tree, "form")) == {"find", "find--xl"}
    assert one(tree, "form").get("action") == "/en/search/"
