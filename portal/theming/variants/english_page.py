"""A page with the English frame: what is not translated says that it is Chinese."""

from __future__ import annotations

import re
from typing import Final

from portal.theming.rendering import render_page
from portal.theming.variants.english import is_chinese, translated

# A tag with what follows up to the next one.
_PART: Final = re.compile(r"(<[^>]*>)([^<]*)")
_ATTRIBUTE: Final = re.compile(
    r'(\s(?:content|data-says|aria-label|placeholder|title|alt|data-l)=")([^"]*)"'
)
_OPENING: Final = re.compile(r"<([a-z][a-z0-9]*)\b")
_SEPARATOR: Final = " - "
# Their text cannot hold a tag, or is none to be read.
_PLAIN: Final = frozenset(
    {"title", "option", "textarea", "script", "style", "text", "tspan", "desc"}
)
_CHINESE: Final = "zh-CN"


def as_english(page: str) -> str:
    """Return a page with every known text in English, the others marked as Chinese."""
    page = _PART.sub(lambda found: _tag(found[1]) + _text(found[1], found[2]), page)
    note = render_page("layouts/english-note.html", {})
    return page.replace("<main", f"{note}<main", 1)


def _tag(tag: str) -> str:
    return _ATTRIBUTE.sub(
        lambda found: f'{found[1]}{translated(found[2]) or found[2]}"', tag
    )


def _text(tag: str, text: str) -> str:
    if not is_chinese(text):
        return translated(text) or text
    opening = _OPENING.match(tag)
    name = opening[1] if opening else ""
    if name == "title":
        parts = (translated(part) or part for part in text.split(_SEPARATOR))
        return _SEPARATOR.join(parts)
    english = translated(text)
    if english is not None:
        return english
    if name in _PLAIN or ' lang="' in tag:
        return text
    return f'<span lang="{_CHINESE}">{text}</span>'
