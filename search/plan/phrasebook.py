"""Known phrases by their sound, to read pinyin, initials, mixtures and homophones."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from search.lexicon import AGENCY, TYPO, Lexicon, default_lexicon
from search.plan.neighbours import Neighbours
from search.tokens.normalise import compact, is_chinese, normalise, runs
from search.tokens.pinyin import (
    fits_mixed,
    initials,
    known_syllables,
    readings,
    syllables,
)
from search.tokens.words import domain_words, words

_LONGEST_PHRASE = 12
_MOST_PHRASES = 8


class PhraseBook:
    """Phrases of the lexicon and the trade, looked up by how they sound."""

    def __init__(self, lexicon: Lexicon) -> None:
        phrases = dict.fromkeys(lexicon.concepts)
        phrases.update(dict.fromkeys(sorted(domain_words())))
        for names in lexicon.aliases.values():
            phrases.update(dict.fromkeys(compact(name) for name in names))
        self.phrases = frozenset(phrases)
        self.neighbours = Neighbours(_likeable(lexicon), lexicon.synonyms)
        self._frequency = _word_counts(lexicon)
        self._by_sound: dict[tuple[str, ...], list[str]] = {}
        self._by_initials: dict[str, list[str]] = {}
        for phrase in phrases:
            if 1 < len(phrase) <= _LONGEST_PHRASE and all(map(is_chinese, phrase)):
                self._by_sound.setdefault(syllables(phrase), []).append(phrase)
                self._by_initials.setdefault(initials(phrase), []).append(phrase)

    def sounding_like(self, spelled: tuple[str, ...]) -> list[str]:
        """Return the phrases of exactly these syllables, those of the lexicon first."""
        return self._by_sound.get(spelled, [])[:_MOST_PHRASES]

    def frequency(self, phrase: str) -> int:
        """Return how often a word occurs in the names of matters."""
        return self._frequency[phrase]

    def occurs(self, word: str) -> bool:
        """Tell whether a word occurs in the names of matters that the lexicon knows."""
        return self._frequency[word] > 0

    def typed_as(self, letters: str) -> list[str]:
        """Return the phrases that letters spell in pinyin, initials or a mixture.

        Full pinyin goes before initials, and words that name many matters before rare
        ones.
        """
        spelled = [
            phrase for way in readings(letters) for phrase in self.sounding_like(way)
        ]
        shortened = self._by_initials.get(letters) or self._mixed(letters)
        found = dict.fromkeys(
            (*self._frequent_first(spelled), *self._frequent_first(shortened))
        )
        return list(found)[:_MOST_PHRASES]

    def _frequent_first(self, phrases: list[str]) -> list[str]:
        return sorted(phrases, key=lambda phrase: -self._frequency[phrase])

    def _mixed(self, letters: str) -> list[str]:
        """Return phrases of which some syllables are typed in full, some cut short."""
        return [
            phrase
            for short in _possible_initials(letters)
            for phrase in self._by_initials.get(short, ())
            if fits_mixed(letters, syllables(phrase))
        ]


def _likeable(lexicon: Lexicon) -> list[str]:
    """Return the phrases that a query may be likened to."""
    return [
        phrase
        for phrase, concepts in lexicon.concepts.items()
        if len(phrase) > 1 and concepts[0].kind not in (AGENCY, TYPO)
    ]


def _word_counts(lexicon: Lexicon) -> Counter[str]:
    names = [name for names in lexicon.aliases.values() for name in names]
    names.extend(lexicon.official_names.values())
    return Counter(
        word for name in names for run in runs(normalise(name)) for word in words(run)
    )


def _possible_initials(letters: str) -> set[str]:
    """Return the initials that are left when syllables shrink to their first letter."""
    ends: list[set[str]] = [set() for _ in range(len(letters) + 1)]
    ends[0] = {""}
    openings = syllable_openings()
    for start in range(len(letters)):
        for size in range(1, min(6, len(letters) - start) + 1):
            if size == 1 or letters[start : start + size] in openings:
                ends[start + size] |= {
                    short + letters[start]
                    for short in ends[start]
                    if len(short) < _LONGEST_PHRASE
                }
    return {short for short in ends[-1] if len(short) > 1}


@lru_cache(maxsize=1)
def syllable_openings() -> frozenset[str]:
    """Return everything that a syllable may begin with."""
    return frozenset(
        syllable[:size]
        for syllable in known_syllables()
        for size in range(1, len(syllable) + 1)
    )


@lru_cache(maxsize=1)
def default_phrasebook() -> PhraseBook:
    """Return the phrase book of the default lexicon, made once per process."""
    syllable_openings()
    return PhraseBook(default_lexicon())
