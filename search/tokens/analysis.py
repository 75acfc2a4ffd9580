"""The one way from text to tokens, for documents and for queries alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from search.tokens.grams import bigrams
from search.tokens.normalise import is_chinese, normalise, runs
from search.tokens.pinyin import initials, syllable_pairs, syllables
from search.tokens.words import placed_words, words

_SHORTEST_INITIALS = 2
_LONGEST_INITIALS = 10
LONGEST_PREFIX = 12


def text_runs(text: str) -> list[str]:
    """Return the runs of any text, normalised."""
    return runs(normalise(text))


def word_tokens(text_run_list: Iterable[str]) -> list[str]:
    """Return words of two characters or more, Latin runs and numbers."""
    return [
        word
        for run in text_run_list
        for word in words(run)
        if len(word) > 1 or not is_chinese(word)
    ]


def character_tokens(text_run_list: Iterable[str]) -> list[str]:
    """Return single Chinese characters; Latin runs and numbers stay whole."""
    return [
        token for run in text_run_list for token in (run if is_chinese(run) else (run,))
    ]


def gram_tokens(text_run_list: Iterable[str]) -> list[str]:
    """Return character pairs of the Chinese runs."""
    return [pair for run in text_run_list if is_chinese(run) for pair in bigrams(run)]


def sound_tokens(text_run_list: Iterable[str]) -> list[str]:
    """Return syllable pairs of the Chinese runs, e.g. gong_ji ji_jin."""
    return [
        pair
        for run in text_run_list
        if is_chinese(run) and len(run) > 1
        for pair in syllable_pairs(syllables(run))
    ]


def initial_tokens(text_run_list: Iterable[str]) -> Set[str]:
    """Return first letters from each word's start on, in every useful length.

    港澳通行证 gives ga, gat, …, gatxz from 港澳 on and tx, txz from 通行 on: people type
    the first letters of the middle of a name too, but they start at a word.
    """
    found: dict[str, None] = {}
    for run in text_run_list:
        found.update(_run_initials(run))
    return found.keys()


def _run_initials(run: str) -> dict[str, None]:
    if not is_chinese(run):
        return {}
    letters = initials(run)
    last = len(letters) + 1
    return {
        letters[start:end]: None
        for start in dict.fromkeys(start for _, start in placed_words(run))
        for end in range(
            start + _SHORTEST_INITIALS, min(start + _LONGEST_INITIALS + 1, last)
        )
    }


def prefix_tokens(text_run_list: Sequence[str]) -> Set[str]:
    """Return what one may have typed so far of a name: characters, pinyin, initials."""
    spelled = [part for run in text_run_list for part in syllables(run)]
    forms = (
        "".join(text_run_list),
        "".join(spelled),
        "".join(part[0] for part in spelled),
    )
    found = {
        form[:size]: None
        for form in forms
        for size in range(1, min(len(form), LONGEST_PREFIX) + 1)
    }
    return found.keys()
