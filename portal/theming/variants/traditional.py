"""The variant in traditional characters, made by OpenCC when the site is built.

The forms are those of the character table `s2tw`: characters are exchanged, words are
not. Names whose registered form is simplified are kept, each with its reason, in
`kept-names.toml` of the theme.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from opencc import OpenCC

from portal.theming.folders import theme_files

KEPT_NAMES: Final = "kept-names.toml"
_FORMS: Final = "s2tw"
# Stands where something is kept while the rest is converted; no text has it.
_MARK: Final = "\ue000"
_ADDRESS: Final = (
    r'(?:\s(?:href|src|action|value|id|for|class|aria-[a-z]+by|data-suggest)="[^"]*")'
)
_LANGUAGE: Final = r'(?:<(\w+)[^>]* lang="zh-(?:CN|Hans)"[^>]*>[^<]*)'


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptName:
    """A text that keeps its simplified characters, as a regular expression, and why."""

    pattern: str
    reason: str


def as_traditional(page: str) -> str:
    """Return a page in traditional characters; addresses and kept names stay."""
    kept: list[str] = []

    def put_by(found: re.Match[str]) -> str:
        kept.append(found[0])
        return _MARK

    converted: str = _converter().convert(_kept_pattern().sub(put_by, page))
    parts = converted.split(_MARK)
    return parts[0] + "".join(
        name + part for name, part in zip(kept, parts[1:], strict=True)
    )


def kept_names() -> list[KeptName]:
    """Return the names that keep simplified characters."""
    return [
        KeptName(pattern=each["pattern"], reason=each["reason"])
        for file in theme_files(KEPT_NAMES)
        for each in tomllib.loads(file.read_text(encoding="utf-8"))["name"]
    ]


def without_kept_names(text: str) -> str:
    """Return a text without what has to keep simplified characters."""
    return _kept_pattern().sub("", text)


@lru_cache(maxsize=1)
def _kept_pattern() -> re.Pattern[str]:
    names = [f"(?:{each.pattern})" for each in kept_names()]
    return re.compile("|".join([_LANGUAGE, _ADDRESS, *names]))


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC(_FORMS)
