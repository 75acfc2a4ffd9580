"""From a query text to a plan, with everything that this takes loaded once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from search.lexicon import Lexicon, default_lexicon
from search.plan.build import build_plan
from search.plan.model import Plan
from search.plan.phrasebook import PhraseBook, default_phrasebook
from search.plan.reading import Reader
from search.tokens.normalise import compact
from search.weights import Weights, default_weights


class Planner:
    """Makes plans with one lexicon and one set of weights."""

    def __init__(self, lexicon: Lexicon, weights: Weights | None = None) -> None:
        self._lexicon = lexicon
        self._weights = weights or default_weights()
        self.phrasebook = (
            default_phrasebook()
            if lexicon is default_lexicon()
            else PhraseBook(lexicon)
        )

    def plan(
        self,
        text: str,
        filters: Mapping[str, tuple[str, ...]],
        knows: Callable[[str], bool],
    ) -> Plan:
        """Return the plan of a text; without one, everything under the filters.

        `knows` tells whether a word occurs in the names of any guide.
        """
        if not compact(text):
            return Plan(everything=True, filters=filters)
        reading = Reader(self._lexicon, self.phrasebook, knows).read(text)
        return build_plan(
            reading, weights=self._weights, lexicon=self._lexicon, filters=filters
        )
