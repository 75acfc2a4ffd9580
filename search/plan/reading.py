"""Understand a query text: what it is about, what is wanted, what is only politeness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from search.lexicon import AGENCY, ALIAS, Concept, Lexicon, find_phrases
from search.plan.mending import Mender
from search.plan.phrasebook import PhraseBook
from search.tokens.normalise import is_chinese, is_latin, normalise, runs
from search.tokens.pinyin import readings
from search.tokens.words import placed_words, plain_words

_PAIR: Final = 2

_OFFICE_ENDINGS = ("局", "委", "厅", "办", "部门", "委员会", "中心")
_SHORT_PHRASE = 2
_FREQUENT = 3
_MOST_ALIKE = 12
_LEAST_ALIKE = 0.25
# What is left of the weight of each further phrase that typed letters may stand for.
_SECOND_READING = 0.85


@dataclass(slots=True)
class Reading:
    """What a query says.

    `content` is the query without requests and politeness, as runs. `concepts` pairs
    each concept with the share (0 to 1) of the content that its phrase covers, `alike`
    with the likeness (0 to 1) of its phrase to the whole content.
    `known_share` is the share of the content that is made of words of public services;
    `has_cue` tells that it speaks of a permit, a shop, a benefit, whatever its object;
    `off_topic` that it speaks of weather, sport, shopping.
    """

    text: str
    content: list[str] = field(default_factory=list)
    concepts: list[tuple[Concept, float]] = field(default_factory=list)
    alike: list[tuple[Concept, float]] = field(default_factory=list)
    wanted: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    spelled: list[tuple[str, ...]] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    corrected: str = ""
    known_share: float = 0.0
    has_cue: bool = False
    off_topic: bool = False

    @property
    def closeness(self) -> float:
        """How near the whole is to a known phrase, 0 to 1."""
        return max((likeness for _, likeness in self.alike), default=0.0)

    @property
    def chinese(self) -> list[str]:
        return [run for run in self.content if is_chinese(run)]


class Reader:
    """Reads queries with a lexicon, a phrase book and the words of the index.

    `knows` tells whether a word occurs in the names of any guide.
    """

    def __init__(
        self, lexicon: Lexicon, phrasebook: PhraseBook, knows: Callable[[str], bool]
    ) -> None:
        self._lexicon = lexicon
        self._book = phrasebook
        self._knows = knows
        self._mender = Mender(lexicon, phrasebook, knows)

    def read(self, text: str) -> Reading:
        """Return the reading of a query text."""
        normalised = normalise(text)
        parts = self._join_letters(normalised)
        corrected = [self._mender.mend(run) for run in parts]
        reading = Reading(text=normalised)
        reading.corrected = "".join(corrected)
        typed = "".join(parts)
        for run in corrected:
            if is_chinese(run):
                reading.content.extend(self.without_fillers(run))
            elif is_latin(run) and not self._is_word(run):
                self._read_letters(run, reading)
            else:
                reading.content.append(run)
                if is_latin(run):
                    self._add_meant(run, reading)
        if reading.corrected == typed:
            reading.corrected = ""
        if not reading.content and not reading.letters and not reading.spelled:
            reading.content = corrected
        self._find_office(reading)
        self._find_concepts(reading)
        self._find_alike(reading)
        self._find_wanted(reading)
        reading.known_share = self._known_share(reading)
        reading.off_topic = any(map(self._is_off_topic, corrected))
        reading.has_cue = any(
            cue in run for cue in self._lexicon.cues for run in reading.chinese
        )
        return reading

    def _is_word(self, run: str) -> bool:
        return run in self._lexicon.concepts or self._knows(run)

    def _join_letters(self, normalised: str) -> list[str]:
        """Return the runs, with letters that stand side by side joined as one word."""
        joined: list[str] = []
        for part in runs(normalised):
            if (
                joined
                and is_latin(part)
                and is_latin(joined[-1])
                and not self._is_word(part)
                and not self._is_word(joined[-1])
            ):
                joined[-1] += part
            else:
                joined.append(part)
        return joined

    def _read_letters(self, run: str, reading: Reading) -> None:
        reading.letters.append(run)
        reading.spelled.extend(readings(run))
        typed = self._book.typed_as(run)
        if not typed and (composed := self._book.composed(run)):
            reading.content.append(composed)
            reading.corrected = reading.corrected.replace(run, composed)
        for place, phrase in enumerate(typed):
            for concept in self._lexicon.concepts.get(phrase, ()):
                reading.concepts.append((concept, _SECOND_READING**place))
        self._add_meant(run, reading)

    def _add_meant(self, letters: str, reading: Reading) -> None:
        """Let the frequent word that letters stand for take part: sfz in "sfz丢了"."""
        if len(letters) <= _PAIR and reading.text.strip() != letters:
            # Two letters beside other words are a grade or a brand: C1, QS, VIP.
            return
        meant = self._book.typed_as(letters)
        needed = max(_FREQUENT, self._book.frequency(letters))
        if meant and self._book.frequency(meant[0]) >= needed:
            reading.content.append(meant[0])
            reading.corrected = reading.corrected.replace(letters, meant[0])

    def without_fillers(self, run: str) -> list[str]:
        """Return what is left of a Chinese run when requests and politeness go.

        A filler stays where it is a part of a longer known phrase (急 in 急救), and a
        single character stays where it is a part of a word.
        """
        protected = bytearray(len(run))
        for match in find_phrases(run, self._lexicon.concepts):
            if (
                match.end - match.start > 1
                and match.phrase not in self._lexicon.fillers
                and self._lexicon.concepts[match.phrase][0].kind != ALIAS
            ):
                size = match.end - match.start
                for at in range(match.start, match.end):
                    protected[at] = max(protected[at], size)
        inside_word = _inside_words(run)
        dropped = bytearray(len(run))
        for match in find_phrases(run, self._lexicon.fillers):
            size = match.end - match.start
            span = range(match.start, match.end)
            if any(protected[at] > size or dropped[at] for at in span):
                continue
            if size == 1 and inside_word[match.start]:
                continue
            for at in span:
                dropped[at] = 1
        kept = "".join(
            " " if gone else character
            for character, gone in zip(run, dropped, strict=True)
        )
        return kept.split()

    def _find_office(self, reading: Reading) -> None:
        """Take the name of an office out of a query that says more than that."""
        for place, run in enumerate(reading.content):
            for match in find_phrases(run, self._lexicon.agencies):
                names = self._lexicon.agencies[match.phrase]
                rest = run[: match.start], run[match.end :]
                others = reading.content[:place] + reading.content[place + 1 :]
                left = [part for part in (*rest, *others) if part]
                if not match.phrase.endswith(_OFFICE_ENDINGS) or not left:
                    continue
                reading.offices = names
                reading.content[place : place + 1] = [part for part in rest if part]
                return

    def _find_concepts(self, reading: Reading) -> None:
        joined = "".join(reading.content)
        total = len(joined)
        covered = bytearray(total)
        borders = _word_borders(reading.content)
        for match in find_phrases(joined, self._lexicon.concepts):
            size = match.end - match.start
            # A short phrase that cuts words in two is chance: 地补 in 异地|补办.
            if size <= _SHORT_PHRASE and not {match.start, match.end} <= borders:
                continue
            inside = all(covered[match.start : match.end])
            for at in range(match.start, match.end):
                covered[at] = 1
            share = size / total
            if inside and size < total:
                share *= 0.3
            if size == 1 and total > 1:
                continue
            for concept in self._lexicon.concepts[match.phrase]:
                if concept.kind == AGENCY and size < total:
                    continue
                reading.concepts.append((concept, share))

    def _find_alike(self, reading: Reading) -> None:
        """Find phrases that say nearly the same as the whole query."""
        joined = "".join(reading.content)
        if len(joined) < _PAIR or any(share == 1.0 for _, share in reading.concepts):
            return
        for phrase, likeness in self._book.neighbours.near(joined, most=_MOST_ALIKE):
            if likeness >= _LEAST_ALIKE:
                for concept in self._lexicon.concepts[phrase]:
                    reading.alike.append((concept, likeness))

    def _find_wanted(self, reading: Reading) -> None:
        wanted: dict[str, None] = {}
        for run in reading.chinese:
            covered = bytearray(len(run))
            for match in find_phrases(run, self._lexicon.intents):
                if any(covered[match.start : match.end]):
                    continue
                covered[match.start : match.end] = b"\x01" * len(match.phrase)
                wanted.update(dict.fromkeys(self._lexicon.intents[match.phrase]))
        reading.wanted = tuple(wanted)

    def _is_off_topic(self, run: str) -> bool:
        """Tell whether a run has a word of other spheres outside a known phrase."""
        known = find_phrases(run, self._lexicon.concepts)
        return any(
            not any(
                match.start <= strange.start and strange.end <= match.end
                for match in known
            )
            for strange in find_phrases(run, self._lexicon.off_topic)
        )

    def _known_share(self, reading: Reading) -> float:
        total = known = 0
        for run in reading.content:
            marks = (
                self._mender.settled(run) if is_chinese(run) else [self._is_word(run)]
            )
            total += len(marks)
            known += sum(marks)
        return known / total if total else 1.0


def _word_borders(content: list[str]) -> set[int]:
    """Return the places where a word or a part of a compound begins or ends."""
    borders, at = {0}, 0
    for run in content:
        for word, start in placed_words(run):
            borders |= {at + start, at + start + len(word)}
        at += len(run)
    return borders


def _inside_words(run: str) -> list[bool]:
    return [len(word) > 1 for word in plain_words(run) for _ in word]
