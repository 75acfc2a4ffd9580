from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from search import relevance
from search.errors import SearchConfigError
from search.relevance import (
    JudgedQuery,
    evaluate,
    ndcg,
    read_judgements,
    recall,
    reciprocal_rank,
)

GRADES = {"a": 3, "b": 2, "c": 1}


def test_examples_in_docstrings_hold() -> None:
    assert doctest.testmod(relevance).failed == 0


def test_ndcg_uses_two_to_the_grade_minus_one() -> None:
    gained = 3 + 7 / 1.584962500721156
    best = 7 + 3 / 1.584962500721156 + 1 / 2
    assert ndcg(["b", "a"], GRADES) == pytest.approx(gained / best)


def test_ndcg_looks_at_ten_places_only() -> None:
    assert ndcg(["x"] * 10 + ["a"], {"a": 3}) == 0.0


def test_recall_of_more_than_ten_relevant_can_be_full() -> None:
    grades = {str(number): 1 for number in range(30)}
    assert recall([str(number) for number in range(10)], grades) == 1.0


def test_reciprocal_rank_is_of_the_first_relevant() -> None:
    assert reciprocal_rank(["x", "c", "a"], GRADES) == 0.5
    assert reciprocal_rank(["x"], GRADES) == 0.0


def test_evaluate_leaves_out_hits_without_source_id() -> None:
    queries = [JudgedQuery("1", "q", "colloq", {"a": 3})]
    figures = evaluate(queries, lambda text: ["", "", "a"])
    assert figures["ndcg_at_10"] == 1.0
    assert figures["mrr"] == 1.0


def test_evaluate_counts_negatives_apart() -> None:
    queries = [
        JudgedQuery("1", "good", "colloq", {"a": 3}),
        JudgedQuery("2", "nothing", "formal", {"a": 3}),
        JudgedQuery("3", "bad", "negative", {}),
        JudgedQuery("4", "worse", "negative", {}),
    ]
    answers = {"good": ["a"], "nothing": [], "bad": [], "worse": [""]}
    figures = evaluate(queries, lambda text: answers[text])
    assert figures["queries"] == 4
    assert figures["negatives_empty"] == 0.5
    assert figures["zero_result_rate"] == 0.5
    assert figures["hit_at_3"] == 0.5
    assert set(figures["by_class"]) == {"colloq", "formal"}


def test_evaluate_of_nothing_is_zero() -> None:
    assert evaluate([], lambda text: [])["ndcg_at_10"] == 0.0


@pytest.mark.parametrize(
    ("queries", "qrels", "told"),
    [
        (None, "query_id\tmatter_id\tgrade\n", "does not exist"),
        ("id\tquery\n", "query_id\tmatter_id\tgrade\n", "columns"),
        (
            "query_id\tquery\tclass\n",
            "query_id\tmatter_id\tgrade\nD1\tM1\tx\n",
            "grade",
        ),
    ],
)
def test_wrong_judgement_files_are_named(
    tmp_path: Path, queries: str | None, qrels: str, told: str
) -> None:
    if queries is not None:
        (tmp_path / "q.tsv").write_text(queries, encoding="utf-8")
    (tmp_path / "r.tsv").write_text(qrels, encoding="utf-8")
    with pytest.raises(SearchConfigError, match=told):
        read_judgements(tmp_path / "q.tsv", tmp_path / "r.tsv")
