"""The English frame: texts of our own pages whose translation is known.

The catalogue is a gettext file of the theme; a message is the whole of a text as it
stands on a page, with `%s` for each number in it. What has no translation stays Chinese
and is marked as such.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from portal.theming.folders import theme_files

CATALOGUE: Final = "locale/en/site.po"
_ENTRY: Final = re.compile(
    r'^msgid (?P<id>(?:"(?:[^"\\]|\\.)*"\s*)+)msgstr (?P<text>(?:"(?:[^"\\]|\\.)*"\s*)+)',
    re.MULTILINE,
)
_PIECE: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_HAN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def has_english(text: str) -> bool:
    """Tell whether the catalogue translates a text."""
    return translated(text) is not None


def is_chinese(text: str) -> bool:
    """Tell whether a text has Chinese characters."""
    return _HAN.search(text) is not None


def translated(text: str) -> str | None:
    """Return the English of a text of a page, None when it has none.

    >>> translated("共 1,943 项")
    '1,943 matters'
    """
    bare = text.strip()
    catalogue = _catalogue()
    message = catalogue.get(bare)
    if message is None:
        numbers = _NUMBER.findall(bare)
        message = catalogue.get(_NUMBER.sub("%s", bare))
        if message is None or message.count("%s") != len(numbers):
            return None
        message = message % tuple(numbers)
    return text.replace(bare, message)


def catalogue_of(file: Path) -> dict[str, str]:
    """Return the messages of a gettext file that have a translation."""
    found = {
        _joined(entry["id"]): _joined(entry["text"])
        for entry in _ENTRY.finditer(file.read_text(encoding="utf-8"))
    }
    return {message: text for message, text in found.items() if message and text}


@lru_cache(maxsize=1)
def _catalogue() -> dict[str, str]:
    messages: dict[str, str] = {}
    for file in reversed(theme_files(CATALOGUE)):
        messages |= catalogue_of(file)
    return messages


def _joined(literal: str) -> str:
    text = "".join(_PIECE.findall(literal))
    return text.replace('\\"', '"').replace("\\\\", "\\")
