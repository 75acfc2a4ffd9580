from __future__ import annotations

from tests.portal.theming.components.drawing import HOSTILE, drawn, one, text

CHOICES = [
    {"url": "?a=1", "label": "公安", "count": 12},
    {"url": "?", "label": "民政", "count": 0, "selected": True},
]


def test_each_choice_tells_how_many_there_are() -> None:
    links = drawn("facet", "facet", "部门", CHOICES).findall(".//a")
    assert [text(link) for link in links] == ["公安12 条", "去掉筛选：民政0 条"]


def test_chosen_one_is_told_without_colour() -> None:
    links = drawn("facet", "facet", "部门", CHOICES).findall(".//a")
    assert [link.get("aria-current") for link in links] == [None, "true"]


def test_section_has_its_name_and_robots_stay_out() -> None:
    tree = drawn("facet", "facet", HOSTILE, CHOICES)
    assert one(tree, "section").get("aria-label") == HOSTILE
    assert text(one(tree, ".//h3")) == HOSTILE
    assert {link.get("rel") for link in tree.findall(".//a")} == {"nofollow"}


def test_label_is_escaped() -> None:
    choice = {"url": "?", "label": HOSTILE, "count": 1}
    assert HOSTILE in text(one(drawn("facet", "facet", "部门", [choice]), ".//li"))
