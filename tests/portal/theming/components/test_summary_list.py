from __future__ import annotations

from tests.portal.theming.components.drawing import (
    HOSTILE,
    LONG,
    drawn,
    one,
    text,
    texts,
)


def test_answer_can_be_changed_and_says_which() -> None:
    row = {"label": "电话", "value": "138", "change_url": "/apply/1/phone/"}
    tree = drawn("summary-list", "summary_list", [row])
    assert (text(one(tree, ".//dt")), texts(tree, ".//dd")[0]) == ("电话", "138")
    link = one(tree, ".//dd[@class='change']/a")
    assert (link.get("href"), text(link)) == ("/apply/1/phone/", "修改：电话")


def test_what_cannot_be_changed_has_no_link() -> None:
    tree = drawn("summary-list", "summary_list", [{"label": "编号", "value": LONG}])
    assert texts(tree, ".//dd") == [LONG]
    assert tree.find(".//a") is None


def test_file_can_be_opened_and_has_a_note() -> None:
    row = {"label": "合同", "value": "a.pdf", "url": "/f/1", "note": "2 MB"}
    tree = drawn("summary-list", "summary_list", [row])
    assert one(tree, ".//a").get("href") == "/f/1"
    assert text(one(tree, ".//small")) == "2 MB"


def test_value_is_escaped() -> None:
    tree = drawn("summary-list", "summary_list", [{"label": HOSTILE, "value": HOSTILE}])
    assert (texts(tree, ".//dt"), texts(tree, ".//dd")) == ([HOSTILE], [HOSTILE])
