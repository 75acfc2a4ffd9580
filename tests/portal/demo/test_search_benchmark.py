"""The measured catalogues have the matters they say, and both engines find them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from pytest_django import Settings

from content.models import MatterPage
from portal.demo.benchmarks import search, search_load
from portal.demo.load.arrivals import Rate, run
from portal.demo.load.generator import Connection, Tally, request_for
from portal.demo.load.servers import HOST, start_whitenoise
from portal.publishing.services import publish_pages
from search.engines.embedded import EmbeddedEngine
from tests.factories import content

pytestmark = pytest.mark.django_db


def test_both_engines_are_measured_at_each_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(3):
        content.catalogue_matter(f"m{number:04}", title=f"公积金提取{number}")
    publish_pages(MatterPage.objects.live())
    asked: list[int] = []
    served: list[int] = []
    working = search._asked

    def counted(connection: Any, words: Sequence[str]) -> list[tuple[str]]:
        found = working(connection, words)
        asked.append(len(found))
        return found

    def load(
        index: Path, texts: Sequence[str], *, search_url: str, warm_up: float = 0
    ) -> Iterator[tuple[str, Any]]:
        served.append(EmbeddedEngine(index).size())
        yield "texts", len(texts)
        yield "search_url", search_url

    monkeypatch.setattr(search, "_asked", counted)
    monkeypatch.setattr(search, "measure_load", load)

    told = search.measure(1, sizes=(4, 9))

    assert told["queries"] == 60
    assert served == [4, 9]
    for size in (4, 9):
        assert told[f"{size}_documents_per_second"] > 0
        assert told[f"{size}_search_p50_ms"] <= told[f"{size}_search_p95_ms"]
        for other in ("fts5", "fts5_trigram"):
            assert told[f"{size}_p50_ratio_to_{other}"] > 0
        assert told[f"{size}_http_texts"] == 60
        assert told[f"{size}_http_search_url"] == "embedded:"
        assert "PORTAL_SEARCH_URL" in told[f"{size}_elasticsearch_note"]
        assert size in asked


def test_copies_have_codes_of_their_own() -> None:
    content.catalogue_matter("m0001", title="公积金提取")
    publish_pages(MatterPage.objects.live())

    made = list(search.multiplied(search._published(), 5))

    assert len({record.code for record in made}) == 5
    assert len({record.title for record in made}) == 5


def test_nothing_published_is_refused_with_the_way_out() -> None:
    with pytest.raises(CommandError, match="demo --no-serve"):
        search.measure(1)


def test_database_without_tables_is_refused_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connection.introspection, "table_names", list)
    with pytest.raises(CommandError, match="demo --no-serve"):
        call_command("benchmark", "serving")


@pytest.mark.parametrize("arguments", [("serving", 5), ("search", 0)])
def test_sizes_that_mean_nothing_are_refused(arguments: tuple[str, int]) -> None:
    name, size = arguments
    with pytest.raises(CommandError, match="--sizes"):
        call_command("benchmark", name, sizes=[size])


def test_answers_are_measured_anew_as_well(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PORTAL_DATA_DIR = tmp_path
    servers: list[tuple[str | None, list[str]]] = []

    def served(
        variables: dict[str, str], addresses: dict[str, list[str]], warm_up: float
    ) -> Iterator[tuple[str, Any]]:
        servers.append((variables.get("PORTAL_SEARCH_KEPT"), list(addresses)))
        yield "json_p95_ms", len(addresses["json"])

    monkeypatch.setattr(search_load, "_served", served)
    monkeypatch.setattr(search_load, "lent_data", lambda *_folders: {})

    told = dict(search_load.measure_load(tmp_path, ["a", "b"], search_url="embedded:"))

    assert servers == [(None, ["page", "json", "suggest"]), ("0", ["page", "json"])]
    assert told == {"json_p95_ms": 2, "fresh_json_p95_ms": 2}


def test_server_works_on_a_copy_of_the_data(tmp_path: Path, settings: Settings) -> None:
    settings.PORTAL_DATA_DIR = tmp_path / "data"
    (tmp_path / "data" / "media").mkdir(parents=True)
    (tmp_path / "data" / "search").mkdir()
    index, lent = tmp_path / "index", tmp_path / "lent"
    index.mkdir()
    lent.mkdir()

    variables = search_load.lent_data(lent, index)

    assert (lent / "media").resolve() == tmp_path / "data" / "media"
    assert (lent / "search").resolve() == index
    assert variables["PORTAL_DATA_DIR"] == str(lent)
    with closing(sqlite3.connect(lent / "portal.sqlite3")) as copy:
        copy.execute("SELECT count(*) FROM finding_querycount")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="reads Linux's /proc")
def test_requests_come_at_the_rate_and_waiting_counts(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("page", encoding="utf-8")
    server = start_whitenoise(tmp_path)
    try:
        tally = run(
            Rate(
                host=HOST,
                port=server.port,
                addresses=["/page.html"],
                per_second=40,
                seconds=0.5,
            )
        )
        late = Tally()
        connection = Connection(HOST, server.port)
        half_a_second = 500_000_000
        connection.ask(
            request_for("/page.html"), due=time.perf_counter_ns() - half_a_second
        )
        while not connection.take(late):
            pass
        connection.socket.close()
    finally:
        server.stop()

    assert tally.statuses == {200: 20}
    assert len(tally.times) == 20
    # The last one was due after 19 of the 20 gaps.
    assert tally.seconds >= 19 / 40
    assert late.times[0] >= half_a_second // 1000
