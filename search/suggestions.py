"""Complete what somebody has begun to type."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from urllib.parse import quote

from search.documents import all_names
from search.lexicon import Lexicon
from search.plan.phrasebook import PhraseBook
from search.records import GuideRecord
from search.requests import Suggestion
from search.tokens.analysis import LONGEST_PREFIX
from search.tokens.normalise import compact, runs
from search.tokens.pinyin import syllables

SEARCH_PAGE = "/search/"
GUIDE, PHRASE = "guide", "phrase"
_PHRASES = 3
_NEIGHBOURS = 200
_TITLE_BONUS = 3


def index_prefix(typed: str) -> str:
    """Return the part of a compact text that the index can look up."""
    return typed[:LONGEST_PREFIX]


def guide_suggestions(
    typed: str, records: Iterable[GuideRecord], lexicon: Lexicon
) -> list[Suggestion]:
    """Return records whose title or other name begins with the typed text.

    Short names come before long ones, a title counts as a shorter name.
    """
    found: dict[str, tuple[int, str, Suggestion]] = {}
    for record in records:
        names = (record.title, *all_names(record, lexicon))
        name = next((name for name in names if _begins(name, typed)), "")
        if name:
            length = len(name) - (_TITLE_BONUS if name == record.title else 0)
            entry = (length, record.code, Suggestion(name, record.url, GUIDE))
            found[name] = min(found.get(name, entry), entry, key=lambda item: item[:2])
    best = sorted(found.values(), key=lambda item: item[:2])
    return [suggestion for *_, suggestion in best]


def phrase_suggestions(
    typed: str, lexicon: Lexicon, phrasebook: PhraseBook
) -> list[Suggestion]:
    """Return everyday phrases that begin with Chinese text or are spelled by letters."""
    if not typed:
        return []
    if typed.isascii():
        found = [
            phrase
            for phrase in phrasebook.typed_as(typed)
            if phrasebook.frequency(phrase) > 1
        ]
    else:
        found = _beginning_with(typed, lexicon.sorted_phrases)
    return [
        Suggestion(phrase, f"{SEARCH_PAGE}?q={quote(phrase)}", PHRASE)
        for phrase in found[:_PHRASES]
    ]


def _beginning_with(typed: str, phrases: tuple[str, ...]) -> list[str]:
    start = bisect_left(phrases, typed)
    found = []
    for phrase in phrases[start : start + _NEIGHBOURS]:
        if not phrase.startswith(typed):
            break
        if phrase != typed:
            found.append(phrase)
    return sorted(found, key=lambda phrase: (len(phrase), phrase))


def _begins(name: str, typed: str) -> bool:
    compacted = compact(name)
    if compacted.startswith(typed):
        return True
    if not typed.isascii():
        return False
    spelled = [part for run in runs(compacted) for part in syllables(run)]
    return "".join(spelled).startswith(typed) or "".join(
        part[0] for part in spelled
    ).startswith(typed)
