from __future__ import annotations

from tests.portal.theming.components.drawing import HOSTILE, drawn, one, text, texts

ERRORS = [{"field": "area", "message": "写经营面积"}, {"field": "", "message": "太大"}]


def test_links_to_the_input_with_the_same_words() -> None:
    tree = drawn("error-summary", "error_summary", ERRORS)
    link = one(tree, ".//a")
    assert (link.get("href"), text(link)) == ("#area", "写经营面积")
    assert texts(tree, ".//li") == ["写经营面积", "太大"]


def test_is_announced_by_its_heading_and_takes_the_focus() -> None:
    box = one(drawn("error-summary", "error_summary", ERRORS), "div")
    heading = one(box, ".//h2")
    assert box.get("role") == "alert"
    assert box.get("aria-labelledby") == heading.get("id")
    assert (box.get("tabindex"), box.get("autofocus")) == ("-1", "")
    assert text(heading) == "有 2 处要改"


def test_focus_and_title_can_be_left_to_the_page() -> None:
    tree = drawn("error-summary", "error_summary", ERRORS, title="请改", focus=False)
    assert text(one(tree, ".//h2")) == "请改"
    assert one(tree, "div").get("autofocus") is None


def test_nothing_without_errors() -> None:
    assert text(drawn("error-summary", "error_summary", [])) == ""


def test_message_is_escaped() -> None:
    tree = drawn("error-summary", "error_summary", [{"field": "", "message": HOSTILE}])
    assert texts(tree, ".//li") == [HOSTILE]
