from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from content.zero_list import (
    DEFAULT_SCENARIO,
    DISTANCE,
    FEE,
    KINDS,
    MATERIAL,
    TIME,
    kinds_held,
    zero_entries,
)
from tests.content.lint.cases import changed
from tests.content.lint.worlds import demo, guides

LISTED: list[dict[str, Any]] = demo("lists.json")["four_zero"]["items"]
# Free, nothing to hand in, no visit, at once.
ALL_FOUR = "flexible-social"


def kinds(guide: dict[str, Any], scenario: str = DEFAULT_SCENARIO) -> set[str]:
    return {entry.kind for entry in zero_entries(guide) if entry.scenario == scenario}


def test_list_has_the_items_and_counts_that_are_published() -> None:
    held = {code: kinds(dict(guide)) for code, guide in guides().items()}
    on_list = {code: found for code, found in held.items() if found}
    assert len(on_list) == 47
    counts = Counter(kind for found in on_list.values() for kind in found)
    assert counts == {MATERIAL: 21, TIME: 10, DISTANCE: 35, FEE: 46}


@pytest.mark.parametrize("item", LISTED, ids=lambda item: item["guide"])
def test_item_holds_its_kinds_with_their_proofs(item: dict[str, Any]) -> None:
    proofs = {
        entry.kind: entry.proof
        for entry in zero_entries(guides()[item["guide"]])
        if entry.scenario == item["scenario"]
    }
    assert proofs == item["proof"]
    assert set(proofs) == set(item["kinds"])


def test_guides_say_of_themselves_what_is_computed() -> None:
    for guide in guides().values():
        assert kinds_held(guide) == guide["zero_list"]


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (MATERIAL, {"materials.0.exempt": "0"}),
        (MATERIAL, {"materials.0.exempt_source": "", "materials.0.cert_type": None}),
        (TIME, {"promise_days": 1}),
        (TIME, {"case_kind": "2"}),
        (TIME, {"special_procedures": [{"name": "听证", "counted": False}]}),
        (TIME, {"stages.0.counted": False}),
        (DISTANCE, {"visits": 1}),
        (DISTANCE, {"online_grade": "Ⅲ", "kiosk": False, "handle_forms": ["1", "2"]}),
        (FEE, {"fee.is_fee": True}),
        (FEE, {"intermediary": [{"name": "翻译", "payer": "申请人"}]}),
    ],
)
def test_guide_that_stops_qualifying_drops_out_of_that_kind_only(
    kind: str, changes: dict[str, Any]
) -> None:
    guide = dict(guides()[ALL_FOUR])
    assert kinds(guide) == set(KINDS)
    assert kinds(changed(guide, changes)) == set(KINDS) - {kind}


def test_paper_of_one_scenario_counts_there_only() -> None:
    guide = dict(guides()["elder-allowance"])
    assert MATERIAL in kinds(guide)
    assert MATERIAL in kinds(guide, "本人")
    assert MATERIAL not in kinds(guide, "家人或者他人代办")


def test_scenario_that_stops_holds_nothing() -> None:
    young = {"scenario.sets.0.answers": {"age": 60, "agent": "no"}}
    guide = changed(dict(guides()["elder-allowance"]), young)
    assert kinds(guide, "本人") == set()


def test_fee_of_a_scenario_decides_there() -> None:
    rule = {
        "name": "加急",
        "condition": {"eq": [{"var": "agent"}, "yes"]},
        "effects": {"set_fee": 20},
        "priority": 1,
    }
    guide = dict(guides()["elder-allowance"])
    rules = [rule, *guide["scenario"]["rules"]]
    dear = changed(guide, {"scenario.rules": rules})
    assert FEE in kinds(dear, "本人")
    assert FEE not in kinds(dear, "家人或者他人代办")


def test_proof_names_what_takes_each_papers_place() -> None:
    entries = zero_entries(guides()["elder-allowance"])
    details = {entry.kind: entry.detail for entry in entries[:4]}
    assert details[MATERIAL][0] == "老人居民身份证：电子证照库:居民身份证"
    assert details[FEE] == ()
