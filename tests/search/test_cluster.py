"""A cluster of several real nodes loses one of them while people search.

Three nodes take half a minute of both cores to start, so this runs on request:

    PORTAL_TEST_CLUSTER=1 uv run pytest -q tests/search/test_cluster.py
"""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from search.engines.address import parse_search_url
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.errors import SearchError
from search.portal_search import PortalSearch
from search.requests import SearchRequest
from tests.search.samples import FUND, SAMPLES
from tests.services.elasticsearch import ElasticsearchNode, running_cluster

pytestmark = [
    pytest.mark.elasticsearch,
    pytest.mark.skipif(
        not os.environ.get("PORTAL_TEST_CLUSTER"),
        reason="set PORTAL_TEST_CLUSTER=1 to start three Elasticsearch nodes",
    ),
]
CLUSTER = ElasticEngine.name
PEOPLE = 4
_PAUSE_SECONDS = 0.02


@pytest.fixture(scope="module")
def nodes() -> Iterator[list[ElasticsearchNode]]:
    with running_cluster(3) as started:
        yield started


@pytest.fixture
def searched(
    nodes: list[ElasticsearchNode], embedded: EmbeddedEngine, alias: str
) -> Iterator[PortalSearch]:
    hosts = ",".join(f"{node.host}:{node.port}" for node in nodes)
    address = parse_search_url(f"elasticsearch://{hosts}/{alias}")
    assert address is not None
    engine = ElasticEngine(address)
    made = PortalSearch(embedded=embedded, cluster=engine)
    made.rebuild(SAMPLES)
    nodes[0].wait_until_ready("green")
    yield made
    engine.close()


class Searching:
    """People who search all the time; what they got is counted."""

    def __init__(self, portal: PortalSearch) -> None:
        self.answered: Counter[str] = Counter()
        self.failed: list[str] = []
        self.slowest = 0.0
        self._portal = portal
        self._over = threading.Event()
        self._people = [threading.Thread(target=self._search) for _ in range(PEOPLE)]

    def __enter__(self) -> Searching:
        for person in self._people:
            person.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        for person in self._people:
            person.join()

    def wait_for(self, more: int, engine: str = "") -> None:
        """Wait until an engine, or any of them, has answered so many more times."""
        wanted = self._count(engine) + more
        deadline = time.monotonic() + 120
        while self._count(engine) < wanted:
            assert time.monotonic() < deadline, (self.answered, self.failed[:3])
            time.sleep(0.05)

    def _count(self, engine: str) -> int:
        return self.answered[engine] if engine else sum(self.answered.values())

    def _search(self) -> None:
        while not self._over.wait(_PAUSE_SECONDS):
            started = time.monotonic()
            try:
                results = self._portal.search(SearchRequest(text="公积金"))
            except SearchError as error:
                self.failed.append(str(error))
                continue
            self.slowest = max(self.slowest, time.monotonic() - started)
            self.answered[results.engine] += 1
            if not results.hits or results.hits[0].code != FUND.code:
                self.failed.append(f"{results.engine}: {results.total} hits")


def test_nodes_are_lost_under_load_and_no_search_fails(
    nodes: list[ElasticsearchNode], searched: PortalSearch
) -> None:
    with Searching(searched) as people:
        people.wait_for(200, CLUSTER)
        nodes[1].kill()
        people.wait_for(200, CLUSTER)

        # The node comes back; another one falls silent and keeps its connections.
        nodes[1].start()
        nodes[0].wait_until_ready("green")
        nodes[2].freeze()
        people.wait_for(400)
        nodes[2].thaw()
        people.wait_for(200, CLUSTER)

        for node in nodes:
            node.kill()
        people.wait_for(200, "embedded")

    assert people.failed == []
    # What a reader waits for a node that has fallen silent is the limit, and no more.
    assert people.slowest < 5
