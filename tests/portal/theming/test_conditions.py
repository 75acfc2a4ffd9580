from __future__ import annotations

from typing import Any

import pytest

from portal.theming.conditions import condition_text

QUESTIONS = [
    {"code": "age", "text": "几岁？"},
    {
        "code": "who",
        "text": "谁来办？",
        "options": [{"code": "me", "label": "本人"}, {"code": "kin", "label": "家人"}],
    },
]


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (None, ""),
        ({"eq": [{"var": "who"}, "kin"]}, "“谁来办？”选“家人”"),
        ({"ne": [{"var": "who"}, "kin"]}, "“谁来办？”不选“家人”"),
        ({"in": [{"var": "who"}, ["me", "kin"]]}, "“谁来办？”选“本人”或者“家人”"),
        ({"lt": [{"var": "age"}, 16.0]}, "“几岁？”小于 16"),
        (
            {"and": [{"gte": [{"var": "age"}, 80]}, {"eq": [{"var": "who"}, "me"]}]},
            "“几岁？”不小于 80，并且“谁来办？”选“本人”",
        ),
        ({"not": {"eq": [{"var": "who"}, "me"]}}, "不是（“谁来办？”选“本人”）"),
    ],
)
def test_condition_is_said_in_words(expression: Any, text: str) -> None:
    assert condition_text(expression, QUESTIONS) == text


@pytest.mark.parametrize(
    "expression", [{"eq": [{"var": "gone"}, 1]}, {"xor": []}, {"and": 3}, {}]
)
def test_condition_not_understood_says_nothing(expression: Any) -> None:
    assert condition_text(expression, QUESTIONS) == ""
