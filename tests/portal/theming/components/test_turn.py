from __future__ import annotations

from tests.portal.theming.components.drawing import (
    HOSTILE,
    classes,
    drawn,
    one,
    text,
    texts,
)


def test_section_is_named_by_whose_turn_it_is() -> None:
    tree = drawn("turn", "turn", "轮到您", "10 日前补材料")
    section, heading = one(tree, "section"), one(tree, ".//h2")
    assert section.get("aria-labelledby") == heading.get("id") == "turn"
    assert texts(tree, ".//p") == ["10 日前补材料"]
    assert classes(section) == {"turn"}


def test_leads_to_what_is_to_be_done() -> None:
    tree = drawn(
        "turn", "turn", "轮到您", "补", "还有两份", action_url="/c/", action_text="去补"
    )
    assert one(tree, ".//a").get("href") == "/c/"
    assert texts(tree, ".//p") == ["补", "还有两份", "去补"]


def test_turn_of_others_looks_calm() -> None:
    tree = drawn("turn", "turn", "轮到窗口", "审查", yours=False)
    assert "turn--other" in classes(one(tree, "section"))


def test_heading_can_be_another_and_text_is_escaped() -> None:
    tree = drawn("turn", "turn", HOSTILE, HOSTILE, id="t2", level=3)
    assert text(one(tree, ".//h3[@id='t2']")) == HOSTILE
    assert texts(tree, ".//p") == [HOSTILE]
