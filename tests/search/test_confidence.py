from __future__ import annotations

import doctest

import pytest

from search import confidence
from search.confidence import compared, interval, intervals
from search.relevance import JudgedQuery, Scored, scored

QUERIES = [JudgedQuery(f"J{at}", f"q{at}", "colloq", {"a": 3}) for at in range(40)]
NEGATIVES = [JudgedQuery(f"N{at}", f"n{at}", "negative", {}) for at in range(4)]


def measured(good: int) -> list[Scored]:
    """Return results of which the first `good` found what they should."""
    answers = {query.text: ["a"] for query in QUERIES[:good]}
    return scored([*QUERIES, *NEGATIVES], lambda text: answers.get(text, []))


def test_examples_in_docstrings_hold() -> None:
    assert doctest.testmod(confidence).failed == 0


def test_interval_holds_the_mean_and_narrows_with_more_values() -> None:
    few, many = [0.0, 1.0] * 10, [0.0, 1.0] * 200
    low, high = interval(few)
    assert low < 0.5 < high
    assert interval(few) == (low, high)
    assert interval(many)[1] - interval(many)[0] < high - low
    # Normal approximation of the same interval.
    assert high - low == pytest.approx(2 * 1.96 * 0.5 / 20**0.5, abs=0.06)


def test_interval_of_nothing_is_zero() -> None:
    assert interval([]) == (0.0, 0.0)


def test_intervals_keep_negatives_apart() -> None:
    bounds = intervals(measured(30))
    assert set(bounds) == {"all", "colloq", "negative"}
    assert set(bounds["negative"]) == {"zero_result_rate"}
    low, high = bounds["all"]["ndcg_at_10"]
    assert low < 0.75 < high


def test_comparison_counts_queries_and_bounds_the_change() -> None:
    change = compared(measured(20), measured(30))["all"]["ndcg_at_10"]
    assert change["change"] == 0.25
    assert (change["better"], change["worse"]) == (10, 0)
    low, high = change["interval"]
    assert 0 < low < 0.25 < high


def test_comparison_with_itself_is_nothing() -> None:
    change = compared(measured(20), measured(20))["all"]["mrr"]
    assert change["change"] == 0
    assert change["interval"] == (0.0, 0.0)
