"""A plan in tantivy's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import tantivy

from search.plan.model import Best, Clause, Plan, Terms

_MUST = tantivy.Occur.Must
_SHOULD = tantivy.Occur.Should


class TantivyTranslator:
    """Translates plans for one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def query(self, plan: Plan) -> tantivy.Query:
        """Return the query of a plan."""
        parts = self._matching(plan, "")
        parts.extend((_SHOULD, self._clause(clause)) for clause in plan.scoring)
        return tantivy.Query.boolean_query(parts)

    def matching(self, plan: Plan, *, without: str = "") -> tantivy.Query:
        """Return a query for counting: it does not rank, and leaves out one filter."""
        return tantivy.Query.boolean_query(self._matching(plan, without))

    def term(self, field: str, token: str) -> tantivy.Query:
        """Return the query for one exact token."""
        return tantivy.Query.term_query(self._schema, field, token, "basic")

    def _matching(
        self, plan: Plan, without: str
    ) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        required = (
            tantivy.Query.all_query()
            if plan.everything
            else self._any_of(plan.required)
        )
        filters = [
            self._one_of(facet, values)
            for facet, values in plan.filters.items()
            if facet != without and values
        ]
        return [
            (_MUST, tantivy.Query.const_score_query(query, 0.0))
            for query in (required, *filters)
        ]

    def _any_of(self, clauses: Iterable[Clause]) -> tantivy.Query:
        """Return a query that matches as one of the clauses does; its score is none.

        Where one token is enough, each stands for itself, and only once.
        """
        wanted: dict[Terms, None] = {}
        for terms in _flat(clauses):
            if terms.minimum == 1:
                wanted.update(
                    (Terms(terms.field, (one,)), None) for one in terms.tokens
                )
            else:
                wanted[Terms(terms.field, terms.tokens, minimum=terms.minimum)] = None
        return tantivy.Query.boolean_query(
            [(_SHOULD, self._some_of(terms, "basic")) for terms in wanted]
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
        if terms.constant:
            found = self._some_of(terms, "basic")
            return tantivy.Query.const_score_query(found, terms.weight)
        return tantivy.Query.boost_query(self._some_of(terms, "freq"), terms.weight)

    def _some_of(self, terms: Terms, detail: str) -> tantivy.Query:
        """Return a query for the minimum of the tokens that a clause asks for."""
        single = [
            tantivy.Query.term_query(self._schema, terms.field, token, detail)
            for token in terms.tokens
        ]
        if len(single) == 1:
            return single[0]
        return tantivy.Query.boolean_query(
            [(_SHOULD, query) for query in single],
            minimum_number_should_match=terms.minimum,
        )


def _flat(clauses: Iterable[Clause]) -> Iterator[Terms]:
    for clause in clauses:
        if isinstance(clause, Best):
            yield from clause.clauses
        else:
            yield clause
