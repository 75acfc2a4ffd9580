"""Show a page of the site elsewhere: lead its links there, say what is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from portal.publishing.links import DYNAMIC_PREFIXES

_ADDRESS: Final = re.compile(rb'(\s(?:href|src|action)=")(/[^"]*)')
_BODY: Final = re.compile(rb"(<body[^>]*>)")
_DYNAMIC: Final = tuple(prefix.encode() for prefix in DYNAMIC_PREFIXES)


def with_links(body: bytes, moved: Callable[[bytes], bytes]) -> bytes:
    """Give each local address of a page to `moved` and put its answer in its place.

    Addresses that the server answers itself stay as they are.
    """

    def replaced(found: re.Match[bytes]) -> bytes:
        address = found[2]
        if address.startswith((b"//", *_DYNAMIC)):
            return found[0]
        return found[1] + moved(address)

    return _ADDRESS.sub(replaced, body)


def with_banner(body: bytes, banner: str) -> bytes:
    """Put markup at the top of a page."""
    return _BODY.sub(lambda found: found[1] + banner.encode(), body, count=1)
