"""Pinyin of Chinese text, and the reading of typed pinyin, initials and mixtures."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PINYIN_DICT

from search.tokens.normalise import is_chinese
from search.tokens.words import plain_words

_LONGEST_SYLLABLE = 6
_MOST_READINGS = 3
_LONGEST_TYPED = 40
_KEPT_RUNS = 4096


@lru_cache(maxsize=65536)
def _word_syllables(word: str) -> tuple[str, ...]:
    # The word decides the reading of a character with several: 银行 yin hang.
    return tuple(lazy_pinyin(word, style=Style.NORMAL, errors="ignore"))


@lru_cache(maxsize=_KEPT_RUNS)
def syllables(run: str) -> tuple[str, ...]:
    """Return the toneless syllables of a Chinese run, ü written v; else the run."""
    if not is_chinese(run):
        return (run,)
    found: list[str] = []
    for word in plain_words(run):
        found.extend(_word_syllables(word))
    return tuple(found)


def initials(run: str) -> str:
    """Return the first letters of the syllables: 公积金 gives gjj."""
    if not is_chinese(run):
        return run
    return "".join(syllable[0] for syllable in syllables(run))


def syllable_pairs(spelled: tuple[str, ...]) -> list[str]:
    """Return neighbouring syllables joined by "_"; a single one stands alone."""
    if len(spelled) == 1:
        return list(spelled)
    return [f"{spelled[at]}_{spelled[at + 1]}" for at in range(len(spelled) - 1)]


@lru_cache(maxsize=1)
def known_syllables() -> frozenset[str]:
    """Return all toneless syllables of the language, ü written v."""
    found = set()
    for code in range(0x4E00, 0x9FA6):
        if code in PINYIN_DICT:
            found.update(lazy_pinyin(chr(code), style=Style.NORMAL))
    return frozenset(syllable for syllable in found if syllable.isascii())


def readings(typed: str) -> list[tuple[str, ...]]:
    """Return the ways to read letters as full syllables, fewest syllables first.

    "xian" reads as (xian) and (xi, an). An empty list means that it is not pinyin.
    """
    if not typed or len(typed) > _LONGEST_TYPED:
        return []
    table = known_syllables()
    ways: list[list[tuple[str, ...]]] = [[] for _ in range(len(typed) + 1)]
    ways[0] = [()]
    for end in range(1, len(typed) + 1):
        found = [
            (*way, typed[start:end])
            for start in range(max(0, end - _LONGEST_SYLLABLE), end)
            if typed[start:end] in table
            for way in ways[start]
        ]
        # A lone vowel is a syllable only on paper; such readings come last.
        found.sort(key=lambda way: (len(way), sum(len(part) == 1 for part in way)))
        ways[end] = found[:_MOST_READINGS]
    return ways[-1]


def fits_mixed(typed: str, spelled: tuple[str, ...]) -> bool:
    """Tell whether letters spell the syllables, each in full or cut short.

    "shenfz", "sfzheng" and "sfz" all fit (shen, fen, zheng); each syllable gives at
    least its first letter.
    """
    reachable = {0}
    for syllable in spelled:
        following = set()
        for at in reachable:
            size = 0
            while (
                size < len(syllable)
                and typed[at : at + size + 1] == syllable[: size + 1]
            ):
                size += 1
                following.add(at + size)
        if not following:
            return False
        reachable = following
    return len(typed) in reachable
