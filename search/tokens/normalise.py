"""Bring any spelling of a text to one form: the form that is indexed and searched."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

# Names of guides are compared again with every page of results that shows them.
_KEPT_TEXTS = 4096
_CJK = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_CJK}]+|[a-z]+|[0-9]+|[^\W\d_]+")
_CJK_CHARACTER = re.compile(rf"[{_CJK}]")


@lru_cache(maxsize=1)
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=_KEPT_TEXTS)
def normalise(text: str) -> str:
    """Return `text` in NFKC, lower case and simplified characters.

    Full-width letters, brackets and digits become half-width; traditional characters
    become simplified ones. Punctuation stays; `runs` leaves it out.
    """
    if text.isascii():
        return text.casefold()
    folded = unicodedata.normalize("NFKC", text).casefold()
    simplified: str = _to_simplified().convert(folded)
    return simplified


def runs(normalised: str) -> list[str]:
    """Split a normalised text into runs of Chinese characters, letters and digits."""
    return _RUN.findall(normalised)


def is_chinese(run: str) -> bool:
    """Tell whether a run (or character) is written in Chinese characters."""
    return bool(_CJK_CHARACTER.match(run))


def is_latin(run: str) -> bool:
    """Tell whether a run is written in plain letters a to z."""
    return run.isascii() and run.isalpha()


@lru_cache(maxsize=_KEPT_TEXTS)
def compact(text: str) -> str:
    """Return the normalised text without spaces and punctuation, e.g. for equality."""
    return "".join(runs(normalise(text)))
