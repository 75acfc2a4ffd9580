"""Tell whether an attached web page only shows something.

Attached pages become part of the public site, so nothing in them may act or fetch.
Browsers and this parser end comments, titles and broken tags at different places, so
whatever the two could read differently counts as acting.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_ACTIVE_TAGS: Final = frozenset(
    [
        "script", "iframe", "frame", "object", "embed", "applet", "form", "base",
        "link", "svg", "math",
    ]
)  # fmt: skip
_FETCHING: Final = frozenset(["src", "srcset", "poster", "background", "data", "ping"])
_ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|//")
_ACTIVE_ADDRESS: Final = ("javascript:", "vbscript:", "data:")
# Browsers leave these out of an address before they look at it.
_IGNORED_IN_ADDRESS: Final = re.compile(r"[\x00-\x20]+")
_ACTIVE_STYLE: Final = re.compile(r"url\s*\(|image-set|@import|expression|[\\<]", re.I)
_TAG_IN_TEXT: Final = re.compile(r"<[a-zA-Z/?]")


def is_inert(data: bytes) -> bool:
    """Tell whether a page is UTF-8 and holds no script and nothing from elsewhere."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if "\x00" in text:
        return False
    finder = _ActivityFinder(convert_charrefs=False)
    # Without its mark a comment is text, so what it hides is looked at too.
    finder.feed(text.replace("<!", "< !"))
    finder.close()
    return not finder.found


class _ActivityFinder(HTMLParser):
    """Notice anything in a page that acts or fetches."""

    found = False
    _in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        if tag in _ACTIVE_TAGS or any(
            _acts(name, value or "") for name, value in attrs
        ):
            self.found = True

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        pattern = _ACTIVE_STYLE if self._in_style else _TAG_IN_TEXT
        if pattern.search(data):
            self.found = True

    def handle_pi(self, data: str) -> None:
        self.found = True


def _acts(name: str, value: str) -> bool:
    address = _IGNORED_IN_ADDRESS.sub("", value).lower().replace("\\", "/")
    return (
        name == "http-equiv"
        or name.startswith("on")
        or "<" in value
        or address.startswith(_ACTIVE_ADDRESS)
        or (name in _FETCHING and _ELSEWHERE.search(address) is not None)
        or (name == "style" and _ACTIVE_STYLE.search(value) is not None)
        or (name == "charset" and address != "utf-8")
    )
