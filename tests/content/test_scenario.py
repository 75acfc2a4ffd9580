from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from content.scenario import answer_errors, resolve
from tests.factories.content import GUIDE_SLUGS, guide_json

GUIDES = {slug: guide_json(slug) for slug in GUIDE_SLUGS}


def question(code: str, **values: Any) -> dict[str, Any]:
    options = [{"code": "yes", "label": "是"}, {"code": "no", "label": "否"}]
    return {"code": code, "text": code, "kind": "single", "options": options} | values


def rule(
    condition: dict[str, Any], priority: int = 10, **effects: Any
) -> dict[str, Any]:
    return {"condition": condition, "effects": effects, "priority": priority}


def eq(code: str, value: str) -> dict[str, Any]:
    return {"eq": [{"var": code}, value]}


def material(order: int, need: str = "1", **values: Any) -> dict[str, Any]:
    return {"order": order, "need": need} | values


def guide(**parts: Any) -> dict[str, Any]:
    scenario = {name: parts.get(name, []) for name in ("questions", "rules")}
    return {"scenario": scenario, "materials": parts.get("materials", [])}


@st.composite
def guide_and_answers(draw: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    chosen = GUIDES[draw(st.sampled_from(GUIDE_SLUGS))]
    answers: dict[str, Any] = {}
    for asked in chosen["scenario"]["questions"]:
        codes = [option["code"] for option in asked.get("options", [])]
        answer = st.sampled_from(codes) if codes else st.integers(0, 150)
        value = draw(st.none() | answer)
        if value is not None:
            answers[asked["code"]] = value
    return chosen, answers


@pytest.mark.parametrize("slug", GUIDE_SLUGS)
def test_without_answers_every_material_is_shown(slug: str) -> None:
    result = resolve(GUIDES[slug], {})
    shown = {*result.required, *result.optional, *result.later}
    assert shown == {item["order"] for item in GUIDES[slug]["materials"]}
    assert result.stop is None
    assert not result.complete


@pytest.mark.parametrize("slug", GUIDE_SLUGS)
def test_named_sets_stay_within_the_guide(slug: str) -> None:
    for named in GUIDES[slug]["scenario"]["sets"]:
        assert answer_errors(GUIDES[slug], named["answers"]) == {}
        resolve(GUIDES[slug], named["answers"])


@given(guide_and_answers())
def test_same_answers_give_the_same_result(case: tuple[dict[str, Any], Any]) -> None:
    chosen, answers = case
    assert resolve(chosen, answers) == resolve(chosen, dict(reversed(answers.items())))


@given(guide_and_answers())
def test_complete_answers_leave_nothing_open(case: tuple[dict[str, Any], Any]) -> None:
    result = resolve(*case)
    if result.complete:
        assert result.optional == ()


@given(guide_and_answers())
def test_more_answers_never_bring_back_what_was_ruled_out(
    case: tuple[dict[str, Any], Any],
) -> None:
    chosen, answers = case
    before = resolve(chosen, {})
    after = resolve(chosen, answers)
    assert set(after.optional) <= set(before.optional)
    assert set(before.required) <= set(after.required)


@given(guide_and_answers())
def test_answer_to_an_unknown_question_changes_nothing(
    case: tuple[dict[str, Any], Any],
) -> None:
    chosen, answers = case
    assert resolve(chosen, answers | {"no_such": "yes"}) == resolve(chosen, answers)


def test_low_age_stops_with_reason_and_basis() -> None:
    result = resolve(GUIDES["elder-allowance"], {"age": 70, "agent": "no"})
    assert result.stop is not None
    assert result.stop.reason == "未满80周岁,暂不符合条件"
    assert result.stop.basis_article == "第八条"


def test_agent_brings_two_papers_more() -> None:
    chosen = GUIDES["elder-allowance"]
    assert resolve(chosen, {"age": "85", "agent": "no"}).required == (1, 2, 5)
    assert resolve(chosen, {"age": "85", "agent": "yes"}).required == (1, 2, 3, 4, 5)
    assert resolve(chosen, {"age": "85"}).optional == (3, 4)


def test_note_fee_promise_and_jump_are_taken_from_the_first_rule() -> None:
    chosen = guide(
        questions=[question("why")],
        rules=[
            rule(eq("why", "yes"), 20, set_fee=40, set_promise=20, jump="另一事项"),
            rule(eq("why", "yes"), 10, set_fee=20, set_promise=1, set_note="先"),
            rule(eq("why", "yes"), 30, set_note="后"),
        ],
    )
    result = resolve(chosen, {"why": "yes"})
    assert (result.fee_yuan, result.promise_days) == (20.0, 1)
    assert result.jump == "另一事项"
    assert result.notes == ("先", "后")


def test_question_that_is_not_shown_is_neither_asked_nor_heard() -> None:
    chosen = guide(
        questions=[question("who"), question("poa", show_if=eq("who", "yes"))],
        materials=[material(1, "2", need_condition=eq("poa", "yes"))],
    )
    assert resolve(chosen, {}).optional == (1,)
    hidden = resolve(chosen, {"who": "no", "poa": "yes"})
    assert hidden.questions == ("who",)
    assert hidden.complete
    assert (hidden.required, hidden.optional) == ((), ())
    assert resolve(chosen, {"who": "yes"}).unanswered == ("poa",)


def test_material_may_be_removed_by_a_rule() -> None:
    chosen = guide(
        questions=[question("net")],
        materials=[material(1), material(2)],
        rules=[rule(eq("net", "yes"), remove_material=2)],
    )
    assert resolve(chosen, {"net": "yes"}).required == (1,)
    assert resolve(chosen, {"net": "no"}).required == (1, 2)
    assert resolve(chosen, {}).optional == (2,)


def test_material_that_may_follow_later_is_listed_apart() -> None:
    result = resolve(guide(materials=[material(1), material(2, "3")]), {})
    assert (result.required, result.later) == ((1,), (2,))


def test_optional_question_is_not_missed() -> None:
    result = resolve(guide(questions=[question("more", required=False)]), {})
    assert result.complete
    assert result.questions == ("more",)


def test_catalogue_matter_has_nothing_to_resolve() -> None:
    result = resolve({"scenario": {}, "materials": []}, {"a": "b"})
    assert result.complete
    assert result.required == ()


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"age": "老"}, "应填数字"),
        ({"age": "200"}, "0至150之间"),
        ({"age": "nan"}, "0至150之间"),
        ({"agent": "maybe"}, "没有选项“maybe”"),
        ({"agent": ["yes", "no"]}, "只能选一项"),
        ({"unknown": "yes"}, "没有问题“unknown”"),
    ],
)
def test_wrong_answer_is_named(answers: dict[str, Any], message: str) -> None:
    errors = answer_errors(GUIDES["elder-allowance"], answers)
    assert message in " ".join(errors.values())


@pytest.mark.parametrize(
    "answers", [{}, {"age": 80, "agent": "yes"}, {"age": "", "agent": None}]
)
def test_right_or_missing_answers_have_no_error(answers: dict[str, Any]) -> None:
    assert answer_errors(GUIDES["elder-allowance"], answers) == {}


def test_several_ticks_are_each_checked() -> None:
    chosen = guide(questions=[question("items", kind="multi")])
    assert answer_errors(chosen, {"items": ["yes", "no"]}) == {}
    assert "“x”" in answer_errors(chosen, {"items": ["yes", "x"]})["items"]
