from __future__ import annotations

from typing import Any

import pytest

from content.expressions import parse
from content.scenario_walk import MOST_CASES, Walk
from tests.content.lint.worlds import guides

SCALE = {
    "code": "scale",
    "text": "多大?",
    "kind": "single",
    "options": [{"code": "small"}, {"code": "big"}],
}
SIZE = {"code": "size", "text": "多少平方米?", "kind": "number"}
EXTRAS = {
    "code": "extras",
    "text": "还做什么?",
    "kind": "multi",
    "options": [{"code": "cold"}, {"code": "raw"}],
}


def walk(*questions: dict[str, Any], rules: tuple[str, ...] = ()) -> Walk:
    return Walk(
        {
            "questions": list(questions),
            "rules": [{"name": text, "condition": parse(text)} for text in rules],
        }
    )


def shown_if(question: dict[str, Any], text: str) -> dict[str, Any]:
    return question | {"show_if": parse(text)}


def test_demo_guides_lead_everywhere() -> None:
    for guide in guides().values():
        found = Walk(guide["scenario"])
        assert not found.dead_rules()
        assert not found.hidden_questions()
        assert not found.unanswerable()


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("scale == small", False),
        ("scale == small and scale == big", True),
        ("size < 10 and size > 5", False),
        ("size < 5 and size > 10", True),
        ("size between 5,10", False),
        ("extras == cold and extras == raw", False),
        ("not (scale == small or scale == big)", True),
        ("size == 7 and scale != big", False),
    ],
)
def test_rule_is_dead_when_no_answers_fulfil_it(text: str, dead: bool) -> None:
    found = walk(SCALE, SIZE, EXTRAS, rules=(text,)).dead_rules()
    assert bool(found) is dead


def test_limits_of_the_question_count() -> None:
    limited = SIZE | {"validation": {"min": 0, "max": 100}}
    found = walk(limited, rules=("size > 100", "size < 0", "size >= 100"))
    assert [rule["name"] for rule in found.dead_rules()] == ["size > 100", "size < 0"]


def test_question_that_waits_for_a_later_one_is_never_asked() -> None:
    early = shown_if(SCALE, "size > 10")
    assert walk(early, SIZE).hidden_questions() == [early]
    assert walk(SIZE, early).hidden_questions() == []


def test_rule_on_a_question_asked_only_in_another_branch_is_dead() -> None:
    branch = shown_if(EXTRAS, "scale == big")
    rules = ("extras == raw and scale == small", "extras == raw and scale == big")
    found = walk(SCALE, branch, rules=rules).dead_rules()
    assert [rule["name"] for rule in found] == [rules[0]]


def test_choice_needs_something_to_choose() -> None:
    single = SCALE | {"options": [{"code": "small"}]}
    assert walk(single, EXTRAS, SIZE).unanswerable() == [single]


def test_date_is_compared_by_its_text() -> None:
    day = {"code": "day", "text": "哪天?", "kind": "date"}
    found = walk(day, rules=('day == "2026-01-01"',))
    assert found.dead_rules() == []


def test_condition_with_too_many_cases_counts_as_possible() -> None:
    options = [{"code": str(number)} for number in range(MOST_CASES)]
    wide = SCALE | {"code": "wide", "options": options}
    text = "wide == 1 and scale == small and scale == big"
    assert walk(wide, SCALE, rules=(text,)).dead_rules() == []
