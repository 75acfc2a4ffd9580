from __future__ import annotations

import pytest

from search.lexicon import default_lexicon
from search.plan.neighbours import Neighbours
from search.plan.phrasebook import default_phrasebook

SMALL = Neighbours(
    ("车辆过户", "房子过户", "给孩子上户口", "驾照到期"),
    {"汽车": "车", "车辆": "车", "娃": "孩子"},
)


def test_words_of_one_meaning_count_as_equal() -> None:
    assert SMALL.near("汽车过户", most=1) == [("车辆过户", 1.0)]
    assert SMALL.near("给娃上户口", most=1) == [("给孩子上户口", 1.0)]


def test_the_rare_part_decides() -> None:
    (best, likeness), (second, less) = SMALL.near("旧房子过户", most=2)
    assert (best, second) == ("房子过户", "车辆过户")
    assert 1 > likeness > less > 0


def test_nothing_is_near_to_what_shares_nothing() -> None:
    assert SMALL.near("天气", most=3) == []
    assert SMALL.near("", most=3) == []


def test_known_phrases_are_nearest_to_themselves() -> None:
    book = default_phrasebook()
    for phrase in ("开饭店", "社保卡丢了", "给孩子办身份证"):
        assert phrase in default_lexicon().concepts
        assert book.neighbours.near(phrase, most=1)[0][1] == pytest.approx(1)
