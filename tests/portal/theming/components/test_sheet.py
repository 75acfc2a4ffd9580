from __future__ import annotations

from tests.portal.theming.components.drawing import (
    HOSTILE,
    classes,
    drawn,
    one,
    text,
    texts,
)


def test_head_has_office_title_and_marks() -> None:
    tree = drawn(
        "sheet", "sheet_head", "区政数局", "一次性告知单", ["编号 1", "第 2 版"]
    )
    assert text(one(tree, "h1[@id='sheet-title']")) == "一次性告知单"
    assert texts(tree, "p") == ["区政数局", "编号 1第 2 版"]


def test_second_sheet_of_a_page_has_another_heading() -> None:
    tree = drawn("sheet", "sheet_head", HOSTILE, HOSTILE, id="s2", level=2)
    assert text(one(tree, "h2[@id='s2']")) == HOSTILE
    assert texts(tree, "p") == [HOSTILE]


def test_every_tick_is_tied_to_its_words() -> None:
    entries = [
        {"id": "t1", "label": "身份证", "tag": "必交", "tone": "on", "notes": ["原件"]},
        {"id": "t2", "label": HOSTILE},
    ]
    tree = drawn("sheet", "tick_list", entries, columns=2)
    ticks = tree.findall(".//input")
    assert [tick.get("type") for tick in ticks] == ["checkbox"] * 2
    assert [tick.get("id") for tick in ticks] == [
        label.get("for") for label in tree.findall(".//label")
    ]
    assert texts(tree, ".//label") == ["身份证 必交", HOSTILE]
    assert texts(tree, ".//li/p") == ["原件"]
    assert "tick--2" in classes(one(tree, "ul"))


def test_lines_to_sign_are_those_asked_for() -> None:
    assert texts(drawn("sheet", "sign_lines", ["申请人", "窗口"]), "div/p") == [
        "申请人",
        "窗口",
    ]
