from __future__ import annotations

from tests.portal.theming.components.drawing import (
    HOSTILE,
    classes,
    drawn,
    one,
    text,
    texts,
)


def test_each_label_has_its_value() -> None:
    rows = [{"label": "多久", "value": "5 天"}, {"label": "费用", "value": "不收费"}]
    tree = drawn("facts", "facts", rows)
    assert texts(tree, ".//dt") == ["多久", "费用"]
    assert texts(tree, ".//dd") == ["5 天", "不收费"]
    assert tree.find(".//a") is None
    assert tree.find(".//small") is None


def test_value_can_lead_somewhere_stand_out_and_have_a_note() -> None:
    rows = [
        {"label": "大厅", "value": "中心", "url": "/halls/H/", "note": "一楼"},
        {"label": "多久", "value": "当场", "big": True, "full": True},
    ]
    tree = drawn("facts", "facts", rows)
    assert one(tree, ".//a").get("href") == "/halls/H/"
    assert text(one(tree, ".//small")) == "一楼"
    assert text(one(tree, ".//div[@class='full']//span[@class='big']")) == "当场"


def test_one_column() -> None:
    assert classes(one(drawn("facts", "facts", [], columns=1), "dl")) == {
        "facts",
        "facts--1",
    }


def test_value_is_escaped() -> None:
    tree = drawn("facts", "facts", [{"label": HOSTILE, "value": HOSTILE}])
    assert (texts(tree, ".//dt"), texts(tree, ".//dd")) == ([HOSTILE], [HOSTILE])
