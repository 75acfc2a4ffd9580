"""What only Elasticsearch has: aliases, a rebuild beside the index in use, mappings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from elasticsearch import Elasticsearch

from search.documents import Document
from search.engines.address import parse_search_url
from search.engines.elastic import ElasticEngine
from search.errors import IndexMissing, SearchUnavailable
from search.plan.model import Plan
from tests.search.conftest import documents
from tests.search.samples import COMPANY, SAMPLES
from tests.services.elasticsearch import ElasticsearchNode
from tests.services.ports import free_port
from tests.services.tls_front import PASSWORD, USER, tls_front

pytestmark = pytest.mark.elasticsearch
EVERYTHING = Plan(everything=True)


@pytest.fixture
def client(elasticsearch_node: ElasticsearchNode) -> Iterator[Elasticsearch]:
    with Elasticsearch(elasticsearch_node.address) as made:
        yield made


def behind(client: Elasticsearch, alias: str) -> list[str]:
    return list(client.indices.get_alias(name=alias).body)


def test_alias_answers_all_through_a_rebuild(
    cluster: ElasticEngine, client: Elasticsearch, alias: str
) -> None:
    cluster.rebuild(documents(SAMPLES))
    before = behind(client, alias)
    seen = []

    def watched() -> Iterator[Document]:
        for document in documents([COMPANY]):
            seen.append(cluster.search(EVERYTHING, offset=0, limit=1).total)
            yield document

    cluster.rebuild(watched())
    assert seen == [len(SAMPLES)]
    assert cluster.search(EVERYTHING, offset=0, limit=1).total == 1
    assert behind(client, alias) != before


def test_rebuild_removes_the_index_before_and_no_neighbour(
    cluster: ElasticEngine, client: Elasticsearch, alias: str
) -> None:
    neighbour = f"{alias}-archive"
    client.indices.create(index=neighbour)
    for _ in range(2):
        cluster.rebuild(documents([COMPANY]))
    left = set(client.indices.get(index=f"{alias}*").body)
    assert left == {*behind(client, alias), neighbour}


def test_failed_rebuild_leaves_no_index_behind(
    cluster: ElasticEngine, client: Elasticsearch, alias: str
) -> None:
    def broken() -> Iterator[Document]:
        yield from documents([COMPANY])
        raise RuntimeError("source broke")

    with pytest.raises(RuntimeError, match="source broke"):
        cluster.rebuild(broken())
    assert not client.indices.get(index=f"{alias}*").body


def test_removed_index_is_gone_and_no_neighbour(
    cluster: ElasticEngine, client: Elasticsearch, alias: str
) -> None:
    neighbour = f"{alias}-archive"
    client.indices.create(index=neighbour)
    cluster.rebuild(documents([COMPANY]))
    for _ in range(2):
        cluster.remove()
    assert list(client.indices.get(index=f"{alias}*").body) == [neighbour]


def test_write_without_an_index_creates_none(
    cluster: ElasticEngine, client: Elasticsearch, alias: str
) -> None:
    with pytest.raises(IndexMissing, match="rebuild_index"):
        cluster.index(documents([COMPANY]))
    assert not client.indices.get(index=f"{alias}*").body


def test_write_after_the_alias_went_creates_none(
    cluster: ElasticEngine, client: Elasticsearch, alias: str
) -> None:
    cluster.rebuild(documents([COMPANY]))
    client.indices.delete(index=behind(client, alias)[0])
    with pytest.raises(IndexMissing, match="rebuild_index"):
        cluster.index(documents([COMPANY]))
    assert not client.indices.get(index=f"{alias}*").body


def test_plain_index_under_the_alias_name_is_refused(
    cluster: ElasticEngine, client: Elasticsearch, alias: str
) -> None:
    client.indices.create(index=alias)
    with pytest.raises(SearchUnavailable, match="alias"):
        cluster.rebuild(documents([COMPANY]))


def test_index_of_another_layout_is_refused(
    cluster: ElasticEngine, client: Elasticsearch, alias: str
) -> None:
    client.indices.create(index=f"{alias}-old", mappings={"_meta": {"layout": 0}})
    client.indices.put_alias(index=f"{alias}-old", name=alias)
    with pytest.raises(IndexMissing, match="layout"):
        cluster.search(EVERYTHING, offset=0, limit=1)


def test_cluster_with_tls_and_user_is_asked_as_its_authority_and_user_allow(
    elasticsearch_node: ElasticsearchNode, alias: str, tmp_path: Path
) -> None:
    def engine(user: str, password: str, query: str) -> ElasticEngine:
        login = f"{quote(user, safe='')}:{quote(password, safe='')}"
        url = f"elasticsearch+https://{login}@127.0.0.1:{port}/{alias}{query}"
        address = parse_search_url(url)
        assert address is not None
        return ElasticEngine(address)

    with tls_front(tmp_path, elasticsearch_node.port) as (port, authority):
        cluster = engine(USER, PASSWORD, f"?ca={authority}")
        assert cluster.rebuild(documents(SAMPLES)) == len(SAMPLES)
        assert cluster.search(EVERYTHING, offset=0, limit=1).total == len(SAMPLES)
        assert cluster.state().documents == len(SAMPLES)
        for refused in (
            engine(USER, "wrong", f"?ca={authority}"),
            # Nobody's authority: the certificate is not trusted.
            engine(USER, PASSWORD, ""),
        ):
            with pytest.raises(SearchUnavailable) as told:
                refused.search(EVERYTHING, offset=0, limit=1)
            assert PASSWORD not in str(told.value)
            assert not refused.state().ok
            refused.close()
        cluster.close()


def test_node_that_is_gone_is_passed_over_at_once(
    elasticsearch_node: ElasticsearchNode, cluster: ElasticEngine, alias: str
) -> None:
    cluster.rebuild(documents(SAMPLES))
    gone = ",".join(f"127.0.0.1:{free_port()}" for _ in range(2))
    live = f"{elasticsearch_node.host}:{elasticsearch_node.port}"
    address = parse_search_url(f"elasticsearch://{gone},{live}/{alias}")
    assert address is not None
    engine = ElasticEngine(address).patient()
    for _ in range(6):
        assert engine.search(EVERYTHING, offset=0, limit=1).total == len(SAMPLES)
    engine.close()


def test_unreachable_cluster_is_named() -> None:
    address = parse_search_url("elasticsearch://127.0.0.1:1/portal")
    assert address is not None
    engine = ElasticEngine(address)
    with pytest.raises(SearchUnavailable, match=r"127\.0\.0\.1:1 .*PORTAL_SEARCH_URL"):
        engine.search(EVERYTHING, offset=0, limit=1)
    engine.close()
