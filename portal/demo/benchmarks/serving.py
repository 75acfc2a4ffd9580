"""How fast the portal serves its files, beside WhiteNoise alone and nginx."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any, Final

from django.core.management.base import CommandError

from portal.demo.load.generator import Task
from portal.demo.load.servers import (
    HOST,
    Server,
    nginx_program,
    start_nginx,
    start_portal,
    start_whitenoise,
)
from portal.demo.serving import start
from portal.publishing.releases import CURRENT, Release, Releases
from portal.publishing.working import core_count

ROUND_SECONDS: Final = 4.0
CONNECTIONS: Final = 8
_PAGES: Final = 160
_OTHERS: Final = 40
_INDEX: Final = "index.html"
_MOST_CLIENTS: Final = 4


def measure(repeats: int) -> dict[str, Any]:
    """Ask each server in turn for the same pages, so many rounds; the files are read.

    Figures are the medians of the rounds. `…_per_cpu_second` counts the processor time of
    the server alone, so it holds even where the load generator is the slower one
    (`…_generator_busy` near 1).

    Raises:
        CommandError: nothing is built, or a server gives another answer than the files.
    """
    releases = Releases.configured()
    release = releases.current()
    if release is None:
        raise CommandError(
            "The benchmark needs a built release; run 'manage.py demo --no-serve' first."
        )
    addresses = sampled_addresses(release)
    program = nginx_program()
    told: dict[str, Any] = {
        "benchmark": "serving",
        "repeats": repeats,
        "round_seconds": ROUND_SECONDS,
        "addresses": len(addresses),
        "connections": CONNECTIONS,
        "generators": _clients(),
    }
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = [start_portal()]
        stack.callback(servers[0].stop)
        servers.append(start_whitenoise(release.root))
        stack.callback(servers[1].stop)
        if program is not None:
            upstream = f"{HOST}:{servers[0].port}"
            root = releases.folder / CURRENT
            servers.append(start_nginx(program, folder, root, upstream))
            stack.callback(servers[2].stop)
        told |= _rounds(servers, addresses, release, repeats)
    if program is None:
        told |= dict.fromkeys(("nginx_requests_per_second", "ratio_to_nginx"))
        told["nginx_note"] = "nginx is not installed; set PORTAL_NGINX to its program."
    return told


def sampled_addresses(release: Release) -> list[str]:
    """Return pages, and some data files and assets, from all over the release."""
    with release.open_manifest() as manifest:
        paths = sorted(manifest.paths())
    pages = [path for path in paths if path.endswith(f"/{_INDEX}")]
    others = [path for path in paths if path.endswith((".json", ".css", ".js"))]
    taken = [*_spread(pages, _PAGES), *_spread(others, _OTHERS)]
    return [f"/{path.removesuffix(_INDEX)}" for path in taken if path.isascii()]


def _spread(paths: Sequence[str], amount: int) -> Sequence[str]:
    return paths[:: max(1, len(paths) // amount)][:amount]


def _rounds(
    servers: Sequence[Server], addresses: Iterable[str], release: Release, repeats: int
) -> dict[str, Any]:
    tags = {each.name: _entity_tags(each, addresses, release) for each in servers}
    found: dict[str, list[dict[str, float]]] = {each.name: [] for each in servers}
    for _ in range(repeats):
        for server in servers:
            found[server.name].append(_one_round(server, tags[server.name]))
    told: dict[str, Any] = {}
    for server in servers:
        rounds = found[server.name]
        for name in rounds[0]:
            value = median(each[name] for each in rounds)
            told[f"{server.name}_{name}"] = round(value, 2)
        told[f"{server.name}_rss_mib"] = round(server.rss_mib(), 1)
    for server in servers[1:]:
        for name, ratio in (
            ("requests_per_second", "ratio_to"),
            ("requests_per_cpu_second", "cpu_ratio_to"),
        ):
            ours, other = told[f"portal_{name}"], told[f"{server.name}_{name}"]
            told[f"{ratio}_{server.name}"] = round(ours / other, 3)
    return told


def _entity_tags(
    server: Server, addresses: Iterable[str], release: Release
) -> dict[str, str]:
    """Return address -> entity tag; every answer is compared with the file."""
    tags = {}
    connection = HTTPConnection(HOST, server.port)
    for address in addresses:
        connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.getheader("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        name = f"{address}{_INDEX}" if address.endswith("/") else address
        right = (release.root / name[1:]).read_bytes()
        if answer.status != HTTPStatus.OK or body != right:
            raise CommandError(
                f"Server '{server.name}' answered {answer.status} for {address} with "
                f"{len(body)} bytes; expected 200 and the {len(right)} of the file."
            )
        tags[address] = answer.getheader("ETag") or ""
    connection.close()
    return tags


def _clients() -> int:
    return max(1, min(_MOST_CLIENTS, core_count() - 1))


def _one_round(server: Server, tags: dict[str, str]) -> dict[str, float]:
    task = Task(
        host=HOST,
        port=server.port,
        tags=tags,
        connections=max(1, CONNECTIONS // _clients()),
        seconds=ROUND_SECONDS,
    )
    given = json.dumps(asdict(task)).encode()
    used = server.cpu_seconds()
    clients = [_generator(given) for _ in range(_clients())]
    tallies = [_tally(client) for client in clients]
    used = max(server.cpu_seconds() - used, 0.01)
    times = sorted(each for tally in tallies for each in tally["times"])
    return {
        "requests_per_second": sum(len(t["times"]) / t["seconds"] for t in tallies),
        "p50_ms": times[len(times) // 2] / 1000,
        "p99_ms": times[len(times) * 99 // 100] / 1000,
        "requests_per_cpu_second": len(times) / used,
        "generator_busy": max(t["cpu_seconds"] / t["seconds"] for t in tallies),
    }


def _generator(given: bytes) -> subprocess.Popen[bytes]:
    client = start(
        [sys.executable, "-m", "portal.demo.load.generator"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    if client.stdin is not None:
        client.stdin.write(given)
        client.stdin.close()
    return client


def _tally(client: subprocess.Popen[bytes]) -> dict[str, Any]:
    text = client.stdout.read() if client.stdout is not None else b""
    client.wait()
    tally: dict[str, Any] = json.loads(text) if text else {}
    wrong = set(tally.get("statuses", ())) - {"200", "304"}
    if not tally.get("times") or wrong:
        raise CommandError(
            f"The load generator got no answer or wrong ones ({sorted(wrong)}); "
            f"expected only 200 and 304."
        )
    return tally
