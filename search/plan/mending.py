"""Mend slips of the pen: homophones, look-alikes, one character wrong or misplaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from search.lexicon import TYPO, Lexicon, find_phrases
from search.plan.phrasebook import PhraseBook
from search.tokens.normalise import is_chinese
from search.tokens.pinyin import syllables
from search.tokens.words import placed_words

_SHORTEST = 2
_LONGEST = 8
# Words of one character that stand anywhere: a stretch with one is no mistyped term.
_LITTLE_WORDS = frozenset(
    "办的了我你他她它们给把被在到来去要想有没不和跟与就都也还着过吗呢"
)


class Mender:
    """Replaces what is no known word by the known phrase that was probably meant.

    `knows` tells whether a word occurs in the names of any guide.
    """

    def __init__(
        self, lexicon: Lexicon, phrasebook: PhraseBook, knows: Callable[[str], bool]
    ) -> None:
        self._lexicon = lexicon
        self._book = phrasebook
        self._knows = knows

    def mend(self, run: str) -> str:
        """Return a run with its slips mended: 公鸡金 becomes 公积金.

        Only characters that do not belong to a known phrase are touched. A mended
        stretch is settled: two phrases of one sound must not replace each other for
        ever.
        """
        if not is_chinese(run) or len(run) < _SHORTEST:
            return run
        settled = self.settled(run)
        if all(settled):
            return run
        mended = run
        for find in (
            self._same_sound,
            self._look_alike,
            self._one_edit,
            self._same_sound_of_two,
        ):
            mended, settled = self._replace(mended, settled, find)
        return mended

    def settled(self, run: str) -> list[bool]:
        """Tell for each character whether it is inside a known word or phrase."""
        settled = [False] * len(run)
        for word, start in placed_words(run):
            if len(word) > 1 and (self._knows(word) or word in self._lexicon.fillers):
                settled[start : start + len(word)] = [True] * len(word)
        for known in (self._lexicon.concepts, self._lexicon.intents):
            for match in reversed(find_phrases(run, known)):
                size = match.end - match.start
                if size > 1:
                    told = not self._is_slip(match.phrase)
                    settled[match.start : match.end] = [told] * size
        return settled

    def _is_slip(self, phrase: str) -> bool:
        concepts = self._lexicon.concepts.get(phrase, ())
        return bool(concepts) and all(concept.kind == TYPO for concept in concepts)

    def _replace(
        self, run: str, settled: list[bool], find: Callable[[str], Iterator[str]]
    ) -> tuple[str, list[bool]]:
        """Replace stretches, the longest first, by what `find` offers for them.

        Two characters are too few to tell, unless all the rest is understood.
        """
        for size in range(min(_LONGEST, len(run)), _SHORTEST - 1, -1):
            start = 0
            while start + size <= len(run):
                end = start + size
                better = ""
                if not all(settled[start:end]) and (
                    size > _SHORTEST or all((*settled[:start], *settled[end:]))
                ):
                    better = self._first_fit(
                        run[start:end], settled[start:end], find(run[start:end])
                    )
                if better:
                    run = run[:start] + better + run[end:]
                    settled = [*settled[:start], *[True] * len(better), *settled[end:]]
                    end = start + len(better)
                start = end if better else start + 1
        return run, settled

    def _first_fit(
        self, part: str, settled: list[bool], candidates: Iterator[str]
    ) -> str:
        """Return the first candidate that leaves what is settled as it is."""
        for phrase in candidates:
            if phrase == part or self._is_slip(phrase):
                continue
            if len(phrase) != len(part) or all(
                old == new or not (fixed or old in _LITTLE_WORDS)
                for old, new, fixed in zip(part, phrase, settled, strict=True)
            ):
                return phrase
        return ""

    def _same_sound(self, part: str) -> Iterator[str]:
        return self._sounding(part) if len(part) > _SHORTEST else iter(())

    def _same_sound_of_two(self, part: str) -> Iterator[str]:
        return self._sounding(part) if len(part) == _SHORTEST else iter(())

    def _sounding(self, part: str) -> Iterator[str]:
        sound = syllables(part)
        if len(sound) != len(part):
            return
        for phrase in self._book.sounding_like(sound):
            same = sum(map(str.__eq__, part, phrase))
            # At least half of the characters agree: it is a slip, not a pun.
            if same * 2 >= len(part):
                yield phrase

    def _look_alike(self, part: str) -> Iterator[str]:
        for at, character in enumerate(part):
            for other in self._lexicon.lookalikes.get(character, ""):
                phrase = part[:at] + other + part[at + 1 :]
                if phrase in self._book.phrases:
                    yield phrase

    def _one_edit(self, part: str) -> Iterator[str]:
        if any(character in _LITTLE_WORDS for character in part):
            return
        yield from self._book.one_edit_from(part)
