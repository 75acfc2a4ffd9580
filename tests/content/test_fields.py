from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, strategies as st

from content.codes import ServiceObject
from content.fields import CodesField, LinesField, lines_from_text
from content.option_lines import (
    format_answers,
    format_options,
    parse_answers,
    parse_options,
)

plain = st.text(
    st.characters(blacklist_categories=["Cc", "Zl", "Zp", "Cs"]), min_size=1
).filter(lambda text: text == text.strip() and "\n" not in text and text)


def test_codes_of_the_list_are_taken() -> None:
    CodesField(codes=ServiceObject).clean(["1", "unincorporated"], None)


@pytest.mark.parametrize("value", [["7"], ["1", "x"], "1", {"1": True}])
def test_other_codes_are_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        CodesField(codes=ServiceObject).clean(value, None)


def test_refusal_names_the_code_and_what_is_known() -> None:
    with pytest.raises(ValidationError) as caught:
        CodesField(codes=ServiceObject).clean(["7"], None)
    message = caught.value.messages[0]
    assert "“7”" in message
    assert "unincorporated" in message


def test_codes_are_ticked_in_a_form() -> None:
    field = CodesField(codes=ServiceObject).formfield()
    assert field.clean(["1", "2"]) == ["1", "2"]
    assert field.clean([]) == []
    with pytest.raises(ValidationError):
        field.clean(["77"])


def test_untouched_codes_have_not_changed() -> None:
    field = CodesField(codes=ServiceObject).formfield()
    assert not field.has_changed(["1"], ["1"])
    assert not field.has_changed(None, [])
    assert field.has_changed(["1"], ["1", "2"])


def test_code_list_stays_out_of_migrations() -> None:
    _name, _path, _args, kwargs = CodesField(codes=ServiceObject).deconstruct()
    assert "codes" not in kwargs


def test_lines_are_split_trimmed_and_not_doubled() -> None:
    assert lines_from_text(" 甲 \r\n\n乙\n甲\n") == ["甲", "乙"]


def test_lines_are_shown_one_per_line_and_read_back() -> None:
    field = LinesField().formfield()
    assert field.prepare_value(["甲", "乙"]) == "甲\n乙"
    assert field.clean("甲\n乙") == ["甲", "乙"]
    assert field.clean("") == []
    assert not field.has_changed(["甲", "乙"], "甲\r\n乙\r\n")


@pytest.mark.parametrize("value", [["", "a"], [1], "a", {"a": 1}])
def test_lines_of_another_shape_are_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        LinesField().clean(value, None)


@given(st.lists(plain, unique=True))
def test_any_lines_survive_the_form(lines: list[str]) -> None:
    field = LinesField().formfield()
    assert field.to_python(field.prepare_value(lines)) == lines


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("yes", "第1行“yes”"),
        ("yes=是\n=否", "第2行"),
        ("yes=", "代码=文字"),
        ("yes=是\nyes=对", "重复"),
    ],
)
def test_malformed_options_are_refused(text: str, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        parse_options(text)
    assert message in caught.value.messages[0]


def test_label_may_contain_an_equals_sign() -> None:
    assert parse_options("a=1+1=2") == [("a", "1+1=2")]


@given(st.dictionaries(plain.filter(lambda code: "=" not in code), plain))
def test_any_options_are_read_back(options: dict[str, str]) -> None:
    pairs = list(options.items())
    assert parse_options(format_options(pairs)) == pairs
    assert parse_answers(format_answers(options)) == options
