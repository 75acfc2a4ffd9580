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
_SHORTEST = 2
_FREQUENT = 3
_LONGEST_COMPOSED = 6
_SHORTEST_EDITED = 3
_LONGEST_EDITED = 8
_SHORTEST_WRONG = 4
_SWAPPED = 2
_KINDS_OF_TERMS = frozenset({"document", "abbreviation"})
_ENDINGS_OF_TERMS = ("登记", "备案", "许可", "许可证", "资格", "认定", "公证")
_KINDS_OF_THINGS = _KINDS_OF_TERMS | {"thing", "topic"}


class PhraseBook:
    """Phrases of the lexicon and the trade, looked up by how they sound."""

    def __init__(self, lexicon: Lexicon) -> None:
        phrases = dict.fromkeys(lexicon.concepts)
        phrases.update(dict.fromkeys(sorted(domain_words())))
        for names in lexicon.aliases.values():
            phrases.update(dict.fromkeys(compact(name) for name in names))
        phrases.update(dict.fromkeys(lexicon.intents))
        self._frequency = _word_counts(lexicon)
        phrases.update(
            (word, None)
            for word, count in self._frequency.items()
            if count >= _FREQUENT and len(word) > 1
        )
        self.phrases = frozenset(phrases)
        self.neighbours = Neighbours(_likeable(lexicon), lexicon.synonyms)
        self._actions = frozenset(lexicon.intents)
        self._documents = frozenset(
            phrase
            for phrase, concepts in lexicon.concepts.items()
            if any(concept.kind in _KINDS_OF_THINGS for concept in concepts)
        )
        self._without_one: dict[str, list[str]] = {}
        self._by_sound: dict[tuple[str, ...], list[str]] = {}
        self._by_initials: dict[str, list[str]] = {}
        for phrase in phrases:
            if 1 < len(phrase) <= _LONGEST_PHRASE and all(map(is_chinese, phrase)):
                self._by_sound.setdefault(syllables(phrase), []).append(phrase)
                self._by_initials.setdefault(initials(phrase), []).append(phrase)
        self._terms = _terms(lexicon)
        for term in sorted(self._terms):
            for shorter in _without_one(term):
                self._without_one.setdefault(shorter, []).append(term)

    def sounding_like(self, spelled: tuple[str, ...]) -> list[str]:
        """Return the phrases of exactly these syllables, those of the lexicon first."""
        return self._by_sound.get(spelled, [])[:_MOST_PHRASES]

    def one_edit_from(self, part: str) -> list[str]:
        """Return the terms that a text becomes by one edit.

        One character between the first and the last is too much or missing, one is
        wrong, or two neighbours have changed places.
        """
        if len(part) < _SHORTEST_EDITED:
            return []
        added: list[str] = []
        dropped: list[str] = []
        if len(part) > _SHORTEST_EDITED:
            added = [
                term
                for term in self._without_one.get(part, ())
                if term[0] == part[0] and term[-1] == part[-1]
            ]
            dropped = [
                term
                for middle in _without_one(part[1:-1])
                if (term := part[0] + middle + part[-1]) in self._terms
            ]
        changed = {
            term
            for shorter in _without_one(part)
            for term in self._without_one.get(shorter, ())
            if _is_slip_of(part, term) and not self._has_known_part(part, term)
        }
        return [
            term
            for terms in (added, sorted(changed), dropped)
            for term in self._frequent_first(terms)
        ]

    def _has_known_part(self, part: str, term: str) -> bool:
        """Tell whether all but a differing first or last character is a phrase."""
        return (part[0] != term[0] and part[1:] in self.phrases) or (
            part[-1] != term[-1] and part[:-1] in self.phrases
        )

    def frequency(self, phrase: str) -> int:
        """Return how often a word occurs in the names of matters."""
        return self._frequency[phrase]

    def occurs(self, word: str) -> bool:
        """Tell whether a word occurs in the names of matters that the lexicon knows."""
        return self._frequency[word] > 0

    def typed_as(self, letters: str) -> list[str]:
        """Return the phrases that letters spell in pinyin, initials or a mixture.

        Full pinyin goes before initials, documents before other words, and words that
        name many matters before rare ones.
        """
        spelled = [
            phrase for way in readings(letters) for phrase in self.sounding_like(way)
        ]
        shortened = self._by_initials.get(letters) or self._mixed(letters)
        found = dict.fromkeys(
            (*self._frequent_first(spelled), *self._frequent_first(shortened))
        )
        return list(found)[:_MOST_PHRASES]

    def composed(self, letters: str) -> str:
        """Return two phrases one after the other that letters spell, or "".

        The first one is as long as can be. Initials tell little: they may only stand
        for a document and what one does with it.
        """
        for way in readings(letters):
            for cut in range(len(way) - 1, 0, -1):
                first = self.sounding_like(way[:cut])
                second = self.sounding_like(way[cut:])
                if first and second:
                    return self._frequent_first(first)[0] + second[0]
        if len(letters) > _LONGEST_COMPOSED:
            return ""
        for cut in range(len(letters) - _SHORTEST, _SHORTEST - 1, -1):
            named = filter(self._is_named, self._by_initials.get(letters[:cut], ()))
            done = self._actions.intersection(self._by_initials.get(letters[cut:], ()))
            heads = self._frequent_first(sorted(named))
            if heads and done:
                return heads[0] + self._frequent_first(sorted(done))[0]
        return ""

    def _is_named(self, phrase: str) -> bool:
        """Tell whether a phrase is a document or thing that names of matters speak of."""
        return phrase in self._documents and self._frequency[phrase] > 0

    def _frequent_first(self, phrases: list[str]) -> list[str]:
        return sorted(
            phrases,
            key=lambda phrase: (
                not self._is_named(phrase),
                -self._frequency[phrase],
            ),
        )

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


def _terms(lexicon: Lexicon) -> frozenset[str]:
    """Return the fixed terms of the trade: words, documents, matters; no sentences."""
    named = (
        phrase
        for phrase, concepts in lexicon.concepts.items()
        if concepts[-1].kind in _KINDS_OF_TERMS
        or any(map(phrase.endswith, _ENDINGS_OF_TERMS))
    )
    return frozenset(
        term
        for term in (*domain_words(), *named)
        if _SHORTEST_EDITED <= len(term) <= _LONGEST_EDITED
        and all(map(is_chinese, term))
    )


def _without_one(phrase: str) -> set[str]:
    return {phrase[:at] + phrase[at + 1 :] for at in range(len(phrase))}


def _is_slip_of(part: str, phrase: str) -> bool:
    """Tell whether two texts of one length differ by a swap or one wrong character."""
    if len(part) != len(phrase):
        return False
    places = [at for at in range(len(part)) if part[at] != phrase[at]]
    if len(places) == 1:
        return len(part) >= _SHORTEST_WRONG
    return (
        len(places) == _SWAPPED
        and places[1] - places[0] == 1
        and part[places[0]] == phrase[places[1]]
        and part[places[1]] == phrase[places[0]]
    )


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
