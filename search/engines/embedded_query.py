"""A plan in tantivy's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import tantivy

from search.plan.model import Best, Clause, Plan, Terms

_MUST = tantivy.Occur.Must
_SHOULD = tantivy.Occur.Should


def term_query(schema: tantivy.Schema, field: str, token: str) -> tantivy.Query:
    """Return the query for one exact token."""
    return tantivy.Query.term_query(schema, field, token, "basic")


class TantivyPlan:
    """One plan, translated for a schema."""

    def __init__(self, schema: tantivy.Schema, plan: Plan) -> None:
        self._schema = schema
        self.plan = plan
        required = (
            tantivy.Query.all_query()
            if plan.everything
            else self._any_of(plan.required)
        )
        self._required = tantivy.Query.const_score_query(required, 0.0)

    def ranked(self) -> tantivy.Query:
        """Return the query for the hits with their scores."""
        parts = self._matching("")
        parts.extend((_SHOULD, self._clause(clause)) for clause in self.plan.scoring)
        return tantivy.Query.boolean_query(parts)

    def counted(self, *, without: str = "") -> tantivy.Query:
        """Return a query for counting: it does not rank, and leaves out one filter."""
        return tantivy.Query.boolean_query(self._matching(without))

    def _matching(self, without: str) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        filters = [
            tantivy.Query.const_score_query(self._one_of(facet, values), 0.0)
            for facet, values in self.plan.filters.items()
            if facet != without and values
        ]
        return [(_MUST, query) for query in (self._required, *filters)]

    def _any_of(self, clauses: Iterable[Clause]) -> tantivy.Query:
        """Return a query that matches as one of the clauses does; its score is none.

        Where one token is enough, each stands for itself, and only once.
        """
        wanted: dict[tuple[str, tuple[str, ...], int], None] = {}
        for terms in _flat(clauses):
            if terms.minimum == 1:
                for token in terms.tokens:
                    wanted[terms.field, (token,), 1] = None
            else:
                wanted[terms.field, terms.tokens, terms.minimum] = None
        return tantivy.Query.boolean_query(
            [(_SHOULD, self._some_of(*terms, "basic")) for terms in wanted]
        )

    def _one_of(self, field: str, tokens: Iterable[str]) -> tantivy.Query:
        return tantivy.Query.term_set_query(self._schema, field, list(tokens))

    def _clause(self, clause: Clause) -> tantivy.Query:
        if isinstance(clause, Best):
            return tantivy.Query.disjunction_max_query(
                [self._terms(terms) for terms in clause.clauses]
            )
        return self._terms(clause)

    def _terms(self, terms: Terms) -> tantivy.Query:
        detail = "basic" if terms.constant else "freq"
        found = self._some_of(terms.field, terms.tokens, terms.minimum, detail)
        if terms.constant:
            return tantivy.Query.const_score_query(found, terms.weight)
        return tantivy.Query.boost_query(found, terms.weight)

    def _some_of(
        self, field: str, tokens: Iterable[str], minimum: int, detail: str
    ) -> tantivy.Query:
        """Return a query for documents that have so many of the tokens."""
        single = [
            tantivy.Query.term_query(self._schema, field, token, detail)
            for token in tokens
        ]
        if len(single) == 1:
            return single[0]
        return tantivy.Query.boolean_query(
            [(_SHOULD, query) for query in single], minimum_number_should_match=minimum
        )


def _flat(clauses: Iterable[Clause]) -> Iterator[Terms]:
    for clause in clauses:
        if isinstance(clause, Best):
            yield from clause.clauses
        else:
            yield clause
