"""A plan in tantivy's own words."""

from __future__ import annotations

import tantivy

from search.plan.model import Best, Clause, Plan, Terms


class TantivyTranslator:
    """Translates plans for one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def query(self, plan: Plan, *, without: str = "") -> tantivy.Query:
        """Return the query of a plan, leaving out the filter of one facet."""
        must = tantivy.Occur.Must
        should = tantivy.Occur.Should
        required = (
            tantivy.Query.all_query()
            if plan.everything
            else tantivy.Query.boolean_query(
                [(should, self._clause(clause)) for clause in plan.required]
            )
        )
        parts = [(must, tantivy.Query.const_score_query(required, 0.0))]
        for facet, values in plan.filters.items():
            if facet != without and values:
                allowed = tantivy.Query.term_set_query(
                    self._schema, facet, list(values)
                )
                parts.append((must, tantivy.Query.const_score_query(allowed, 0.0)))
        parts.extend((should, self._clause(clause)) for clause in plan.scoring)
        return tantivy.Query.boolean_query(parts)

    def term(self, field: str, token: str) -> tantivy.Query:
        """Return the query for one exact token."""
        return tantivy.Query.term_query(self._schema, field, token, "basic")

    def _clause(self, clause: Clause) -> tantivy.Query:
        if isinstance(clause, Best):
            return tantivy.Query.disjunction_max_query(
                [self._terms(terms) for terms in clause.clauses]
            )
        return self._terms(clause)

    def _terms(self, terms: Terms) -> tantivy.Query:
        single = [
            (
                tantivy.Occur.Should,
                tantivy.Query.term_query(self._schema, terms.field, token, "freq"),
            )
            for token in terms.tokens
        ]
        query = tantivy.Query.boolean_query(
            single, minimum_number_should_match=terms.minimum
        )
        if terms.constant:
            return tantivy.Query.const_score_query(query, terms.weight)
        return tantivy.Query.boost_query(query, terms.weight)
