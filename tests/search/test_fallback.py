"""Elasticsearch goes away in mid-use and comes back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from search.breaker import Breaker
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.errors import IndexMissing, SearchUnavailable
from search.portal_search import PortalSearch
from search.requests import SearchRequest
from tests.search.samples import FUND, SAMPLES
from tests.services.elasticsearch import ElasticsearchNode

pytestmark = pytest.mark.elasticsearch
NEWER = replace(FUND, title="购房提取住房公积金", version_number=2)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def both(
    embedded: EmbeddedEngine, cluster: ElasticEngine, clock: Clock
) -> PortalSearch:
    made = PortalSearch(
        embedded=embedded, cluster=cluster, breaker=Breaker(clock=clock)
    )
    made.rebuild(SAMPLES)
    return made


@pytest.fixture
def node(elasticsearch_node: ElasticsearchNode) -> Iterator[ElasticsearchNode]:
    """The node, running again afterwards whatever a test did to it."""
    yield elasticsearch_node
    if elasticsearch_node.running():
        elasticsearch_node.thaw()
    else:
        elasticsearch_node.start()


def timed(both: PortalSearch, text: str = "公积金") -> tuple[str, str, str, float]:
    started = time.monotonic()
    results = both.search(SearchRequest(text=text))
    seconds = time.monotonic() - started
    return results.engine, results.notice, results.hits[0].title, seconds


def until_back(both: PortalSearch, clock: Clock) -> tuple[str, str, str]:
    """Ask until the cluster answers by itself; a node just started is slow at first."""
    deadline = time.monotonic() + 60
    while True:
        clock.now += 10
        engine, notice, title, _ = timed(both)
        if engine == "elasticsearch" or time.monotonic() > deadline:
            return engine, notice, title


def test_killed_node_is_replaced_and_catches_up(
    both: PortalSearch, node: ElasticsearchNode, clock: Clock
) -> None:
    assert until_back(both, clock)[:2] == ("elasticsearch", "")

    node.kill()
    engine, notice, title, seconds = timed(both)
    assert (engine, title) == ("embedded", FUND.title)
    assert "备用检索" in notice
    assert seconds < 2

    with pytest.raises(SearchUnavailable, match="cannot be reached"):
        both.index_records([NEWER])
    with pytest.raises(SearchUnavailable, match="cannot be reached"):
        both.delete_codes(["food"])
    assert timed(both)[2] == NEWER.title

    node.start()
    assert until_back(both, clock) == ("elasticsearch", "", FUND.title)

    both.index_records([NEWER])
    both.delete_codes(["food"])
    assert until_back(both, clock) == ("elasticsearch", "", NEWER.title)
    assert both.search(SearchRequest(text="餐饮许可证")).total == 0


def test_silent_node_costs_one_reader_its_limit_and_the_next_nothing(
    both: PortalSearch, node: ElasticsearchNode, clock: Clock
) -> None:
    until_back(both, clock)
    node.freeze()
    engine, notice, _, seconds = timed(both)
    assert engine == "embedded"
    assert "备用检索" in notice
    assert seconds < 2
    engine, notice, _, seconds = timed(both)
    assert engine == "embedded"
    assert "备用检索" in notice
    assert seconds < 0.5
    node.thaw()
    assert until_back(both, clock)[:2] == ("elasticsearch", "")


def test_lost_cluster_index_is_replaced_by_the_reserve(
    both: PortalSearch, cluster: ElasticEngine, embedded: EmbeddedEngine
) -> None:
    lonely = PortalSearch(embedded=embedded, cluster=_without_index(cluster))
    engine, notice, *_ = timed(lonely)
    assert engine == "embedded"
    assert "备用检索" in notice
    with pytest.raises(IndexMissing, match="rebuild_index"):
        lonely.index_records([NEWER])


def test_lost_reserve_does_not_stop_the_cluster(
    both: PortalSearch, embedded: EmbeddedEngine, clock: Clock
) -> None:
    until_back(both, clock)
    (embedded.folder.root / "current").unlink()
    chosen = {"department": ("gjj",)}
    results = both.search(SearchRequest(text="公积金", filters=chosen))
    assert (results.engine, results.total) == ("elasticsearch", 1)


def test_neither_engine_is_said_plainly(
    both: PortalSearch, embedded: EmbeddedEngine, node: ElasticsearchNode
) -> None:
    (embedded.folder.root / "current").unlink()
    node.freeze()
    with pytest.raises(SearchUnavailable, match="rebuild_index"):
        both.search(SearchRequest(text="公积金"))


def test_one_engine_asked_by_name_does_not_fall_back(
    both: PortalSearch, node: ElasticsearchNode
) -> None:
    node.freeze()
    with pytest.raises(SearchUnavailable):
        both.search(SearchRequest(text="公积金"), engine="elasticsearch")
    results = both.search(SearchRequest(text="公积金"), engine="embedded")
    assert (results.engine, results.notice) == ("embedded", "")


def _without_index(cluster: ElasticEngine) -> ElasticEngine:
    for name in cluster._client.indices.get_alias(name=cluster.alias).body:
        cluster._client.indices.delete(index=name)
    return cluster
