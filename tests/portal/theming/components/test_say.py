from __future__ import annotations

from tests.portal.theming.components.drawing import (
    HOSTILE,
    classes,
    drawn,
    one,
    text,
    texts,
)


def test_only_the_title_is_needed() -> None:
    box = one(drawn("say", "say", "请注意"), "div")
    assert text(box) == "请注意"
    assert classes(box) == {"say"}
    assert box.get("role") is None
    assert box.find("p") is None


def test_tone_and_role_are_those_asked_for() -> None:
    box = one(drawn("say", "say", "已保存", tone="ok", role="status"), "div")
    assert (classes(box), box.get("role")) == ({"say", "ok"}, "status")


def test_link_stands_in_the_text() -> None:
    tree = drawn("say", "say", "慢", "可以", link_url="/help/", link_text="看帮助")
    assert text(one(tree, ".//p")) == "可以看帮助"
    assert one(tree, ".//a").get("href") == "/help/"


def test_further_content_stands_below() -> None:
    assert texts(drawn("say", "say", "题", inside="<p>又</p>"), "div/p") == ["又"]


def test_texts_are_escaped() -> None:
    tree = drawn("say", "say", HOSTILE, HOSTILE)
    assert (text(one(tree, ".//b")), text(one(tree, ".//p"))) == (HOSTILE, HOSTILE)
