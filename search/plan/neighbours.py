"""Phrases that say nearly the same as a query in other words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

# A token in more phrases than this does not name candidates, it only scores them.
_TOO_FREQUENT = 500
_CANDIDATES = 80
_PAIR_WEIGHT = 1.0
_CHARACTER_WEIGHT = 0.6
# What lessens likeness: tokens of the phrase that the query lacks, and the reverse.
_MISSING = 0.6
_SPARE = 0.3


class Neighbours:
    """Known phrases, looked up by likeness.

    Words of one meaning count as equal (娃、孩子、小孩), rare characters more than
    frequent ones.
    """

    def __init__(self, phrases: Iterable[str], synonyms: Mapping[str, str]) -> None:
        self._synonyms = synonyms
        words = sorted(synonyms, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, words)) or r"(?!)")
        self._phrases = list(phrases)
        # Tokens of many phrases are kept as one object each.
        same: dict[str, str] = {}
        self._tokens = [
            tuple(same.setdefault(token, token) for token in self._tokens_of(phrase))
            for phrase in self._phrases
        ]
        self._holders: dict[str, list[int]] = {}
        for number, tokens in enumerate(self._tokens):
            for token in tokens:
                self._holders.setdefault(token, []).append(number)
        size = len(self._phrases)
        self._rarity = {
            token: math.log(1 + size / len(holders))
            * (_CHARACTER_WEIGHT if len(token) == 1 else _PAIR_WEIGHT)
            for token, holders in self._holders.items()
        }
        self._unknown = math.log(1 + size) * _CHARACTER_WEIGHT / 2
        self._sizes = [
            sum(self._rarity[token] for token in tokens) for tokens in self._tokens
        ]

    def near(self, text: str, *, most: int) -> list[tuple[str, float]]:
        """Return (phrase, likeness 0 to 1) of a compact text, most alike first."""
        wanted = {
            token: self._rarity.get(token, self._unknown)
            for token in self._tokens_of(text)
        }
        size = sum(wanted.values())
        scored = []
        for number in self._candidates(wanted):
            shared = sum(filter(None, map(wanted.get, self._tokens[number])))
            missing = _MISSING * (self._sizes[number] - shared)
            likeness = shared / (shared + missing + _SPARE * (size - shared))
            scored.append((self._phrases[number], likeness))
        scored.sort(key=lambda pair: (-pair[1], pair[0]))
        return scored[:most]

    def _candidates(self, wanted: Mapping[str, float]) -> list[int]:
        """Return the phrases that share the most of what is rare, by their numbers."""
        rough: dict[int, float] = {}
        weight_so_far = rough.get
        for token, weight in wanted.items():
            holders = self._holders.get(token, ())
            if len(holders) <= _TOO_FREQUENT:
                for number in holders:
                    rough[number] = weight_so_far(number, 0.0) + weight
        if len(rough) <= _CANDIDATES:
            return list(rough)
        least = sorted(rough.values(), reverse=True)[_CANDIDATES - 1]
        above = [number for number, weight in rough.items() if weight > least]
        level = sorted(number for number, weight in rough.items() if weight == least)
        return [*above, *level[: _CANDIDATES - len(above)]]

    def _tokens_of(self, text: str) -> dict[str, None]:
        same = self._pattern.sub(lambda found: self._synonyms[found[0]], text)
        pairs = (same[at : at + 2] for at in range(len(same) - 1))
        return dict.fromkeys((*same, *pairs))
