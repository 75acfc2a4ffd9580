from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from search.lexicon import default_lexicon
from search.plan.phrasebook import default_phrasebook
from search.plan.reading import Reader, Reading


def read(text: str) -> Reading:
    book = default_phrasebook()
    return Reader(default_lexicon(), book, book.occurs).read(text)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("我想办居住证需要什么材料", ["居住证"]),
        ("请问社保卡丢了怎么办", ["社保卡丢了"]),
        ("养老保险转移", ["养老保险转移"]),
        ("在哪里可以查档案", ["查档案"]),
    ],
)
def test_reading_drops_politeness(text: str, content: list[str]) -> None:
    assert read(text).content == content


@pytest.mark.parametrize("text", ["急救车", "节能审查"])
def test_reading_keeps_fillers_inside_words(text: str) -> None:
    assert read(text).content == [text]


def test_reading_of_politeness_alone_keeps_it() -> None:
    assert read("怎么办").content == ["怎么办"]


@pytest.mark.parametrize(
    ("text", "corrected"),
    [("公鸡金提取", "公积金提取"), ("烟草专买证", "烟草专卖证"), ("社保卡", "")],
)
def test_reading_mends_homophones(text: str, corrected: str) -> None:
    assert read(text).corrected == corrected


def test_reading_of_initials_finds_the_word() -> None:
    reading = read("sfz丢了")
    assert "身份证" in reading.content
    assert reading.corrected in {"", "身份证丢了"}


def test_reading_of_spaced_pinyin_is_one_word() -> None:
    assert read("shiye baoxianjin").spelled[0] == ("shi", "ye", "bao", "xian", "jin")


def test_reading_takes_the_office_out() -> None:
    reading = read("教育局 转学")
    assert "教体局" in reading.offices
    assert reading.content == ["转学"]


def test_reading_of_an_office_alone_is_a_concept() -> None:
    reading = read("烟草局")
    assert reading.offices == ()
    assert reading.concepts


def test_reading_hears_what_is_wanted() -> None:
    assert "补领" in read("身份证补办").wanted
    assert read("身份证").wanted == ()


def test_short_phrases_do_not_cut_words() -> None:
    phrases = {concept.phrase for concept, _ in read("异地补办").concepts}
    assert "地补" not in phrases


def test_phrase_inside_a_longer_one_counts_less() -> None:
    shares = {concept.phrase: share for concept, share in read("开饭店").concepts}
    assert shares["饭店"] < shares["开饭店"] == 1.0


@pytest.mark.parametrize("text", ["红烧肉做法", "电影票房排行榜"])
def test_known_share_of_other_topics_is_small(text: str) -> None:
    assert read(text).known_share < 0.4


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_reading_takes_any_text(text: str) -> None:
    reading = read(text)
    assert 0.0 <= reading.known_share <= 1.0
    assert all(0.0 < share <= 1.0 for _, share in reading.concepts)


@given(
    st.text(
        st.sampled_from("驾照证政公鸡积金提取社保卡丢了怎么办我想sfzgjj12 "),
        max_size=30,
    )
)
@settings(max_examples=200, deadline=None)
def test_reading_ends_for_mixtures_of_known_signs(text: str) -> None:
    read(text)
