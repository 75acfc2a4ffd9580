"""A page in English: what is not translated stands there in Chinese and says so.

A text is what stands between two tags, or in an attribute that is read. Its English is
that of the page's own words, else that of the theme's catalogue.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from portal.theming.rendering import render_page
from portal.theming.variants.english import is_chinese, text_key, translated
from portal.theming.variants.markup import without_print_code

# A tag with what follows up to the next one.
_PART: Final = re.compile(r"(<[^>]*>)([^<]*)")
_ATTRIBUTE: Final = re.compile(
    r'(\s(?:content|data-says|aria-label|placeholder|title|alt|data-l)=")([^"]*)"'
)
_OPENING: Final = re.compile(r"<([a-z][a-z0-9]*)\b")
_SEPARATOR: Final = " - "
_COLON: Final = "："
# Their text cannot hold a tag, or is none to be read.
_PLAIN: Final = frozenset(
    {"title", "option", "textarea", "script", "style", "text", "tspan", "desc"}
)
_CHINESE: Final = "zh-CN"
# Chinese within English: a name as it stands on papers and doors.
_QUOTED: Final = re.compile(
    r"[\u3400-\u9fff\U00020000-\U0003ffff]"
    r"(?:[\u3000-\u303f\u3400-\u9fff\uff00-\uffef\U00020000-\U0003ffff\d·-]*"
    r"[\u3400-\u9fff\U00020000-\U0003ffff])?"
)
# Where the texts of a guide stand: its summary, its name in the trail, the page itself.
_SUMMARY: Final = re.compile(r'<meta name="description" content="([^"]*)"')
_HERE: Final = re.compile(r'<span aria-current="page">([^<]*)</span>')
_MAIN: Final = re.compile(r"<main\b.*</main>", re.DOTALL)
# What machines are told of the page, and a string in it.
_LINKED_DATA: Final = ' type="application/ld+json"'
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_HEADING: Final = re.compile(r"<h2\b")

Words = Mapping[str, str]
_NO_WORDS: Final[Words] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """A Chinese text of a page, under which heading, and its English of the theme."""

    text: str
    heading: str
    given: str


def as_english(page: str, words: Words = _NO_WORDS) -> str:
    """Return a page with every known text in English, the others marked as Chinese.

    `words` are the page's own, by their `text_key`.
    """
    texts = _Texts(words)
    head, main, rest = _divided(page)
    head = texts.translate(head)
    texts.done = texts.left = 0
    main = texts.translate(main)
    told = {"left": texts.left, "amount": texts.done + texts.left}
    note = render_page("layouts/english-note.html", told)
    return head + note + main + texts.translate(rest)


def texts_of(page: str) -> list[PageText]:
    """Return the Chinese texts that a reader of a guide's page finds, each once."""
    found: dict[str, PageText] = {}
    heading = ""

    def note(text: str) -> None:
        key = text_key(text)
        if is_chinese(key) and key not in found and not key.startswith(_COLON):
            given = html.unescape(translated(text) or "").strip()
            found[key] = PageText(text=key, heading=heading, given=given)

    for part in (_SUMMARY.search(page), _HERE.search(page)):
        note(part[1] if part else "")
    main = _MAIN.search(without_print_code(page))
    for tag, text in _PART.findall(main[0] if main else ""):
        if _HEADING.match(tag):
            heading = text_key(text)
        for _name, value in _ATTRIBUTE.findall(tag):
            note(value)
        note(text)
    return list(found.values())


class _Texts:
    """Translates texts, and counts those that were Chinese."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.done = self.left = 0

    def translate(self, page: str) -> str:
        return _PART.sub(self._part, page)

    def _part(self, found: re.Match[str]) -> str:
        tag, text = found[1], found[2]
        tag = _ATTRIBUTE.sub(self._attribute, tag)
        if _LINKED_DATA in tag:
            return tag + _STRING.sub(self._string, text)
        return self._after(found, tag, text)

    def _after(self, found: re.Match[str], tag: str, text: str) -> str:
        if not is_chinese(text):
            return tag + (translated(text) or text)
        opening = _OPENING.match(tag)
        name = opening[1] if opening else ""
        if name == "title":
            parts = (self._english(part) or part for part in text.split(_SEPARATOR))
            return tag + _SEPARATOR.join(parts)
        plain = name in _PLAIN or ' lang="' in tag
        english = self._english(text)
        if english is not None:
            self.done += 1
            return tag + (english if plain else _QUOTED.sub(_as_quoted, english))
        if plain:
            return tag + text
        self.left += 1
        closed = found.string.startswith(f"</{name}>", found.end())
        return _marked(tag, text, alone=closed and bool(name))

    def _attribute(self, found: re.Match[str]) -> str:
        english = self._english(found[2])
        if english is not None:
            english = english.replace('"', "&quot;")
        return f'{found[1]}{found[2] if english is None else english}"'

    def _string(self, found: re.Match[str]) -> str:
        text = json.loads(found[0])
        english = self._english(text) if is_chinese(text) else None
        if english is None:
            return found[0]
        # Nothing in a script may look like its end.
        told = json.dumps(html.unescape(english), ensure_ascii=False)
        return told.replace("<", "\\u003c")

    def _english(self, text: str) -> str | None:
        own = self.words.get(text_key(text)) if self.words else None
        if own is not None:
            return text.replace(text.strip(), html.escape(own, quote=False))
        if text.startswith(_COLON):
            # What a link is to, for those who hear it: 空白表格：申请书.
            named = self._english(text.removeprefix(_COLON))
            return named and f": {named}"
        return translated(text)


def _marked(tag: str, text: str, *, alone: bool) -> str:
    """Return a text that stays Chinese, after its tag, with its language.

    The element says it where it holds nothing else to be read, which is shorter.
    """
    if alone and not _ATTRIBUTE.search(tag):
        return f'{tag[:-1]} lang="{_CHINESE}">{text}'
    return f'{tag}<span lang="{_CHINESE}">{text}</span>'


def _as_quoted(found: re.Match[str]) -> str:
    return f'<span lang="{_CHINESE}">{found[0]}</span>'


def _divided(page: str) -> tuple[str, str, str]:
    main = _MAIN.search(page)
    if main is None:
        return page, "", ""
    return page[: main.start()], main[0], page[main.end() :]
