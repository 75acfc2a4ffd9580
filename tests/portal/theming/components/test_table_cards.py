from __future__ import annotations

from tests.portal.theming.components.drawing import (
    HOSTILE,
    classes,
    drawn,
    one,
    text,
    texts,
)

COLUMNS = [{"label": "事项"}, {"label": "数量", "number": True}]


def rows(*cells: dict[str, object]) -> list[dict[str, object]]:
    return [{"cells": list(cells)}]


def test_first_cell_heads_its_row_and_columns_have_names() -> None:
    tree = drawn(
        "table-cards", "table_cards", COLUMNS, rows({"text": "甲"}, {"text": "3"})
    )
    assert [head.get("scope") for head in tree.findall(".//thead//th")] == [
        "col",
        "col",
    ]
    assert one(tree, ".//tbody//th").get("scope") == "row"


def test_cell_names_its_column_for_phones_and_numbers_stand_right() -> None:
    tree = drawn(
        "table-cards", "table_cards", COLUMNS, rows({"text": "甲"}, {"text": "3"})
    )
    cell = one(tree, ".//td")
    assert (cell.get("data-l"), cell.get("class")) == ("数量", "n")


def test_cell_can_lead_on_warn_and_have_a_note() -> None:
    cells = (
        {"text": "甲", "url": "/a/", "note": "注"},
        {"text": "超期", "lamp": "stop"},
    )
    tree = drawn("table-cards", "table_cards", COLUMNS, rows(*cells))
    assert one(tree, ".//th/a").get("href") == "/a/"
    assert text(one(tree, ".//small")) == "注"
    assert classes(one(tree, ".//td/span")) == {"lamp", "stop"}


def test_cell_can_hold_several_links() -> None:
    links = [{"url": "/1/", "name": "一"}, {"url": "/2/", "name": "二"}]
    cells = ({"text": "甲"}, {"text": "", "links": links})
    tree = drawn("table-cards", "table_cards", COLUMNS, rows(*cells))
    assert text(one(tree, ".//td")) == "一、二"
    assert len(tree.findall(".//td/a")) == 2


def test_caption_queue_and_current_row_are_as_asked() -> None:
    lines = [{"cells": [{"text": "甲"}, {"text": ""}], "current": True}]
    tree = drawn("table-cards", "table_cards", COLUMNS, lines, "说明", queue=True)
    assert texts(tree, ".//caption") == ["说明"]
    assert "queue" in classes(one(tree, ".//table"))
    assert one(tree, ".//tbody/tr").get("aria-current") == "true"


def test_plain_table_has_neither_caption_nor_note() -> None:
    tree = drawn(
        "table-cards", "table_cards", COLUMNS, rows({"text": "甲"}, {"text": ""})
    )
    assert tree.find(".//caption") is None
    assert tree.find(".//small") is None
    assert text(one(tree, ".//td")) == ""


def test_text_is_escaped() -> None:
    tree = drawn(
        "table-cards", "table_cards", COLUMNS, rows({"text": HOSTILE}, {"text": ""})
    )
    assert text(one(tree, ".//tbody//th")) == HOSTILE
