from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, strategies as st

from content import expressions

# Words of the language are not question codes.
WORDS = {"and", "or", "not", "in", "between"}
codes = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(
    lambda code: code not in WORDS
)
values = st.text(min_size=1, max_size=12)
numbers = st.integers(-10_000, 10_000).map(float) | st.floats(
    -1e6, 1e6, allow_nan=False
).map(lambda number: round(number, 3) + 0.0)


def comparisons() -> st.SearchStrategy[dict[str, Any]]:
    variable = codes.map(lambda code: {"var": code})
    same = st.tuples(st.sampled_from(["eq", "ne"]), variable, values).map(
        lambda parts: {parts[0]: [parts[1], parts[2]]}
    )
    ordered = st.tuples(
        st.sampled_from(["lt", "lte", "gt", "gte"]), variable, numbers
    ).map(lambda parts: {parts[0]: [parts[1], parts[2]]})
    among = st.tuples(variable, st.lists(values, min_size=1, max_size=4)).map(
        lambda parts: {"in": [parts[0], parts[1]]}
    )
    between = st.tuples(variable, numbers, numbers).map(
        lambda parts: {"between": list(parts)}
    )
    return same | ordered | among | between


def expressions_of_any_depth() -> st.SearchStrategy[dict[str, Any]]:
    return st.recursive(
        comparisons(),
        lambda inner: (
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: {"and": parts})
            | st.lists(inner, min_size=2, max_size=3).map(lambda parts: {"or": parts})
            | inner.map(lambda part: {"not": part})
        ),
        max_leaves=8,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("agent == yes", {"eq": [{"var": "agent"}, "yes"]}),
        ("why!=self", {"ne": [{"var": "why"}, "self"]}),
        ("age < 16", {"lt": [{"var": "age"}, 16.0]}),
        ("mass <= 4.5", {"lte": [{"var": "mass"}, 4.5]}),
        ("item in name, addr", {"in": [{"var": "item"}, ["name", "addr"]]}),
        ("age between 3,6", {"between": [{"var": "age"}, 3.0, 6.0]}),
        ('who == "本人 办"', {"eq": [{"var": "who"}, "本人 办"]}),
        (
            "a == 1 or b == 2 and c == 3",
            {
                "or": [
                    {"eq": [{"var": "a"}, "1"]},
                    {"and": [{"eq": [{"var": "b"}, "2"]}, {"eq": [{"var": "c"}, "3"]}]},
                ]
            },
        ),
        ("not (a == b)", {"not": {"eq": [{"var": "a"}, "b"]}}),
    ],
)
def test_text_is_parsed(text: str, expected: dict[str, Any]) -> None:
    assert expressions.parse(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "问题代码"),
        ("agent", "=="),
        ("agent = yes", "无法识别"),
        ("agent ==", "答案代码"),
        ("age < ten", "数字"),
        ("(a == b", "右括号"),
        ("a == b c", "and、or"),
        ("a == b and", "问题代码"),
        ("age between 3", "逗号和上限"),
        ("and == b", "问题代码"),
        ("a in b,", "答案代码"),
        ("(" * 30 + "a == b" + ")" * 30, "20层"),
        ("a == " + "b" * 3000, "太长"),
    ],
)
def test_text_that_is_no_condition_is_refused(text: str, expected: str) -> None:
    with pytest.raises(ValidationError) as caught:
        expressions.parse(text)
    assert expected in " ".join(caught.value.messages)


@given(expressions_of_any_depth())
def test_format_is_read_back_to_the_same_expression(expr: dict[str, Any]) -> None:
    assert expressions.parse(expressions.format(expr)) == expr


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    with suppress(ValidationError):
        expressions.format(expressions.parse(text))


@given(expressions_of_any_depth())
def test_nothing_certain_follows_from_no_answers(expr: dict[str, Any]) -> None:
    assert expressions.decide(expr, {}) is None
    assert expressions.evaluate(expr, {}) is False


@given(expressions_of_any_depth(), st.dictionaries(codes, values | numbers))
def test_not_is_the_opposite_when_decided(
    expr: dict[str, Any], answers: dict[str, Any]
) -> None:
    decided = expressions.decide(expr, answers)
    opposite = expressions.decide({"not": expr}, answers)
    assert opposite == (None if decided is None else not decided)


@given(expressions_of_any_depth(), st.data())
def test_all_answered_is_always_decided(expr: dict[str, Any], data: Any) -> None:
    answers = {code: data.draw(values) for code in expressions.variables(expr)}
    assert expressions.decide(expr, answers) is not None


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ("age < 16", {"age": "15"}, True),
        ("age < 16", {"age": 16}, False),
        ("age < 16", {"age": "很小"}, False),
        ("age between 3,6", {"age": 3}, True),
        ("age between 3,6", {"age": 6.5}, False),
        ("kind in a,b", {"kind": ["c", "b"]}, True),
        ("kind == a", {"kind": ["c", "b"]}, False),
        ("size == 10", {"size": 10.0}, True),
        ("agree == yes", {"agree": True}, True),
        ("agree == no", {"agree": False}, True),
        ("a == 1 and b == 2", {"a": "0"}, False),
        ("a == 1 and b == 2", {"a": "1"}, None),
        ("a == 1 or b == 2", {"a": "1"}, True),
        ("a == 1 or b == 2", {"a": "0"}, None),
        ("not (a == 1)", {"a": ""}, None),
        ("why != self", {"why": "sick"}, True),
    ],
)
def test_condition_is_decided(
    text: str, answers: dict[str, Any], expected: bool | None
) -> None:
    assert expressions.decide(expressions.parse(text), answers) is expected


@pytest.mark.parametrize(
    "expr",
    [
        {},
        {"eq": [{"var": "a"}]},
        {"eq": ["a", "b"]},
        {"xor": [{"var": "a"}, "b"]},
        {"and": []},
        {"in": [{"var": "a"}, "b"]},
        {"eq": [{"var": "a"}, "b"], "ne": [{"var": "a"}, "c"]},
        {"between": [{"var": "a"}, 1.0]},
        {"eq": [{"var": "a"}, {"var": "b"}]},
    ],
)
def test_json_of_wrong_shape_is_refused(expr: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        expressions.decide(expr, {"a": "b"})
    with pytest.raises(ValidationError):
        expressions.format(expr)


def test_variables_are_all_questions_asked() -> None:
    expr = expressions.parse("a == 1 and not (b < 2 or c in x,y)")
    assert expressions.variables(expr) == {"a", "b", "c"}
