"""Known phrases by their sound, to read pinyin, initials, mixtures and homophones."""

from __future__ import annotations

from functools import lru_cache

from search.lexicon import Lexicon, default_lexicon
from search.tokens.normalise import compact, is_chinese
from search.tokens.pinyin import fits_mixed, initials, readings, syllables
from search.tokens.words import domain_words

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
        self._by_sound: dict[tuple[str, ...], list[str]] = {}
        self._by_initials: dict[str, list[str]] = {}
        for phrase in phrases:
            if 1 < len(phrase) <= _LONGEST_PHRASE and all(map(is_chinese, phrase)):
                self._by_sound.setdefault(syllables(phrase), []).append(phrase)
                self._by_initials.setdefault(initials(phrase), []).append(phrase)

    def sounding_like(self, spelled: tuple[str, ...]) -> list[str]:
        """Return the phrases of exactly these syllables, those of the lexicon first."""
        return self._by_sound.get(spelled, [])[:_MOST_PHRASES]

    def typed_as(self, letters: str) -> list[str]:
        """Return the phrases that the letters spell in pinyin, initials or a mixture."""
        found: dict[str, None] = {}
        for way in readings(letters):
            found.update(dict.fromkeys(self.sounding_like(way)))
        found.update(dict.fromkeys(self._by_initials.get(letters, ())))
        if not found:
            found.update(dict.fromkeys(self._mixed(letters)))
        return list(found)[:_MOST_PHRASES]

    def _mixed(self, letters: str) -> list[str]:
        """Return phrases of which some syllables are typed in full, some cut short."""
        return [
            phrase
            for short in _possible_initials(letters)
            for phrase in self._by_initials.get(short, ())
            if fits_mixed(letters, syllables(phrase))
        ]


def _possible_initials(letters: str) -> set[str]:
    """Return the initials that are left when syllables shrink to their first letter."""
    ends: list[set[str]] = [set() for _ in range(len(letters) + 1)]
    ends[0] = {""}
    for start in range(len(letters)):
        for size in range(1, min(6, len(letters) - start) + 1):
            if size == 1 or _may_open_syllable(letters[start : start + size]):
                ends[start + size] |= {
                    short + letters[start]
                    for short in ends[start]
                    if len(short) < _LONGEST_PHRASE
                }
    return {short for short in ends[-1] if len(short) > 1}


def _may_open_syllable(part: str) -> bool:
    return part in _openings()


@lru_cache(maxsize=1)
def _openings() -> frozenset[str]:
    from search.tokens.pinyin import known_syllables

    return frozenset(
        syllable[:size]
        for syllable in known_syllables()
        for size in range(1, len(syllable) + 1)
    )


@lru_cache(maxsize=1)
def default_phrasebook() -> PhraseBook:
    """Return the phrase book of the default lexicon, made once per process."""
    return PhraseBook(default_lexicon())
