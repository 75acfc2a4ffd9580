"""Every list that a guide can give is the one that the rules say."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from portal.scenarios.choices import Choice
from portal.scenarios.situations import (
    Situation,
    asked_questions,
    situation_given,
    situation_of,
    situations,
)
from portal.scenarios.tailoring import asked_materials, left_out, tailored
from tests.portal.scenarios import oracle
from tests.theme_samples import payloads

GUIDES = payloads.guide_codes()
_EDGE = re.compile(r"(ge|gt|le|lt|eq)(n?\d+(?:p\d+)?)")


def holds(token: str, number: float) -> bool:
    """Tell whether a number is in the range that a token names."""
    edges = [
        (how, float(text.replace("p", ".").replace("n", "-")))
        for how, text in _EDGE.findall(token)
    ]
    assert edges, token
    return all(
        {
            "ge": number >= edge,
            "gt": number > edge,
            "le": number <= edge,
            "lt": number < edge,
            "eq": number == edge,
        }[how]
        for how, edge in edges
    )


def filled_in(guide: dict[str, Any], said: dict[str, Any]) -> dict[str, list[str]]:
    """Return the form of somebody who says this: one ticked option for each question."""
    return {
        question["code"]: [_ticked(choices, said[question["code"]])]
        for question, choices in asked_questions(guide)
    }


def _ticked(choices: list[Choice], answer: Any) -> str:
    if isinstance(answer, str):
        return next(each.token for each in choices if each.answer == answer)
    (fitting,) = [each.token for each in choices if holds(each.token, answer)]
    return fitting


def assert_as_the_rules_say(guide: dict[str, Any], said: dict[str, Any]) -> Situation:
    situation, missing = situation_given(guide, filled_in(guide, said))
    assert situation is not None, missing
    wanted = oracle.expected(guide, said)
    result = situation.result
    if wanted.stops:
        assert result.stop is not None
        assert result.stop.reason in wanted.stops
        return situation
    assert result.stop is None
    listed = {material["order"] for material in asked_materials(situation)}
    assert listed == wanted.bring | wanted.later
    assert set(result.required) == wanted.bring
    assert set(result.later) == wanted.later
    assert result.optional == ()
    names = {row["name"] for row in guide["materials"] if row["order"] not in listed}
    assert {each.name for each in left_out(situation)} == names
    assert result.promise_days == wanted.promise_days
    assert result.fee_yuan == wanted.fee
    assert set(result.notes) == wanted.notes
    return situation


@pytest.mark.parametrize("code", GUIDES)
def test_every_combination_gives_the_list_of_the_rules(code: str) -> None:
    guide = payloads.guide_payload(code)["guide"]
    found = {
        assert_as_the_rules_say(guide, said).code
        for said in oracle.everything_said(guide)
    }
    assert found == {each.code for each in situations(guide)}


@pytest.mark.parametrize("code", GUIDES)
def test_every_list_has_an_address_of_its_own(code: str) -> None:
    guide = payloads.guide_payload(code)["guide"]
    for each in situations(guide):
        named = situation_of(guide, each.code)
        assert named is not None
        assert named.answers == each.answers
        assert re.fullmatch(r"[\w.~-]+", each.code), each.code


NUMBERS = [
    (code, question)
    for code in GUIDES
    for question in payloads.guide_payload(code)["guide"]["scenario"]["questions"]
    if question["kind"] == "number"
]


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_any_number_gives_the_list_of_the_rules(data: st.DataObject) -> None:
    code, asked = data.draw(st.sampled_from(NUMBERS))
    guide = payloads.guide_payload(code)["guide"]
    said = {
        question["code"]: data.draw(_answers(question))
        for question in guide["scenario"]["questions"]
    }
    assert isinstance(said[asked["code"]], float)
    assert_as_the_rules_say(guide, said)


def _answers(question: dict[str, Any]) -> st.SearchStrategy[Any]:
    if question["kind"] == "number":
        limits = question["validation"]
        return st.floats(limits["min"], limits["max"])
    return st.sampled_from([option["code"] for option in question["options"]])


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_rules_that_editors_may_write_are_followed(data: st.DataObject) -> None:
    """Rules of all effects over all questions, also those that the demo has not."""
    guide = copy.deepcopy(payloads.guide_payload("food")["guide"])
    questions = guide["scenario"]["questions"]
    orders = [material["order"] for material in guide["materials"]]
    effect = st.one_of(
        st.sampled_from(orders).map(lambda order: {"add_material": order}),
        st.sampled_from(orders).map(lambda order: {"remove_material": order}),
        st.integers(1, 60).map(lambda days: {"set_promise": days}),
        st.integers(0, 90).map(lambda yuan: {"set_fee": yuan}),
        st.sampled_from("甲乙丙").map(lambda note: {"set_note": note}),
        st.sampled_from("丁戊").map(lambda reason: {"stop": reason}),
    )
    rules = st.lists(st.tuples(_conditions(questions), effect), max_size=5)
    guide["scenario"]["rules"] += [
        {"name": f"规则{place}", "condition": cause, "effects": then, "priority": place}
        for place, (cause, then) in enumerate(data.draw(rules), start=1)
    ]
    said = {q["code"]: data.draw(_answers(q)) for q in questions}
    assert_as_the_rules_say(guide, said)


def _conditions(questions: list[dict[str, Any]]) -> st.SearchStrategy[Any]:
    comparisons = st.sampled_from(
        [
            {operator: [{"var": question["code"]}, value]}
            for question in questions
            for option in question["options"]
            for operator, value in (
                ("eq", option["code"]),
                ("ne", option["code"]),
                ("in", [option["code"]]),
            )
        ]
    )
    return st.recursive(
        comparisons,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"and": parts}),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"or": parts}),
            inner.map(lambda part: {"not": part}),
        ),
        max_leaves=4,
    )


def test_promise_and_fee_of_the_situation_are_those_of_its_payload() -> None:
    payload = payloads.guide_payload("id-renew")
    broken = situation_of(payload["guide"], "broken-yes")
    assert broken is not None
    fee = tailored(payload, broken)["guide"]["fee"]
    assert [row["standard"] for row in fee["rows"]] == ["40 元"]
    relief = payloads.guide_payload("temp-relief")
    urgent = next(
        each for each in situations(relief["guide"]) if each.answers["urgent"] == "yes"
    )
    assert tailored(relief, urgent)["guide"]["promise_days"] == 1
