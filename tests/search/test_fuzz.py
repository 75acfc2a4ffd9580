"""Whatever is typed is answered: any text, engine syntax, control characters, long."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from search.planning import Planner
from search.portal_search import PortalSearch
from search.requests import LONGEST_TEXT, SearchRequest
from tests.fuzzing import SYNTAX_PIECES, fuzzing

SYNTAX = "+-&|!(){}[]^\"~*?:\\/<>=@#$%;'`,."
PIECES = (
    *SYNTAX_PIECES,
    "社保卡",
    "身份证丢了怎么办",
    "shenfenz",
    "gjj",
    "㊣",
    "𠮷",
    "👨‍👩‍👧",
    "ﷺ",
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="的了我社保卡身份证办补丢失公积金贷款abcgjz019 ", max_size=60),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=12).map(
        "".join
    ),
)


@fuzzing(150)
@given(text=TEXTS)
def test_any_text_is_answered(portal: PortalSearch, text: str) -> None:
    results = portal.search(SearchRequest(text=text))
    assert results.total >= len(results.hits)
    portal.suggest(text)


@fuzzing(150)
@given(text=TEXTS)
def test_a_plan_is_made_of_any_text_and_is_the_same_again(
    planner: Planner, text: str
) -> None:
    knows = planner.phrasebook.occurs
    plan = planner.plan(text, {}, knows)
    assert plan == planner.plan(text, {}, knows)
    for clause in (*plan.required, *plan.scoring):
        for terms in getattr(clause, "clauses", (clause,)):
            assert all(token and " " not in token for token in terms.tokens)
            assert 1 <= terms.minimum <= max(1, len(terms.tokens))


@fuzzing(150)
@given(
    before=st.text(alphabet=SYNTAX, max_size=12),
    after=st.text(alphabet=SYNTAX, max_size=12),
    text=st.sampled_from(("社保卡", "开饭店", "办营业执照", "gjj", "shebaoka")),
)
def test_engine_syntax_around_a_query_changes_nothing(
    portal: PortalSearch, before: str, after: str, text: str
) -> None:
    plain = portal.search(SearchRequest(text=text))
    wrapped = portal.search(SearchRequest(text=f"{before}{text}{after}"))
    assert [hit.code for hit in wrapped.hits] == [hit.code for hit in plain.hits]
    assert [hit.score for hit in wrapped.hits] == [hit.score for hit in plain.hits]


@pytest.mark.parametrize("piece", ["社保", "sfz", "a", "\x00", "*", "丢了怎么办", "证"])
def test_very_long_texts_are_cut(portal: PortalSearch, piece: str) -> None:
    results = portal.search(SearchRequest(text=piece * 5000))
    assert str(LONGEST_TEXT) in results.notice
