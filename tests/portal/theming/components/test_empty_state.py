from __future__ import annotations

from tests.portal.theming.components.drawing import HOSTILE, drawn, one, text, texts


def test_only_the_title_is_needed() -> None:
    tree = drawn("empty-state", "empty_state", "还没有事项")
    assert texts(tree, ".//p") == ["还没有事项"]
    assert tree.find(".//a") is None


def test_tells_what_to_do_next() -> None:
    tree = drawn(
        "empty-state",
        "empty_state",
        "没有找到",
        "换个说法试试。",
        action_url="/guides/",
        action_text="看全部事项",
    )
    assert texts(tree, ".//p") == ["没有找到", "换个说法试试。", "看全部事项"]
    assert one(tree, ".//a").get("href") == "/guides/"


def test_further_content_stands_below() -> None:
    tree = drawn("empty-state", "empty_state", "空", inside="<ul><li>又</li></ul>")
    assert texts(tree, ".//li") == ["又"]


def test_title_is_escaped() -> None:
    assert text(one(drawn("empty-state", "empty_state", HOSTILE), ".//b")) == HOSTILE
