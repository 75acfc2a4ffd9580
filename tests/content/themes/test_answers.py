"""A theme under answers: who is asked, and what is left to do."""

from __future__ import annotations

import pytest

from content.themes.answers import answer_paths, can_be_asked, narrowed
from tests.theme_samples import payloads

PROJECTS = ("YJS-009", "YJS-010", "YJS-011")


@pytest.mark.parametrize("code", PROJECTS)
def test_every_way_through_the_questions_is_there_once(code: str) -> None:
    theme = payloads.theme(code)
    asked = len(theme["questions"])
    paths = answer_paths(theme)
    assert can_be_asked(theme)
    assert len(paths) == len(set(paths)) == 2 ** (asked + 1) - 1


@pytest.mark.parametrize("code", PROJECTS)
def test_members_are_those_whose_condition_holds(code: str) -> None:
    theme = payloads.theme(code)
    names = [question["code"] for question in theme["questions"]]
    for path in answer_paths(theme):
        if len(path) < len(names):
            continue
        answers = dict(zip(names, path, strict=True))
        kept = [row["order"] for row in narrowed(theme, answers)["members"]]
        # Each condition of the demonstration is one comparison with one option.
        assert kept == [
            row["order"]
            for row in theme["members"]
            if not row["when"]
            or answers[row["when"]["eq"][0]["var"]] == row["when"]["eq"][1]
        ]


def test_what_waited_for_a_step_that_falls_away_waits_for_the_one_before() -> None:
    theme = payloads.theme("YJS-011")
    theme["members"][3]["when"] = None
    own = narrowed(theme, {"big": "no"})
    assert {row["order"]: row["depends_on"] for row in own["members"]} == {
        1: [],
        3: [1],
        4: [1],
    }


def test_number_is_no_question_with_options() -> None:
    assert not can_be_asked(payloads.theme("YJS-006"))
