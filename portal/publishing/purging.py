"""Tell a cache before the site which addresses have changed.

A page that shows a change of another one has other bytes itself, so what was written
and removed holds the related pages already; other spellings of each address come on top.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

from portal.publishing.chunks import chunks
from portal.publishing.errors import PurgeFailed

_INDEX: Final = "index.html"
_AT_ONCE: Final = 500
_TIMEOUT_SECONDS: Final = 20
_FIRST_OK: Final = 200
_FIRST_NOT_OK: Final = 300


def addresses_of(paths: Iterable[str]) -> list[str]:
    """Return all addresses under which outputs may be kept by a cache, sorted.

    >>> addresses_of(["guides/food/index.html"])
    ['/guides/food', '/guides/food/', '/guides/food/index.html']
    """
    found = set()
    for path in paths:
        address = f"/{path}"
        found.add(address)
        if address.endswith(f"/{_INDEX}"):
            folder = address.removesuffix(_INDEX)
            found |= {folder, folder.rstrip("/") or "/"}
    return sorted(found)


def has_purge() -> bool:
    """Tell whether somebody wants to be told."""
    return bool(settings.PORTAL_PURGE_URL or settings.PORTAL_PURGE_CALL)


def purge(addresses: Sequence[str], *, beat: Callable[[], None] = lambda: None) -> int:
    """Tell of changed addresses; return how many were told.

    `PORTAL_PURGE_URL` gets them by POST as a JSON list, `PORTAL_PURGE_CALL` as the only
    argument; at most 500 at a time. Without either nothing is done.

    Raises:
        PurgeFailed: the receiver did not take them.
    """
    if not has_purge():
        return 0
    for chunk in chunks(addresses, _AT_ONCE):
        beat()
        if settings.PORTAL_PURGE_CALL:
            _call(settings.PORTAL_PURGE_CALL, list(chunk))
        if settings.PORTAL_PURGE_URL:
            _post(settings.PORTAL_PURGE_URL, list(chunk))
    return len(addresses)


def _call(name: str, addresses: list[str]) -> None:
    try:
        receiver = import_string(name)
    except ImportError as error:
        raise PurgeFailed(
            f"PORTAL_PURGE_CALL is '{name}'; expected the dotted name of a function "
            f"that takes a list of addresses: {error}"
        ) from error
    receiver(addresses)


def _post(url: str, addresses: list[str]) -> None:
    parts = urlsplit(url)
    kinds = {"http": HTTPConnection, "https": HTTPSConnection}
    if parts.scheme not in kinds or not parts.hostname:
        raise PurgeFailed(
            f"PORTAL_PURGE_URL begins with '{parts.scheme}'; expected an http:// or "
            f"https:// address."
        )
    connection = kinds[parts.scheme](
        parts.hostname, parts.port, timeout=_TIMEOUT_SECONDS
    )
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    body = json.dumps(addresses, ensure_ascii=False).encode()
    try:
        connection.request(
            "POST", target, body=body, headers={"Content-Type": "application/json"}
        )
        answer = connection.getresponse()
        answer.read()
    except (OSError, HTTPException) as error:
        raise PurgeFailed(
            f"'{parts.hostname}' did not take {len(addresses)} addresses to purge: "
            f"{error}. They are tried again."
        ) from error
    finally:
        connection.close()
    if not _FIRST_OK <= answer.status < _FIRST_NOT_OK:
        raise PurgeFailed(
            f"'{parts.hostname}' answered {answer.status} to {len(addresses)} "
            f"addresses to purge; expected 2xx."
        )
