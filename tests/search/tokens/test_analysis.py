from __future__ import annotations

from hypothesis import given, strategies as st

from search.tokens.analysis import (
    character_tokens,
    gram_tokens,
    initial_tokens,
    prefix_tokens,
    sound_tokens,
    text_runs,
    word_tokens,
)
from search.tokens.words import derive_domain_words, plain_words, words

CHINESE = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=20
)
ANY_TEXT = st.text(max_size=40)


@given(CHINESE)
def test_plain_words_give_back_the_text(text: str) -> None:
    assert "".join(plain_words(text)) == text


@given(CHINESE)
def test_words_contain_all_plain_words(text: str) -> None:
    assert set(plain_words(text)) <= set(words(text))


@given(ANY_TEXT)
def test_tokens_never_hold_blanks(text: str) -> None:
    parts = text_runs(text)
    for make in (word_tokens, character_tokens, gram_tokens, sound_tokens):
        assert all(token.split() == [token] for token in make(parts))
    for token in initial_tokens(parts) | prefix_tokens(parts):
        assert token.split() == [token]


@given(CHINESE)
def test_query_tokens_of_a_title_are_among_its_document_tokens(text: str) -> None:
    document, query = text_runs(f"{text}（县级）"), text_runs(text)
    assert set(character_tokens(query)) <= set(character_tokens(document))
    assert set(gram_tokens(query)) <= set(gram_tokens(document))


def test_words_know_the_trade() -> None:
    assert "从业资格证" in words("道路货物运输驾驶员从业资格证")


def test_initials_begin_at_words() -> None:
    found = initial_tokens(["往来港澳通行证签发"])
    assert {"gatxz", "txz", "wlga"} <= found
    assert "lgat" not in found


def test_prefixes_hold_characters_pinyin_and_initials() -> None:
    assert {"公", "公积金", "gongji", "gjj"} <= prefix_tokens(["公积金"])


def test_domain_words_are_bound_together_and_new() -> None:
    names = ["道路运输证补办", "危险品道路运输许可", "客运道路运输变更", "道路客运"]
    assert "道路运输" in derive_domain_words(names)
    assert derive_domain_words(["道路运输证"]) == []
