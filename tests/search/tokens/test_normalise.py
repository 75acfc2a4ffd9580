from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from search.tokens.normalise import compact, normalise, runs

ANY_TEXT = st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("養老保險轉移", "养老保险转移"),
        ("ＡＢＣ１２３", "abc123"),
        ("食品经营许可（餐饮服务）", "食品经营许可(餐饮服务)"),
        ("㎡", "m2"),
    ],
)
def test_normalise_folds_spellings(text: str, expected: str) -> None:
    assert normalise(text) == expected


def test_runs_split_scripts_and_drop_signs() -> None:
    assert runs("3岁以下abc、12345(投诉)!") == ["3", "岁以下", "abc", "12345", "投诉"]


def test_compact_equals_for_width_script_and_punctuation() -> None:
    assert compact("社會保障卡（申領）") == compact(" 社会保障卡(申领) ")


@given(ANY_TEXT)
def test_normalise_twice_changes_nothing_more(text: str) -> None:
    once = compact(text)
    assert compact(once) == once


@given(ANY_TEXT)
def test_runs_hold_no_blanks_and_no_empty_parts(text: str) -> None:
    for run in runs(normalise(text)):
        assert run
        assert not any(character.isspace() for character in run)
