"""Mark in a text what a query found, the same for both engines."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Final

from search.plan.model import Plan
from search.tokens.normalise import is_chinese, normalise, runs
from search.tokens.pinyin import syllables

_PAIR: Final = 2


def highlighted(text: str, plan: Plan) -> str:
    """Return the text as HTML with <mark> around what the plan looks for, or "".

    Everything else is escaped; an empty string means that nothing was found in it.
    """
    marked = _marked(text, plan)
    return _html(text, marked) if marked else ""


def marked_characters(text: str, plan: Plan) -> int:
    """Return how many characters of the text the plan marks."""
    return len(_marked(text, plan))


def _marked(text: str, plan: Plan) -> set[int]:
    """Return the places of the marked characters."""
    folded, places = _folded(text)
    marked: set[int] = set()
    for start, end in (*_term_spans(folded, plan), *_sound_spans(folded, plan)):
        marked.update(places[start:end])
    return marked


@lru_cache(maxsize=16_384)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """Return the compact form and, for each of its characters, its place in the text."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for part in _folded_character(character):
            folded.append(part)
            places.append(place)
    return "".join(folded), tuple(places)


@lru_cache(maxsize=8192)
def _folded_character(character: str) -> str:
    return "".join(runs(normalise(character)))


def _term_spans(folded: str, plan: Plan) -> list[tuple[int, int]]:
    return [
        (start, start + length)
        for length, terms in _by_length(plan.highlight)
        for start in range(len(folded) - length + 1)
        if folded[start : start + length] in terms
    ]


@lru_cache(maxsize=256)
def _by_length(terms: tuple[str, ...]) -> tuple[tuple[int, frozenset[str]], ...]:
    """Return the terms by their length, without those that their own pairs mark anyway."""
    pairs = {term for term in terms if len(term) == _PAIR}
    sizes: dict[int, set[str]] = {}
    for term in terms:
        own = {term[at : at + _PAIR] for at in range(len(term) - 1)}
        if len(term) <= _PAIR or not own <= pairs:
            sizes.setdefault(len(term), set()).add(term)
    return tuple((size, frozenset(found)) for size, found in sizes.items())


def _sound_spans(folded: str, plan: Plan) -> list[tuple[int, int]]:
    """Return the stretches that sound like typed pinyin or initials."""
    if not plan.sounds and not plan.letters:
        return []
    spans: list[tuple[int, int]] = []
    at = 0
    for run in runs(folded):
        spelled = syllables(run)
        if is_chinese(run) and len(spelled) == len(run):
            spans.extend((at + start, at + end) for start, end in _heard(spelled, plan))
        at += len(run)
    return spans


def _heard(spelled: tuple[str, ...], plan: Plan) -> list[tuple[int, int]]:
    found = []
    firsts = "".join(syllable[0] for syllable in spelled)
    for letters in plan.letters:
        start = firsts.find(letters) if len(letters) > 1 else -1
        if start >= 0:
            found.append((start, start + len(letters)))
    for way in plan.sounds:
        pairs = set(pairwise(way))
        found.extend(
            (start, start + 2)
            for start in range(len(spelled) - 1)
            if spelled[start : start + 2] in pairs
        )
        if len(way) == 1:
            found.extend(
                (start, start + 1)
                for start, syllable in enumerate(spelled)
                if syllable == way[0]
            )
    return found


def _html(text: str, marked: set[int]) -> str:
    parts: list[str] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or (place in marked) != (start in marked):
            piece = escape(text[start:place])
            parts.append(f"<mark>{piece}</mark>" if start in marked else piece)
            start = place
    return "".join(parts)
