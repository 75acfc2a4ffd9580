"""Change the markup of our own pages by pattern.

Our templates write attributes in double quotes and close every link, so no parser is
needed, and what is not touched stays as it was, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_HTML: Final = re.compile(r"<html\b[^>]*>")
_ADDRESS: Final = re.compile(r'(\s(?:href|action)=")(/(?!/)[^"]*)"')
_LINK: Final = re.compile(r'<a\b([^>]*?)\shref="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_FORM: Final = re.compile(
    r'<form\b[^>]*\saction="([^"]*)"[^>]*>.*?</form>\n?', re.DOTALL
)
_TELEPHONE: Final = "tel:"
_BUTTON: Final = ' class="btn'
_WAYS: Final = re.compile(r'<ul class="sites">.*?</ul>', re.DOTALL)
_SHORT_WAYS: Final = re.compile(r'<ul class="short">.*?</ul>\n?', re.DOTALL)
_CODE: Final = re.compile(r'<div class="p-only"><svg class="qr".*?</div>\n?', re.DOTALL)
_CANONICAL: Final = re.compile(r'(<link rel="canonical" href=")([^"]+)(">)')
_LINK_ATTRIBUTES: Final = re.compile(
    r'\s(?:target|rel|hreflang|aria-current|aria-label)="[^"]*"'
)


def with_root(page: str, lang: str, html_class: str, name: str) -> str:
    """Say on the root element which variant a page is of."""
    styled = f' class="{html_class}"' if html_class else ""
    root = f'<html lang="{lang}"{styled} data-variant="{name}">'
    return _HTML.sub(root, page, count=1)


def with_addresses(page: str, moved: Callable[[str], str]) -> str:
    """Put in place of each local address of links and forms what `moved` answers."""

    def replaced(found: re.Match[str]) -> str:
        return f'{found[1]}{moved(found[2])}"'

    return _ADDRESS.sub(replaced, page)


def without_links(page: str, kept: Callable[[str], bool]) -> str:
    """Leave of a link only its words, of a button nothing, unless it is `kept`.

    A telephone number stays on one line. The same holds for forms, by the address that they are sent to.
    """

    def replaced(found: re.Match[str]) -> str:
        if kept(found[2]):
            return found[0]
        attributes = _LINK_ATTRIBUTES.sub("", found[1] + found[3])
        if _BUTTON in attributes:
            return ""
        if found[2].startswith(_TELEPHONE):
            attributes = ' class="ib nb"'
        return f"<span{attributes}>{found[4]}</span>"

    page = _FORM.sub(lambda form: form[0] if kept(form[1]) else "", page)
    return _LINK.sub(replaced, page)


def with_ways(page: str, ways: str, short: str) -> str:
    """Replace the links to the other variants, and those of the header on a phone."""
    page = _SHORT_WAYS.sub(lambda _: short, page, count=1)
    return _WAYS.sub(lambda _: ways, page, count=1)


def without_print_code(page: str) -> str:
    """Leave out the code that only a print of the standard page shows."""
    return _CODE.sub("", page)


def with_canonical(page: str, name: str, address: str) -> str:
    """Make the page of a variant its own canonical one."""

    def replaced(found: re.Match[str]) -> str:
        site = found[2].removesuffix(address)
        return f"{found[1]}{site}/{name}{address}{found[3]}"

    return _CANONICAL.sub(replaced, page, count=1)


def with_head(page: str, more: str) -> str:
    """Add markup at the end of the head."""
    return page.replace("</head>", f"{more}</head>", 1)
