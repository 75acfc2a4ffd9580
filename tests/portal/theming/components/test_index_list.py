from __future__ import annotations

from tests.portal.theming.components.drawing import HOSTILE, drawn, one, text, texts


def test_name_leads_on_with_its_amount_and_unit() -> None:
    links = [
        {"url": "/a/", "name": "甲", "amount": 3},
        {"url": "/b/", "name": "乙", "amount": 0, "unit": "个清单"},
    ]
    tree = drawn("index-list", "index_list", links)
    assert [link.get("href") for link in tree.findall(".//a")] == ["/a/", "/b/"]
    assert texts(tree, ".//b") == ["3 项", "0 个清单"]


def test_unknown_amount_is_left_out() -> None:
    links = [{"url": "/a/", "name": "甲"}, {"url": "/b/", "name": "乙", "amount": None}]
    assert drawn("index-list", "index_list", links).findall(".//b") == []


def test_name_is_escaped() -> None:
    tree = drawn("index-list", "index_list", [{"url": "/", "name": HOSTILE}])
    assert text(one(tree, ".//span")) == HOSTILE


def test_empty_list_has_no_lines() -> None:
    assert drawn("index-list", "index_list", []).findall(".//li") == []
