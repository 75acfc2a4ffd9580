"""What a cluster or a disk may do wrong: a search is still answered, nothing is lost."""

from __future__ import annotations

import errno
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from search.engines.address import parse_search_url
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.errors import SearchError, SearchUnavailable
from search.portal_search import PortalSearch
from search.requests import SearchRequest
from tests.search.samples import FUND, SAMPLES

Fault = Callable[[BaseHTTPRequestHandler], None]
_MISSING = {"error": {"type": "index_not_found_exception"}, "status": 404}
_MAPPING = {
    "error": {"type": "search_phase_execution_exception", "reason": "no such field"},
    "status": 400,
}


def answer(status: int, body: bytes, kind: str = "application/json") -> Fault:
    def give(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("X-Elastic-Product", "Elasticsearch")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return give


def silence(_request: BaseHTTPRequestHandler) -> None:
    time.sleep(1.5)


def cut_off(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Type", "application/json")
    request.send_header("X-Elastic-Product", "Elasticsearch")
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b'{"hits": {')


FAULTS = {
    "too many requests": answer(429, b'{"status": 429}'),
    "server error": answer(500, b'{"status": 500}'),
    "no answer from a proxy": answer(502, b"<html>Bad Gateway</html>", "text/html"),
    "not JSON": answer(200, b"<html>Welcome</html>", "text/html"),
    "garbage": answer(200, b"\x00\xff{]"),
    "JSON of another shape": answer(200, b'{"hits": 7}'),
    "empty object": answer(200, b"{}"),
    "missing index": answer(404, json.dumps(_MISSING).encode()),
    "old mapping": answer(400, json.dumps(_MAPPING).encode()),
    "cut off": cut_off,
    "silence": silence,
}


@contextmanager
def cluster_with(fault: Fault) -> Iterator[ElasticEngine]:
    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            self.rfile.read(size)
            fault(self)
            self.close_connection = True

        def log_message(self, *_values: object) -> None:
            pass

    for method in ("GET", "POST", "PUT", "HEAD", "DELETE"):
        setattr(Handler, f"do_{method}", Handler._any)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = parse_search_url(f"elasticsearch://127.0.0.1:{server.server_port}/guides")
    assert address is not None
    engine = ElasticEngine(address, search_seconds=0.5, write_seconds=0.5)
    try:
        yield engine
    finally:
        engine.close()
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("name", FAULTS)
def test_search_is_answered_from_the_reserve_whatever_the_cluster_says(
    embedded: EmbeddedEngine, name: str
) -> None:
    PortalSearch(embedded=embedded).rebuild(SAMPLES)
    with cluster_with(FAULTS[name]) as cluster:
        both = PortalSearch(embedded=embedded, cluster=cluster)

        results = both.search(SearchRequest(text="公积金"))

    assert results.engine == "embedded"
    assert "备用检索" in results.notice
    assert results.hits[0].code == FUND.code


@pytest.mark.parametrize("name", FAULTS)
def test_write_that_the_cluster_does_not_take_is_told_and_kept_in_the_reserve(
    embedded: EmbeddedEngine, name: str
) -> None:
    PortalSearch(embedded=embedded).rebuild(SAMPLES)
    newer = replace(FUND, title="购房提取住房公积金", version_number=2)
    with cluster_with(FAULTS[name]) as cluster:
        both = PortalSearch(embedded=embedded, cluster=cluster)
        with pytest.raises(SearchError):
            both.index_records([newer])
        assert both.search(SearchRequest(text="公积金")).hits[0].title == newer.title


def test_full_disk_leaves_the_index_as_it_was(
    portal: PortalSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(self: Path, *_args: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "mkdir", no_room)
        with pytest.raises(SearchUnavailable):
            portal.rebuild(SAMPLES[:1])

    assert portal.search(SearchRequest(text="公积金")).hits[0].code == FUND.code
    assert portal.rebuild(SAMPLES) == len(SAMPLES)


@pytest.mark.elasticsearch
def test_index_that_is_damaged_leaves_the_cluster_to_answer(
    embedded: EmbeddedEngine, cluster: ElasticEngine
) -> None:
    both = PortalSearch(embedded=embedded, cluster=cluster.patient())
    both.rebuild(SAMPLES)
    for file in embedded.folder.current().iterdir():
        file.write_bytes(b"\x00damaged")

    results = both.search(SearchRequest(text="公积金"))

    assert (results.engine, results.hits[0].code) == ("elasticsearch", FUND.code)
    told = {engine.name: engine for engine in both.state().engines}
    assert told["elasticsearch"].documents == len(SAMPLES)
    assert not told["embedded"].ok
    assert "rebuild_index" in told["embedded"].reason
    both.rebuild(SAMPLES)
    assert both.state().engines[1].documents == len(SAMPLES)


@pytest.mark.parametrize(
    "name", ["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]
)
def test_rebuilds_during_a_thousand_updates_lose_none(
    request: pytest.FixtureRequest, embedded: EmbeddedEngine, name: str
) -> None:
    cluster = None
    if name == "elasticsearch":
        cluster = request.getfixturevalue("cluster").patient()
    portal = PortalSearch(embedded=embedded, cluster=cluster)
    # What is published is changed first and told to the index then, as publishing does.
    published = {
        f"m{number}": replace(FUND, code=f"m{number}", url=f"/guides/m{number}/")
        for number in range(100)
    }
    portal.rebuild(published.values())
    done = threading.Event()

    def update() -> None:
        for version in range(2, 12):
            batch = []
            for code in list(published):
                title = f"{FUND.title}第{version}版"
                published[code] = replace(
                    published[code], title=title, version_number=version
                )
                batch.append(published[code])
            portal.index_records(batch)
        done.set()

    updating = threading.Thread(target=update)
    updating.start()
    rebuilds = 0
    while not done.is_set() and rebuilds < 6:
        # A lazy iterable: it is read while other writers wait.
        assert portal.rebuild(published[code] for code in list(published)) == 100
        rebuilds += 1
    updating.join()

    request_all = SearchRequest(text="公积金", page_size=100)
    for engine in {"embedded", name}:
        hits = portal.search(request_all, engine=engine).hits
        assert {hit.code for hit in hits} == set(published)
        assert {hit.title for hit in hits} == {f"{FUND.title}第11版"}
    assert rebuilds > 0
