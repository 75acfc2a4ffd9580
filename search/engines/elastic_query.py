"""A plan in Elasticsearch's query language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from elasticsearch.dsl import A, Q
from elasticsearch.dsl.aggs import Agg
from elasticsearch.dsl.query import Query
from elasticsearch.dsl.response import Hit

from search.documents import FACETS, ORDERS
from search.plan.model import Best, Clause, Plan, Terms

_MOST_VALUES = 1000


def plan_query(plan: Plan) -> Query:
    """Return the query of a plan without its facet filters."""
    if plan.everything:
        return Q("constant_score", filter=Q("match_all"), boost=0)
    required = Q(
        "bool",
        should=[_clause(clause) for clause in plan.required],
        minimum_should_match=1,
    )
    return Q(
        "bool", filter=[required], should=[_clause(clause) for clause in plan.scoring]
    )


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


def _clause(clause: Clause) -> Query:
    if isinstance(clause, Best):
        return Q("dis_max", queries=[_terms(terms) for terms in clause.clauses])
    return _terms(clause)


def _terms(terms: Terms) -> Query:
    matching = Q(
        "bool",
        should=[Q("term", **{terms.field: token}) for token in terms.tokens],
        minimum_should_match=terms.minimum,
    )
    if terms.constant:
        return Q("constant_score", filter=matching, boost=terms.weight)
    matching.boost = terms.weight
    return matching
