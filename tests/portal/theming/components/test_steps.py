from __future__ import annotations

from tests.portal.theming.components.drawing import HOSTILE, drawn, one, text, texts

STAGES = [
    {"name": "填写", "state": "done", "url": "/apply/1/"},
    {"name": "材料", "state": "current"},
    {"name": "核对", "state": "next"},
]


def test_state_of_each_step_is_heard() -> None:
    tree = drawn("steps", "steps", STAGES)
    assert texts(tree, ".//li") == ["填写，已完成", "材料", "核对"]
    currents = [step.get("aria-current") for step in tree.findall(".//li")]
    assert currents == [None, "step", None]


def test_only_a_step_with_an_address_leads_back() -> None:
    assert one(drawn("steps", "steps", STAGES), ".//a").get("href") == "/apply/1/"


def test_list_has_a_name() -> None:
    assert one(drawn("steps", "steps", STAGES), "ol").get("aria-label") == "申请步骤"
    tree = drawn("steps", "steps", STAGES, label="办到哪里")
    assert one(tree, "ol").get("aria-label") == "办到哪里"


def test_name_is_escaped() -> None:
    tree = drawn("steps", "steps", [{"name": HOSTILE, "state": "next"}])
    assert text(one(tree, ".//li")) == HOSTILE
