"""Search through HTTP at a fixed rate, on the server that the demo starts."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

from portal.demo.load.arrivals import Rate
from portal.demo.load.servers import HOST, Server, start_portal
from portal.demo.serving import start

PER_SECOND: Final = 50.0
SECONDS: Final = 10.0
_WARM_UP_SECONDS: Final = 2.0
_TYPED: Final = 3
_QUICK_MS: Final = 50.0
_DATABASE: Final = "portal.sqlite3"
# What a server answers from its memory when it is asked again.
_KEPT: Final = ("page", "json")


def measure_load(
    index: Path,
    texts: Sequence[str],
    *,
    search_url: str,
    warm_up: float = _WARM_UP_SECONDS,
) -> Iterator[tuple[str, Any]]:
    """Yield figures of the page of results, its JSON and suggestions; milliseconds.

    `index` is what SEARCH_DIR is to be. The server works on a copy of the database, so
    that what is asked here is not counted there. `warm_up` says for how many seconds
    each is asked before it is measured. Page and JSON are measured once more on a server
    that works out each answer anew ("fresh"), as if nobody had asked the same before.
    """
    if connection.vendor != "sqlite":
        yield "http_note", "Measured on SQLite only, of which the server gets a copy."
        return
    addresses = _addresses(texts)
    fresh = {name: addresses[name] for name in _KEPT}
    with tempfile.TemporaryDirectory() as folder:
        variables = lent_data(Path(folder), index) | {
            "PORTAL_SEARCH_URL": search_url,
            "PORTAL_PROXIES": "1",  # whose word the load generator gives
        }
        yield from _served(variables, addresses, warm_up)
        variables["PORTAL_SEARCH_KEPT"] = "0"
        for name, value in _served(variables, fresh, warm_up):
            yield f"fresh_{name}", value


def _served(
    variables: dict[str, str], addresses: dict[str, list[str]], warm_up: float
) -> Iterator[tuple[str, Any]]:
    """Yield what a server of its own does with each kind of address."""
    server = start_portal(variables)
    try:
        for name, asked in addresses.items():
            _asked(server, asked, warm_up)
            yield from _figures(name, _asked(server, asked, SECONDS))
        yield "server_rss_mib", round(server.rss_mib(), 1)
    finally:
        server.stop()


def lent_data(folder: Path, index: Path) -> dict[str, str]:
    """Fill a data folder with links, a copy of the database and an index.

    Returns:
        The variables that make a server use it.
    """
    data = Path(settings.PORTAL_DATA_DIR)
    for entry in data.iterdir() if data.is_dir() else ():
        if entry.name != index.name and not entry.name.startswith(_DATABASE):
            (folder / entry.name).symlink_to(entry)
    (folder / "search").unlink(missing_ok=True)
    (folder / "search").symlink_to(index)
    connection.ensure_connection()
    with closing(sqlite3.connect(folder / _DATABASE)) as copy:
        connection.connection.backup(copy)
    return {
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_DATABASE_URL": f"sqlite:///{folder / _DATABASE}",
    }


def _addresses(texts: Sequence[str]) -> dict[str, list[str]]:
    return {
        "page": [f"/search/?{urlencode({'q': text})}" for text in texts],
        "json": [
            f"/search/?{urlencode({'q': text, 'format': 'json'})}" for text in texts
        ],
        "suggest": [
            f"/search/suggest/?{urlencode({'q': text[:_TYPED]})}" for text in texts
        ],
    }


def _asked(server: Server, addresses: list[str], seconds: float) -> dict[str, Any]:
    rate = Rate(
        host=HOST,
        port=server.port,
        addresses=addresses,
        per_second=PER_SECOND,
        seconds=seconds,
    )
    client = start(
        [sys.executable, "-m", "portal.demo.load.arrivals"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    text, _errors = client.communicate(json.dumps(asdict(rate)).encode())
    tally: dict[str, Any] = json.loads(text) if text else {}
    if set(tally.get("statuses", ())) != {"200"}:
        raise CommandError(
            f"The server answered {tally.get('statuses', 'nothing')} to searches; "
            f"expected only 200. See what it wrote above."
        )
    return tally


def _figures(name: str, tally: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    times = sorted(each / 1000 for each in tally["times"])
    for percent in (50, 95, 99):
        yield f"{name}_p{percent}_ms", round(times[len(times) * percent // 100], 2)
    quick = sum(each < _QUICK_MS for each in times)
    yield f"{name}_share_under_{_QUICK_MS:.0f}_ms", round(quick / len(times), 4)
