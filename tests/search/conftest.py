from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from search.documents import Document, document_from_record
from search.engines.address import parse_search_url
from search.engines.base import Engine, EngineResult
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.lexicon import default_lexicon
from search.planning import Planner
from search.portal_search import PortalSearch
from search.records import GuideRecord
from search.service import configured_search
from tests.search.catalogue import catalogue_records
from tests.search.samples import SAMPLES
from tests.services.elasticsearch import ElasticsearchNode

ENGINES = [
    "embedded",
    pytest.param("elasticsearch", marks=pytest.mark.elasticsearch),
]


@pytest.fixture(scope="session")
def planner() -> Planner:
    return Planner(default_lexicon())


@pytest.fixture
def alias() -> str:
    return f"test-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def cluster(
    elasticsearch_node: ElasticsearchNode, alias: str
) -> Iterator[ElasticEngine]:
    """An Elasticsearch engine with an alias of its own."""
    address = parse_search_url(elasticsearch_node.search_url(alias))
    assert address is not None
    engine = ElasticEngine(address)
    yield engine
    engine.close()


@pytest.fixture
def embedded(tmp_path: Path) -> EmbeddedEngine:
    return EmbeddedEngine(tmp_path / "search", lock_seconds=5)


@pytest.fixture
def portal(embedded: EmbeddedEngine) -> PortalSearch:
    """A search over the embedded engine alone, with the sample guides in it."""
    made = PortalSearch(embedded=embedded)
    made.rebuild(SAMPLES)
    return made


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine in turn, with the sample guides in it and time for a busy machine."""
    if request.param == "embedded":
        made: Engine = request.getfixturevalue("embedded")
        made.rebuild(documents(SAMPLES))
        yield made
        return
    patient = request.getfixturevalue("cluster").patient()
    patient.rebuild(documents(SAMPLES))
    yield patient
    patient.close()


@pytest.fixture(scope="session")
def search_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the embedded index of the whole catalogue."""
    folder = tmp_path_factory.mktemp("catalogue")
    with override_settings(PORTAL_SEARCH_URL="embedded:", SEARCH_DIR=folder):
        started = time.process_time()
        assert configured_search().rebuild(catalogue_records()) == 1941
        assert time.process_time() - started < 10
    return folder


Find = Callable[..., EngineResult]


@pytest.fixture
def find(engine: Engine, planner: Planner) -> Find:
    """Search the engine for a text: find(text, filters, offset=0, limit=20)."""

    def ask(
        text: str,
        filters: dict[str, tuple[str, ...]] | None = None,
        *,
        offset: int = 0,
        limit: int = 20,
    ) -> EngineResult:
        plan = planner.plan(text, filters or {}, planner.phrasebook.occurs)
        return engine.search(plan, offset=offset, limit=limit)

    return ask


def documents(records: tuple[GuideRecord, ...] | list[GuideRecord]) -> list[Document]:
    return [document_from_record(record, default_lexicon()) for record in records]


def codes(result: EngineResult) -> list[str]:
    return [hit.record.code for hit in result.hits]
