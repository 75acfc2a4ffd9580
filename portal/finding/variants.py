"""Put the variants of one matter together: its renewal, change and cancellation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from search.lexicon import default_lexicon
from search.service import Hit
from search.tokens.normalise import compact

_SHORTEST_BASE: Final = 4
_SHORTEST_WORD: Final = 2
# What a title may say behind its variant: 延续审批, 补办申请.
_ENDINGS: Final = ("审批", "核发", "办理", "申请")
_PAPER: Final = "证"


@dataclass(frozen=True, slots=True)
class Group:
    """A hit and the variants of its matter that came behind it on the page."""

    hit: Hit
    variants: tuple[Hit, ...] = ()


def grouped(hits: Sequence[Hit]) -> list[Group]:
    """Return the hits in their order, variants behind the first of their matter."""
    members: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        base = base_of(hit.title)
        members.setdefault((hit.department_key, base or hit.code), []).append(hit)
    return [Group(first, tuple(others)) for first, *others in members.values()]


def base_of(title: str) -> str:
    """Return a title without bracket and variant, "" when it names no variant.

    >>> base_of("劳务派遣经营许可证延续审批(县级)") == base_of("劳务派遣经营许可(补办)")
    True
    """
    main, _bracket, rest = title.replace("（", "(").partition("(")
    name = compact(main)
    for ending in _ENDINGS:
        name = name.removesuffix(ending)
    word = next((word for word in _by_length() if name.endswith(word)), "")
    if not word and compact(rest) not in _variant_words():
        return ""
    base = name.removesuffix(word).removesuffix(_PAPER)
    return base if len(base) >= _SHORTEST_BASE else ""


@lru_cache(maxsize=1)
def _variant_words() -> frozenset[str]:
    lexicon = default_lexicon()
    words = {*lexicon.first_variants}.union(*lexicon.intents.values())
    return frozenset(word for word in words if len(word) >= _SHORTEST_WORD)


@lru_cache(maxsize=1)
def _by_length() -> tuple[str, ...]:
    return tuple(sorted(_variant_words(), key=lambda word: (-len(word), word)))
