from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from search.tokens.pinyin import (
    fits_mixed,
    initials,
    known_syllables,
    readings,
    syllable_pairs,
    syllables,
)

SYLLABLES = st.lists(st.sampled_from(sorted(known_syllables())), min_size=1, max_size=6)


def test_syllables_follow_the_word() -> None:
    assert syllables("银行")[1] == "hang"
    assert syllables("行政许可")[0] == "xing"


def test_initials_are_first_letters() -> None:
    assert initials("公积金") == "gjj"


def test_syllable_pairs_overlap() -> None:
    assert syllable_pairs(("gong", "ji", "jin")) == ["gong_ji", "ji_jin"]
    assert syllable_pairs(("she",)) == ["she"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("juzhuzheng", ("ju", "zhu", "zheng")),
        ("shiyebaoxianjin", ("shi", "ye", "bao", "xian", "jin")),
        ("lvshi", ("lv", "shi")),
    ],
)
def test_readings_take_the_fewest_syllables(typed: str, first: tuple[str, ...]) -> None:
    assert readings(typed)[0] == first


def test_readings_keep_the_other_way() -> None:
    assert readings("xian")[:2] == [("xian",), ("xi", "an")]


@pytest.mark.parametrize("typed", ["", "qwxzvbnm", "zzzzzz", "a" * 50, "gjj"])
def test_readings_of_other_letters_are_none(typed: str) -> None:
    assert readings(typed) == []


@given(SYLLABLES)
def test_readings_join_to_what_was_typed(spelled: list[str]) -> None:
    typed = "".join(spelled)
    for way in readings(typed):
        assert "".join(way) == typed


@given(SYLLABLES)
def test_mixed_accepts_full_and_initials(spelled: list[str]) -> None:
    way = tuple(spelled)
    assert fits_mixed("".join(way), way)
    assert fits_mixed("".join(part[0] for part in way), way)


@pytest.mark.parametrize("typed", ["shenfz", "sfzheng", "sfz", "shfzh"])
def test_mixed_accepts_cut_syllables(typed: str) -> None:
    assert fits_mixed(typed, ("shen", "fen", "zheng"))


@pytest.mark.parametrize("typed", ["sf", "sfzx", "sengfz", ""])
def test_mixed_refuses_others(typed: str) -> None:
    assert not fits_mixed(typed, ("shen", "fen", "zheng"))
