"""The engine-neutral query plan: what must match, and what makes a hit better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Terms:
    """Tokens looked for in one field.

    `minimum` of the tokens must be there for the clause to match at all. A `constant`
    clause gives `weight` when it matches; otherwise BM25 times `weight` is given.
    """

    field: str
    tokens: tuple[str, ...]
    weight: float = 1.0
    minimum: int = 1
    constant: bool = False


@dataclass(frozen=True, slots=True)
class Best:
    """Alternatives of which only the best one counts."""

    clauses: tuple[Terms, ...]


Clause = Terms | Best


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A query ready for translation by an engine.

    A hit matches at least one clause of `required`; the clauses of `scoring` add up to
    its score. `filters` holds the allowed values of each facet. `order` names what hits are
    sorted by, "" for the score. `everything` asks for
    all records under the filters. An `unanswerable` plan is not sent to an engine: too
    little of the query is a word of public services. `highlight`, `sounds` and `letters`
    tell what to mark in the answer.
    """

    required: tuple[Clause, ...] = ()
    scoring: tuple[Clause, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = ""
    everything: bool = False
    highlight: tuple[str, ...] = ()
    sounds: tuple[tuple[str, ...], ...] = ()
    letters: tuple[str, ...] = ()
    corrected: str = ""
    unanswerable: bool = False

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to look for."""
        return not self.required and not self.everything
