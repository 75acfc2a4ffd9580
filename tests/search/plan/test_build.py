from __future__ import annotations

from dataclasses import replace

import pytest

from search.documents import EXACT_FIELDS, FACETS, TEXT_FIELDS
from search.errors import SearchConfigError
from search.plan.model import Best, Plan, Terms
from search.planning import Planner
from search.weights import Weights, default_weights

FIELDS = {*TEXT_FIELDS, *EXACT_FIELDS}


def plan(planner: Planner, text: str) -> Plan:
    return planner.plan(text, {}, planner.phrasebook.occurs)


def all_terms(made: Plan) -> list[Terms]:
    found = []
    for clause in (*made.required, *made.scoring):
        found.extend(clause.clauses if isinstance(clause, Best) else [clause])
    return found


@pytest.mark.parametrize(
    "text", ["开饭店", "juzhuzheng", "教育局 转学", "3岁以下育儿补贴", "证", "M0001"]
)
def test_plan_asks_known_fields_for_possible_minima(
    planner: Planner, text: str
) -> None:
    for terms in all_terms(plan(planner, text)):
        assert terms.field in FIELDS
        assert 1 <= terms.minimum <= len(terms.tokens)
        assert terms.weight >= 0


def test_plan_without_text_asks_for_everything(planner: Planner) -> None:
    made = planner.plan(" 。", {"department": ("scj",)}, planner.phrasebook.occurs)
    assert made.everything
    assert made.filters == {"department": ("scj",)}


def test_plan_carries_concepts_best_first(planner: Planner) -> None:
    weights = {
        terms.tokens[0]: terms.weight
        for terms in all_terms(plan(planner, "饭店"))
        if terms.field == "names" and terms.constant
    }
    assert weights["食品经营许可餐饮服务"] > weights["个体工商户设立登记"] > 0


def test_plan_of_other_topics_is_unanswerable(planner: Planner) -> None:
    assert plan(planner, "红烧肉做法").unanswerable
    assert not plan(planner, "社保卡丢了").unanswerable


def test_plan_of_an_unknown_shop_is_answerable(planner: Planner) -> None:
    assert not plan(planner, "开剧本密室店").unanswerable


def test_facets_are_what_the_page_filters_by() -> None:
    assert FACETS == (
        "department",
        "topic",
        "audience",
        "level",
        "channel",
        "zero",
        "cross",
    )


def test_weights_name_only_known_fields() -> None:
    assert set(default_weights().fields) <= FIELDS


def test_weights_with_a_wrong_key_are_refused(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "weights.json"  # type: ignore[operator]
    path.write_text('{"fields": {}}', encoding="utf-8")
    monkeypatch.setattr("search.weights.source_path", lambda name: path)
    default_weights.cache_clear()
    try:
        with pytest.raises(SearchConfigError, match=r"weights\.json"):
            default_weights()
    finally:
        default_weights.cache_clear()


def test_weights_can_be_replaced(planner: Planner) -> None:
    weights: Weights = replace(default_weights(), known_share=1.0)
    assert weights.known_share == 1.0
