"""The English frame: texts of our own pages whose translation is known.

The catalogue is a gettext file of the theme; a message is the whole of a text as it
stands on a page, with `%s` for each number in it and `%(name)s` for a proper name. What has no translation stays Chinese
and is marked as such.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from portal.theming.folders import theme_files
from portal.theming.formats import full_width
from portal.theming.pinyin import spelled

CATALOGUE: Final = "locale/en/site.po"
_ENTRY: Final = re.compile(
    r'^msgid (?P<id>(?:"(?:[^"\\]|\\.)*"\s*)+)msgstr (?P<text>(?:"(?:[^"\\]|\\.)*"\s*)+)',
    re.MULTILINE,
)
_PIECE: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_NAME: Final = re.compile(r"%\((\w+)\)s")
# A longer name that ends as districts do is one of something else: 咨询导办区 is a zone.
_LONGEST: Final = {"district": 3}
# Proper names that were spelled in this process.
_spellings: dict[str, str] = {}
# Keeps a span on one line; no reader or translator sees it.
_JOINER: Final = "\u2060"
_HAN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def has_english(text: str) -> bool:
    """Tell whether the catalogue translates a text."""
    return translated(text) is not None


def text_key(text: str) -> str:
    """Return what tells a text of a page from others, whatever its commas look like.

    >>> text_key(" 承诺7天,不收费 ")
    '承诺7天，不收费'
    """
    return full_width(html.unescape(text).strip()).replace(_JOINER, "")


def is_chinese(text: str) -> bool:
    """Tell whether a text has Chinese characters."""
    return _HAN.search(text) is not None


def translated(text: str) -> str | None:
    """Return the English of a text of a page, None when it has none.

    >>> translated("看全部 1,943 项")
    'All 1,943 matters'
    >>> translated("望江街道便民服务中心")
    'Wangjiang Street Service Centre'
    """
    bare = text.strip()
    message = _message(bare)
    return None if message is None else text.replace(bare, message)


@lru_cache(maxsize=8192)
def _message(bare: str) -> str | None:
    numbers = _NUMBER.findall(bare)
    shape = _NUMBER.sub("%s", bare)
    for key in (bare, shape):
        message = _catalogue().get(key)
        if message is not None and key == bare:
            return message
        if message is not None and message.count("%s") == len(numbers):
            return message % tuple(numbers)
    for pattern, message in _named():
        if found := pattern.fullmatch(bare):
            return message % {
                name: _message(part) or _in_pinyin(part)
                for name, part in found.groupdict().items()
            }
    return None


def _in_pinyin(name: str) -> str:
    if name not in _spellings:
        _spellings[name] = "".join(spelled(name)).capitalize()
    return _spellings[name]


def spellings_in(texts: Iterable[str]) -> dict[str, str]:
    """Return the proper names in texts as they are spelled in English."""
    for text in texts:
        translated(text)
    return dict(_spellings)


def use_spellings(spellings: Mapping[str, str]) -> None:
    """Take what another process has spelled, to do without the dictionaries."""
    _spellings.update(spellings)


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


@lru_cache(maxsize=1)
def _named() -> list[tuple[re.Pattern[str], str]]:
    """Return the messages with proper names, those with the longest text first."""
    found = [
        (message, text) for message, text in _catalogue().items() if "%(" in message
    ]
    ordered = sorted(found, key=lambda each: -len(_NAME.sub("", each[0])))
    return [(_pattern(message), text) for message, text in ordered]


def _pattern(message: str) -> re.Pattern[str]:
    literals = _NAME.split(message)
    parts = [
        f"(?P<{part}>[\\u3400-\\u9fff]{{1,{_LONGEST.get(part, 30)}}}?)"
        if at % 2
        else re.escape(part)
        for at, part in enumerate(literals)
    ]
    return re.compile("".join(parts))


def _joined(literal: str) -> str:
    text = "".join(_PIECE.findall(literal))
    return text.replace('\\"', '"').replace("\\\\", "\\")
