"""Cut Chinese runs into words with a general and a domain dictionary."""

from __future__ import annotations

from functools import lru_cache

from rjieba import Jieba

from search.sources import source_path
from search.tokens.normalise import is_chinese

DOMAIN_WORDS_FILE = "domain-words.txt"
_SHORTEST_COMPOUND = 3
_LONGEST_WORD = 6
# Departments, laws and materials come again and again, and so do parts of a query.
_KEPT_RUNS = 4096
_KEPT_WORDS = 16384


@lru_cache(maxsize=1)
def _segmenter() -> Jieba:
    # An instance of our own: the module-level one is shared by the whole process.
    segmenter = Jieba()
    for word in domain_words():
        segmenter.add_word(word, None, None)
    return segmenter


@lru_cache(maxsize=1)
def domain_words() -> frozenset[str]:
    """Return the words of the trade, made from the catalogue's names.

    They are frozen in a file, because index and query must be cut alike.
    """
    text = source_path(DOMAIN_WORDS_FILE).read_text(encoding="utf-8")
    return frozenset(line for line in text.split() if line)


@lru_cache(maxsize=_KEPT_RUNS)
def words(run: str) -> tuple[str, ...]:
    """Return the words of a run in reading order, compounds with their parts.

    The statistical guess for unknown words is off: it cuts the same characters
    differently in different surroundings, so that index and query would not meet.
    """
    return tuple(part for word in plain_words(run) for part in _parts(word))


@lru_cache(maxsize=_KEPT_RUNS)
def plain_words(run: str) -> tuple[str, ...]:
    """Return the words of a run once each, without the parts of compounds."""
    if not is_chinese(run):
        return (run,)
    return tuple(_segmenter().cut(run, False))


@lru_cache(maxsize=_KEPT_RUNS)
def placed_words(run: str) -> tuple[tuple[str, int], ...]:
    """Return the words of a run and the parts of compounds, each with its place."""
    found = []
    start = 0
    for word in plain_words(run):
        found.append((word, start))
        found.extend(
            (part, start + word.find(part)) for part in _parts(word) if part != word
        )
        start += len(word)
    return tuple(found)


@lru_cache(maxsize=_KEPT_WORDS)
def _parts(word: str) -> tuple[str, ...]:
    """Return the parts of a compound that are words, and itself at the end."""
    if not is_chinese(word):
        return (word,)
    return tuple(_segmenter().cut_for_search(word, False))


def derive_domain_words(names: list[str], *, minimum: int = 3) -> list[str]:
    """Return compounds of general words that catalogue names keep together.

    A compound has 3 to 6 characters, occurs `minimum` times or more, and stands
    between at least two different neighbours on each side, so that it ends where a
    word ends.
    """
    general = Jieba()
    counts: dict[str, int] = {}
    before: dict[str, set[str]] = {}
    after: dict[str, set[str]] = {}
    for name in names:
        parts = ["", *general.cut(name, False), ""]
        for start in range(1, len(parts) - 1):
            for end in range(start + 2, min(start + 4, len(parts))):
                compound = "".join(parts[start:end])
                counts[compound] = counts.get(compound, 0) + 1
                before.setdefault(compound, set()).add(parts[start - 1])
                after.setdefault(compound, set()).add(parts[end])
    return sorted(
        compound
        for compound, count in counts.items()
        if count >= minimum
        and _SHORTEST_COMPOUND <= len(compound) <= _LONGEST_WORD
        and all(is_chinese(character) for character in compound)
        and min(len(before[compound]), len(after[compound])) > 1
        and not general.has_word(compound)
    )
