"""A plan in Elasticsearch's query language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from elasticsearch.dsl import A, Q
from elasticsearch.dsl.aggs import Agg
from elasticsearch.dsl.query import Query
from elasticsearch.dsl.response import Hit

from search.documents import FACETS, ORDERS
from search.plan.model import Best, Clause, Plan, Terms

_MOST_VALUES = 1000


def plan_query(plan: Plan) -> dict[str, Any]:
    """Return the query of a plan without its facet filters.

    It is plain JSON: it has some hundred parts, and objects for each would take longer
    than the search.
    """
    if plan.everything:
        return {"constant_score": {"filter": {"match_all": {}}, "boost": 0}}
    required = {"should": _any_of(plan.required), "minimum_should_match": 1}
    scoring = [_clause(clause) for clause in plan.scoring]
    return {"bool": {"filter": [{"bool": required}], "should": scoring}}


def filter_query(filters: Mapping[str, Sequence[str]], *, without: str = "") -> Query:
    """Return the query of all facet filters but one."""
    chosen = [
        Q("terms", **{facet: list(values)})
        for facet, values in filters.items()
        if facet != without and values
    ]
    return Q("bool", filter=chosen) if chosen else Q("match_all")


def order_of(plan: Plan) -> tuple[str, str]:
    """Return what hits are sorted by; equals are sorted by their code."""
    if not plan.order:
        return "_score", "code"
    return f"{'-' if ORDERS[plan.order] else ''}{plan.order}_order", "code"


def facet_aggregations(plan: Plan) -> dict[str, Agg[Hit]]:
    """Return one aggregation per facet, each under the filters of the others."""
    aggregations: dict[str, Agg[Hit]] = {}
    for facet in FACETS:
        counted: Agg[Hit] = A("filter", filter_query(plan.filters, without=facet))
        counted.bucket("values", "terms", field=f"{facet}_count", size=_MOST_VALUES)
        aggregations[facet] = counted
    return aggregations


def _any_of(clauses: Iterable[Clause]) -> list[dict[str, Any]]:
    """Return queries of which one must match; they give no score.

    Tokens of which one is enough are looked up together, field by field.
    """
    single: dict[str, dict[str, None]] = {}
    demanding = []
    for clause in clauses:
        for terms in clause.clauses if isinstance(clause, Best) else (clause,):
            if terms.minimum == 1:
                single.setdefault(terms.field, {}).update(dict.fromkeys(terms.tokens))
            else:
                demanding.append(_matching(terms))
    together = [{"terms": {field: [*tokens]}} for field, tokens in single.items()]
    return [*together, *demanding]


def _clause(clause: Clause) -> dict[str, Any]:
    if isinstance(clause, Best):
        return {"dis_max": {"queries": [_terms(terms) for terms in clause.clauses]}}
    return _terms(clause)


def _terms(terms: Terms) -> dict[str, Any]:
    matching = _matching(terms)
    if terms.constant:
        return {"constant_score": {"filter": matching, "boost": terms.weight}}
    matching["bool"]["boost"] = terms.weight
    return matching


def _matching(terms: Terms) -> dict[str, Any]:
    return {
        "bool": {
            "should": [{"term": {terms.field: token}} for token in terms.tokens],
            "minimum_should_match": terms.minimum,
        }
    }
