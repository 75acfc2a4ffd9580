from __future__ import annotations

from tests.portal.theming.components.drawing import (
    HOSTILE,
    classes,
    drawn,
    one,
    text,
    texts,
)


def test_step_tells_when_what_and_who() -> None:
    entry = {"title": "受理", "when": "第 1 天", "text": "收下材料", "who": "窗口"}
    tree = drawn("timeline", "timeline", [entry])
    assert text(one(tree, ".//h3")) == "受理 第 1 天"
    assert texts(tree, ".//p") == ["收下材料", "窗口"]


def test_moment_is_told_to_machines() -> None:
    entry = {"title": "受理", "when": "今天", "datetime": "2026-11-10T09:00"}
    assert one(drawn("timeline", "timeline", [entry]), ".//time").get("datetime") == (
        "2026-11-10T09:00"
    )


def test_present_step_is_told_without_colour() -> None:
    entries = [{"title": "受理", "state": "done"}, {"title": "审查", "state": "now"}]
    done, now = drawn("timeline", "timeline", entries).findall(".//li")
    assert (classes(done), done.get("aria-current")) == ({"done"}, None)
    assert (classes(now), now.get("aria-current")) == ({"now"}, "step")


def test_only_the_title_is_needed_and_it_is_escaped() -> None:
    tree = drawn("timeline", "timeline", [{"title": HOSTILE}])
    assert text(one(tree, ".//h3")) == HOSTILE
    assert tree.find(".//p") is None
