from __future__ import annotations

from tests.portal.theming.components.drawing import (
    HOSTILE,
    classes,
    drawn,
    one,
    text,
    texts,
)


def test_list_can_be_printed_and_downloaded_in_three_forms() -> None:
    tree = drawn("list-tools", "list_tools", "全部事项", "guides")
    assert one(tree, ".//button").get("data-print") == ""
    assert [link.get("href") for link in tree.findall(".//a")] == [
        "/data/guides.csv",
        "/data/guides.xlsx",
        "/data/guides.json",
    ]
    assert text(one(tree, ".//span")) == "下载全部事项"


def test_link_to_narrow_the_list_comes_before_the_files() -> None:
    tree = drawn("list-tools", "list_tools", "事项", "guides", "/search/?department=a")
    assert texts(tree, ".//a") == ["再筛选", "CSV", "XLSX", "JSON"]


def test_without_data_there_is_only_the_print_button() -> None:
    tree = drawn("list-tools", "list_tools", "事项")
    assert text(tree) == "打印"
    assert tree.find(".//a") is None


def test_is_not_printed_and_terminals_can_tell_it() -> None:
    tools = one(drawn("list-tools", "list_tools", HOSTILE, "x"), "p")
    # The variant for terminals leaves out what begins with this class.
    assert tools.get("class", "").startswith("tools ")
    assert "np" in classes(tools)
    assert f"下载{HOSTILE}" in text(tools)
