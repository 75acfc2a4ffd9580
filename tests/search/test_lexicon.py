from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from search import sources
from search.errors import SearchConfigError
from search.lexicon import default_lexicon, find_phrases


def test_concepts_keep_the_order_of_the_data() -> None:
    officials = default_lexicon().concepts["饭店"][0].officials
    assert officials[0] == "食品经营许可餐饮服务"
    assert officials[-1] == "开办餐饮店一件事"


def test_second_meanings_are_kept_beside_the_first() -> None:
    assert len(default_lexicon().concepts["派出所"]) == 2


def test_offices_of_one_group_name_each_other() -> None:
    assert {"教育局", "教体局"} <= set(default_lexicon().agencies["教委"])


def test_names_of_a_matter_begin_with_the_plain_one() -> None:
    assert default_lexicon().names_of("M0011")[0] == "考过后办教师资格证"
    assert default_lexicon().names_of("") == ()


def test_misspellings_are_not_offered() -> None:
    assert "社保咔" in default_lexicon().concepts
    assert "社保咔" not in default_lexicon().sorted_phrases


def test_find_phrases_returns_the_longest_first() -> None:
    found = find_phrases("开饭店吗", {"饭店": 1, "开饭店": 1, "吗": 1})
    assert [match.phrase for match in found] == ["开饭店", "饭店", "吗"]


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "search"
    shutil.copytree(sources.source_path("."), folder)
    monkeypatch.setattr("search.lexicon.source_path", lambda name: folder / name)
    return folder


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda path: path.unlink(), "missing"),
        (lambda path: path.write_text("a\tb\n", encoding="utf-8"), "columns"),
        (
            lambda path: path.write_text("trade\tofficial\n饭店\t\n", encoding="utf-8"),
            "line 2",
        ),
    ],
)
def test_damaged_data_is_named(data_folder: Path, damage: object, told: str) -> None:
    damage(data_folder / "trades.tsv")  # type: ignore[operator]
    with pytest.raises(SearchConfigError, match=rf"trades\.tsv.*{told}"):
        default_lexicon.__wrapped__()
