from __future__ import annotations

from tests.portal.theming.components.drawing import (
    HOSTILE,
    classes,
    drawn,
    one,
    text,
    texts,
)


def test_line_leads_on_with_a_note() -> None:
    tree = drawn("rows", "rows", [{"url": "/g/?a&b", "name": "甲", "note": "5 天"}])
    assert one(tree, ".//a").get("href") == "/g/?a&b"
    assert (text(one(tree, ".//span")), text(one(tree, ".//small"))) == ("甲", "5 天")


def test_day_is_told_to_machines() -> None:
    links = [
        {"url": "/a/", "name": "甲", "datetime": "2026-11-10"},
        {"url": "/b/", "name": "乙", "datetime": "2026-11-11", "note": "昨天"},
    ]
    tree = drawn("rows", "rows", links)
    assert [day.get("datetime") for day in tree.findall(".//time")] == [
        "2026-11-10",
        "2026-11-11",
    ]
    assert texts(tree, ".//time") == ["2026-11-10", "昨天"]


def test_columns_are_a_look() -> None:
    assert classes(one(drawn("rows", "rows", [], columns=2), "ul")) == {
        "rows",
        "rows--2",
    }


def test_name_and_note_are_escaped() -> None:
    tree = drawn("rows", "rows", [{"url": "/", "name": HOSTILE, "note": HOSTILE}])
    assert [text(one(tree, ".//span")), text(one(tree, ".//small"))] == [HOSTILE] * 2
