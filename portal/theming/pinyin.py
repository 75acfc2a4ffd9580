"""Order Chinese names as a reader looks them up: by pinyin, A to Z."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

OTHER: Final = "#"
_LEADING_MARKS: Final = re.compile(r"^[^\w]+")


@lru_cache(maxsize=8192)
def sort_key(name: str) -> tuple[bool, tuple[str, ...], str]:
    """Return the key that sorts names by pinyin; names without a letter come last."""
    plain = _LEADING_MARKS.sub("", unicodedata.normalize("NFKC", name))
    syllables = spelled(plain)
    text = "".join(syllables).lower()
    return (not text[:1].isascii() or not text[:1].isalpha(), syllables, name)


def spelled(text: str) -> tuple[str, ...]:
    """Return the syllables of a text without tones; what has no sound stays as it is."""
    pinyin = _pinyin()
    found = pinyin.lazy_pinyin(text, style=pinyin.Style.NORMAL, errors="default")
    return tuple(map(str, found))


def sounds_of(character: str) -> list[str]:
    """Return the ways to say a character, without tones, the usual one first."""
    pinyin = _pinyin()
    (found,) = pinyin.pinyin(character, style=pinyin.Style.NORMAL, heteronym=True)
    return [str(sound) for sound in found]


def _pinyin() -> Any:
    # Its dictionaries take 50 MiB, which the workers of a build never look into.
    return import_module("pypinyin")
