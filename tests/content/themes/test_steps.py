"""The way through a theme: rounds, days, and papers that one step makes for another."""

from __future__ import annotations

from typing import Any

import pytest

from content.themes.merging import merge_theme
from content.themes.steps import plan_theme
from tests.theme_samples import payloads

FULL = [f"YJS-{number:03}" for number in range(1, 15)]


def planned(code: str, **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    theme = payloads.theme(code)
    guides = {
        row["guide"]: payloads.guide_payload(row["guide"])["guide"] | changes
        for row in theme["members"]
        if row["guide"]
    }
    merged = merge_theme(theme, guides)
    return merged, plan_theme(merged["members"], guides)


def step(order: int, days: int, *waits: int, when: object = None) -> dict[str, Any]:
    return {
        "order": order, "kind": "external", "guide": "", "name": str(order),
        "days": days, "depends_on": list(waits), "when": when,
    }  # fmt: skip


def test_rounds_follow_who_waits_for_whom() -> None:
    plan = plan_theme([step(1, 2), step(2, 3, 1), step(3, 5), step(4, 1, 2, 3)], {})
    placed = [[row["order"] for row in rows] for rows in plan["rounds"]]
    assert placed == [[1, 3], [2], [4]]
    spans = {
        row["order"]: (row["begins"], row["ends"])
        for rows in plan["rounds"]
        for row in rows
    }
    assert spans == {1: (0, 2), 3: (0, 5), 2: (2, 5), 4: (5, 6)}


def test_only_steps_of_a_longest_chain_decide() -> None:
    plan = plan_theme([step(1, 2), step(2, 1, 1), step(3, 5), step(4, 1, 2, 3)], {})
    deciding = [
        row["order"] for rows in plan["rounds"] for row in rows if row["on_path"]
    ]
    assert sorted(deciding) == [3, 4]


def test_days_that_everybody_needs_leave_out_what_depends_on_answers() -> None:
    plan = plan_theme([step(1, 2), step(2, 9, 1, when={"eq": []})], {})
    assert plan["days_needed"] == 2


def test_nothing_to_wait_for_has_no_deciding_step() -> None:
    plan = plan_theme([step(1, 0), step(2, 0, 1)], {})
    assert not any(row["on_path"] for rows in plan["rounds"] for row in rows)
    assert plan_theme([], {})["rounds"] == []


@pytest.mark.parametrize("code", FULL)
def test_last_step_ends_on_the_last_day_and_papers_are_counted_once(code: str) -> None:
    merged, plan = planned(code)
    ends = max(row["ends"] for rows in plan["rounds"] for row in rows)
    assert ends == merged["combined"]["promise_days"]
    assert len(plan["papers"]) == merged["merged_materials"]["after_total"]
    uses = sum(len(paper["uses"]) for paper in plan["papers"])
    assert uses == merged["merged_materials"]["before_total"]


def test_licence_of_the_first_step_is_what_later_steps_ask_for() -> None:
    _merged, plan = planned("YJS-006")
    made = {paper["name"]: paper["made_by"] for paper in plan["papers"]}
    assert made["申请单位营业执照"] == 1
    assert made["代理人居民身份证"] is None
    assert made["授权委托书"] is None


def test_licence_of_a_step_that_need_not_come_first_is_not_counted_on() -> None:
    theme = payloads.theme("YJS-006")
    members = [row | {"depends_on": []} for row in theme["members"]]
    guides = {
        row["guide"]: payloads.guide_payload(row["guide"])["guide"]
        for row in members
        if row["guide"]
    }
    merged = merge_theme(theme | {"members": members}, guides)
    plan = plan_theme(merged["members"], guides)
    assert {paper["made_by"] for paper in plan["papers"]} == {None}
