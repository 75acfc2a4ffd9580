"""Find the local links and anchors of a page, quickly and without a parser.

Our own templates write every attribute in double quotes, so a pattern is enough.
"""

from __future__ import annotations

import html
import re
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from portal.publishing.bodies import Body, bytes_of
from portal.theming.variants.registry import divided

_LINK: Final = re.compile(rb'\s(?:href|src|action)="([^"]*)"')
# A link that says what it means: nothing in it is escaped, no folder is left.
_PLAIN: Final = re.compile(rb"(/(?:[\w-][\w.-]*/)*(?:[\w-][\w.-]*)?)?(#[\w.-]+)?")
_ANCHOR: Final = re.compile(rb'\sid="([^"]*)"')

# Addresses that the server answers itself; the rest are files of the release.
DYNAMIC_PREFIXES: Final = (
    "/search/",
    "/check/",
    "/apply/",
    "/my/",
    "/track/",
    "/report/",
    "/desk/",
    "/accounts/",
    "/admin/",
    "/api/",
    "/documents/",
    "/releases/",
    "/history/",
    "/at/",
    "/n/",
    "/healthz",
)


def local_links(path: str, body: Body) -> set[str]:
    """Return the local addresses that a page names, with "#anchor" where it has one.

    Links to other hosts and to what the server answers itself are left out. `path` is
    that of the output, for relative links.
    """
    if not path.endswith(".html"):
        return set()
    base = f"/{path.removesuffix('index.html')}"
    found = set()
    for raw in set(_LINK.findall(bytes_of(body))):
        # What is named from the root means the same on every page.
        link = _local_link("/" if raw.startswith(b"/") else base, raw)
        if link:
            found.add(link)
    return found


@lru_cache(maxsize=8192)
def _local_link(base: str, raw: bytes) -> str:
    """Return the local address of a link as written on a page, "" when there is none."""
    if plain := _PLAIN.fullmatch(raw):
        page, anchor = (part.decode() for part in plain.groups(b""))
        page = page or base
        dynamic = divided(page)[1].startswith(DYNAMIC_PREFIXES)
        return "" if dynamic else f"{page}{anchor}"
    address = html.unescape(raw.decode())
    if not address.startswith("/") or "/." in address:
        address = urljoin(base, address)
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return ""
    if divided(parts.path)[1].startswith(DYNAMIC_PREFIXES):
        return ""
    anchor = f"#{unquote(parts.fragment)}" if parts.fragment else ""
    return f"{unquote(parts.path)}{anchor}"


def anchors(body: bytes) -> set[str]:
    """Return the ids of a page."""
    return {html.unescape(raw.decode()) for raw in _ANCHOR.findall(body)}


def path_of(address: str) -> str:
    """Return the output that an address without anchor stands for.

    >>> path_of("/guides/food/")
    'guides/food/index.html'
    """
    path = address.lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def address_of(path: str) -> str:
    """Return the address of an output: the other way round.

    >>> address_of("guides/food/index.html")
    '/guides/food/'
    """
    address = f"/{path}"
    folder = address.removesuffix("index.html")
    return folder if folder.endswith("/") else address


def broken_links(links: AbstractSet[str], paths: AbstractSet[str]) -> list[str]:
    """Return the addresses (anchors cut off) that no output answers, sorted."""
    addresses = {link.partition("#")[0] for link in links}
    return sorted(address for address in addresses if path_of(address) not in paths)
