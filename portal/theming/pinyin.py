"""Order Chinese names as a reader looks them up: by pinyin, A to Z."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import import_module
from typing import Final

OTHER: Final = "#"
_LEADING_MARKS: Final = re.compile(r"^[^\w]+")


@lru_cache(maxsize=8192)
def sort_key(name: str) -> tuple[bool, tuple[str, ...], str]:
    """Return the key that sorts names by pinyin; names without a letter come last."""
    plain = _LEADING_MARKS.sub("", unicodedata.normalize("NFKC", name))
    # Its dictionaries take 50 MiB, which most workers of a build never look into.
    pinyin = import_module("pypinyin")
    spelled = pinyin.lazy_pinyin(plain, style=pinyin.Style.NORMAL, errors="default")
    syllables = tuple(map(str, spelled))
    text = "".join(syllables).lower()
    return (not text[:1].isascii() or not text[:1].isalpha(), syllables, name)
