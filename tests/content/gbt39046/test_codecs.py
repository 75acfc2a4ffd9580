"""What a codec writes it reads back; what it did not write it refuses."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from content import codes
from content.gbt39046.codecs import (
    Code,
    Codec,
    CodecError,
    Day,
    Flag,
    ListOf,
    Money,
    Text,
    Whole,
)
from content.gbt39046.codings import Coding
from content.gbt39046.matter import MATTER
from content.gbt39046.tables import Rows, every_field
from tests.content.gbt39046.samples import relaxed

CODINGS = st.sampled_from(list(Coding))
CENTS = st.integers(0, 10**13).map(lambda cents: Decimal(cents) / 100)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
CODECS: list[Codec] = [
    field.codec for _, field in every_field(MATTER) if not isinstance(field.codec, Rows)
]


def there_and_back(codec: Codec, value: Any, coding: Coding = Coding.GBT) -> Any:
    return codec.decode(codec.encode(value, coding), coding)


@relaxed
@given(st.text(max_size=20), CODINGS)
def test_text_stays_as_it_is(text: str, coding: Coding) -> None:
    assert there_and_back(Text(20), text, coding) == text


@relaxed
@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_dates_lose_their_hyphens_and_get_them_back(day: datetime.date) -> None:
    written = Day().encode(day.isoformat(), Coding.GBT)
    assert written == f"{day:%Y%m%d}"
    assert Day().decode(written, Coding.GBT) == day.isoformat()


@relaxed
@given(CENTS)
def test_money_keeps_every_cent(amount: Decimal) -> None:
    value = int(amount) if amount == int(amount) else float(amount)
    written = Money().encode(value, Coding.GBT)
    assert Decimal(written) == amount
    assert written[-3] == "."
    back = Money().decode(written, Coding.GBT)
    assert (back, type(back)) == (value, type(value))


@relaxed
@given(st.booleans())
def test_flags_are_one_and_nought(flag: bool) -> None:
    assert Flag().encode(flag, Coding.GBT) == int(flag)
    assert there_and_back(Flag(), flag) is flag


@relaxed
@given(st.data(), CODINGS, st.sampled_from(CODECS))
def test_what_can_be_read_is_written_the_same(
    data: st.DataObject, coding: Coding, codec: Codec
) -> None:
    """Reading then writing gives back every value that is read at all."""
    value = data.draw(_written_by(codec, coding))
    assert codec.encode(codec.decode(value, coding), coding) == value


@relaxed
@given(JSON, CODINGS, st.sampled_from(CODECS))
def test_anything_else_is_refused_and_breaks_nothing(
    value: Any, coding: Coding, codec: Codec
) -> None:
    for way in (codec.encode, codec.decode):
        refused = _refusal(way, value, coding)
        assert refused is None or (refused.expected and refused.rule)


def _refusal(
    way: Callable[[Any, Coding], Any], value: Any, coding: Coding
) -> CodecError | None:
    try:
        way(value, coding)
    except CodecError as error:
        return error
    return None


def _written_by(codec: Codec, coding: Coding) -> st.SearchStrategy[Any]:
    made: st.SearchStrategy[Any]
    match codec:
        case Text():
            made = st.text(max_size=min(codec.max_length, 30))
        case Day():
            days = st.dates(datetime.date(1000, 1, 1))
            made = st.just("") | days.map(lambda day: f"{day:%Y%m%d}")
        case Flag():
            made = st.sampled_from([0, 1])
        case Whole():
            made = st.integers(codec.minimum, codec.maximum)
        case Money():
            made = CENTS.map(lambda amount: f"{amount:.2f}")
        case Code():
            made = st.sampled_from(codec.schema(coding)["enum"])
        case ListOf():
            item = _written_by(codec.item, coding)
            made = st.lists(item, max_size=4, unique=True)
        case _:
            raise AssertionError(codec)
    return made


@pytest.mark.parametrize(
    ("codec", "value", "rule"),
    [
        (Text(3), "四个字了", "length"),
        (Text(3), 3, "type"),
        (Day(), "2026-01-02", "date"),
        (Day(), "20260230", "date"),
        (Day(), "２０２６０１０２", "date"),
        (Day(), "00000101", "date"),
        (Flag(), True, "type"),
        (Flag(), 2, "type"),
        (Flag(), "1", "type"),
        (Whole(9), 10, "range"),
        (Whole(9), True, "type"),
        (Money(), "12.5", "money"),
        (Money(), "-1.00", "money"),
        (Money(), "1,000.00", "money"),
        (Money(), 12, "type"),
        (Code(codes.MatterType), "99", "code-list"),
        (Code(codes.MatterType), "", "code-list"),
        (ListOf(Code(codes.MatterType)), "01", "type"),
        (ListOf(Text(3)), ["一", 2], "type"),
    ],
)
def test_wrong_values_say_which_rule_they_break(
    codec: Codec, value: Any, rule: str
) -> None:
    with pytest.raises(CodecError) as error:
        codec.decode(value, Coding.GBT)
    assert error.value.rule == rule


@pytest.mark.parametrize(
    "value", [0.001, -1, -0.01, True, "5", float("nan"), float("inf"), 1e300]
)
def test_money_that_has_no_two_decimals_is_not_rounded(value: Any) -> None:
    with pytest.raises(CodecError):
        Money().encode(value, Coding.GBT)


def test_unknown_codes_are_told_the_list() -> None:
    with pytest.raises(CodecError, match="1 法定机关、2 授权组织"):
        Code(codes.BodyNature).decode("8", Coding.GBT)
