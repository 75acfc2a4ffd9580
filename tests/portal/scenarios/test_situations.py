from __future__ import annotations

import copy
from typing import Any

import pytest

from portal.scenarios.ranges import ranges_of
from portal.scenarios.situations import (
    MOST_FILES,
    asked_questions,
    file_situations,
    has_questions,
    situation_given,
    situation_of,
)
from tests.theme_samples import payloads


def guide_with(*questions: dict[str, Any], rules: list[Any] | None = None) -> Any:
    guide = copy.deepcopy(payloads.guide_payload("food")["guide"])
    plain = {"text": "问？", "help": "", "required": True, "show_if": None}
    guide["scenario"] = {
        "questions": [plain | {"options": []} | each for each in questions],
        "rules": rules or [],
        "sets": [],
    }
    for material in guide["materials"]:
        material.pop("need_condition", None)
    return guide


def choice(code: str, amount: int, kind: str = "single") -> dict[str, Any]:
    options = [{"code": f"o{n}", "label": f"选项{n}"} for n in range(1, amount + 1)]
    return {"code": code, "kind": kind, "options": options}


@pytest.mark.parametrize(
    ("conditions", "labels"),
    [
        ([{"lt": [{"var": "n"}, 16.0]}], ["不到 16", "满 16"]),
        ([{"lte": [{"var": "n"}, 4.5]}], ["不超过 4.5", "超过 4.5"]),
        (
            [{"lt": [{"var": "n"}, 80.0]}, {"gte": [{"var": "n"}, 100.0]}],
            ["不到 80", "满 80，不到 100", "满 100"],
        ),
        ([{"between": [{"var": "n"}, 2, 3]}], ["不到 2", "满 2，不超过 3", "超过 3"]),
        ([{"eq": [{"var": "n"}, "3"]}], ["不到 3", "正好 3", "超过 3"]),
        ([{"lt": [{"var": "n"}, 999.0]}], ["不论多少"]),
        ([{"not": {"gt": [{"var": "other"}, 3.0]}}], ["不论多少"]),
    ],
)
def test_ranges_end_where_a_rule_makes_a_difference(
    conditions: list[Any], labels: list[str]
) -> None:
    question = {"code": "n", "validation": {"min": 0, "max": 150}}
    assert [found.label for found in ranges_of(question, conditions)] == labels


def test_number_that_no_rule_looks_at_is_not_asked() -> None:
    guide = guide_with({"code": "n", "kind": "number"}, choice("a", 2))
    assert [question["code"] for question, _ in asked_questions(guide)] == ["a"]
    assert [each.code for each in file_situations(guide)] == ["o1", "o2"]


def test_ticks_are_named_in_the_order_of_the_question() -> None:
    guide = guide_with(choice("a", 3, "multi"))
    situation, missing = situation_given(guide, {"a": ["o3", "o1"]})
    assert situation is not None
    assert (situation.code, missing) == ("o1.o3", [])
    assert situation.answers == {"a": ["o1", "o3"]}
    assert situation_of(guide, "o3.o1") is None
    assert situation_of(guide, "o1.o9") is None
    assert len(file_situations(guide)) == 7


def test_question_that_may_be_left_open_can_be_skipped() -> None:
    guide = guide_with(choice("a", 2) | {"required": False})
    skipped = situation_of(guide, "~")
    assert skipped is not None
    assert skipped.answers == {"a": None}


def test_options_with_codes_unfit_for_an_address_are_numbered() -> None:
    options = [{"code": "甲/乙", "label": "甲"}, {"code": "b", "label": "乙"}]
    guide = guide_with({"code": "a", "kind": "single", "options": options})
    assert [each.code for each in file_situations(guide)] == ["1", "2"]


def test_asking_ends_at_the_first_stop() -> None:
    guide = payloads.guide_payload("elder-allowance")["guide"]
    young = situation_of(guide, "lt80")
    assert young is not None
    assert young.result.stop is not None
    assert situation_of(guide, "lt80-no") is None
    assert situation_of(guide, "ge80lt100") is None


def test_unanswered_question_is_named() -> None:
    guide = payloads.guide_payload("food")["guide"]
    situation, missing = situation_given(guide, {"scale": ["small"], "gas": ["?"]})
    assert situation is None
    assert [question["code"] for question in missing] == ["gas", "store", "agent"]


def test_guide_with_too_many_lists_has_none_as_files() -> None:
    guide = guide_with(*(choice(f"q{n}", 3) for n in range(5)))
    assert MOST_FILES < 3**5
    assert file_situations(guide) == []
    assert situation_of(guide, "o1-o2-o3-o1-o2") is not None
    ticks = guide_with(choice("a", 40, "multi"))
    assert file_situations(ticks) == []
    assert situation_of(ticks, "o1.o40") is not None
    assert has_questions(ticks)


def test_guide_without_questions_has_no_list() -> None:
    guide = guide_with()
    assert not has_questions(guide)
    assert file_situations(guide) == []
