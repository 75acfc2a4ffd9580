"""How fast guides are found and indexed, beside SQLite FTS5 in the same run.

The catalogue is multiplied to 2,000, 20,000 and 100,000 matters, as if many districts had
the same matters: names repeat, titles do not. FTS5 gets the same tokens in one field, and
the texts themselves as trigrams. It looks for any word of a query by its own BM25: less
than the portal does, which weighs fields, counts facets and understands the query, too.
"""

from __future__ import annotations

import csv
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

from django.conf import settings
from django.core.management.base import CommandError

from portal.demo.benchmarks.search_load import PER_SECOND, measure_load
from portal.publishing.models import MatterVersion
from portal.publishing.records import guide_record
from search.documents import TEXT_FIELDS, DocumentMaker, all_names
from search.engines.address import EMBEDDED_SCHEME, parse_search_url
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.lexicon import default_lexicon
from search.portal_search import PortalSearch
from search.records import GuideRecord
from search.requests import SearchRequest
from search.sources import source_path
from search.tokens.analysis import text_runs, word_tokens

SIZES: Final = (2_000, 20_000, 100_000)
_HITS: Final = 20
_PERCENT: Final = 100
_TYPED: Final = 3
_ALIAS: Final = "portal-benchmark"
_CLUSTER_WARM_UP: Final = 20.0  # seconds


def measure(repeats: int, *, sizes: Sequence[int] = SIZES) -> dict[str, Any]:
    """Index and search catalogues of several sizes; times in milliseconds.

    In this process each query of the development set is asked `repeats` times, one after
    the other, of the portal's search and of FTS5. Then the server gets 50 requests a
    second, whether it keeps up or not. Elasticsearch is measured, too, where
    PORTAL_SEARCH_URL names a cluster.

    Raises:
        CommandError: nothing is published.
    """
    texts = _texts()
    told: dict[str, Any] = {
        "benchmark": "search",
        "repeats": repeats,
        "queries": len(texts),
        "requests_per_second": PER_SECOND,
        "load_before": round(os.getloadavg()[0], 2),
    }
    for size in sizes:
        told |= {f"{size}_{name}": value for name, value in _one(size, texts, repeats)}
    told["load_after"] = round(os.getloadavg()[0], 2)
    return told


def multiplied(records: Sequence[GuideRecord], size: int) -> Iterator[GuideRecord]:
    """Yield so many records; copies have a code, address and title of their own."""
    for number in range(size):
        copy, place = divmod(number, len(records))
        record = records[place]
        if copy:
            code = f"{record.code}-{copy}"
            record = replace(
                record,
                code=code,
                url=f"/guides/{code}/",
                title=f"{record.title}（{copy}）",
            )
        yield record


def _one(size: int, texts: Sequence[str], repeats: int) -> Iterator[tuple[str, Any]]:
    records = list(multiplied(_published(), size))
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "search"
        portal = PortalSearch(embedded=EmbeddedEngine(index))
        portal.warm_up()
        started, used = time.perf_counter(), time.process_time()
        portal.rebuild(records)
        seconds = time.perf_counter() - started
        yield "documents_per_second", round(size / seconds)
        yield (
            "documents_per_core_second",
            round(size / (time.process_time() - used)),
        )
        yield from _beside_fts5(portal, Path(folder), records, texts, repeats)
        for name, value in measure_load(index, texts, search_url=f"{EMBEDDED_SCHEME}:"):
            yield f"http_{name}", value
        yield from _on_cluster(portal, index, records, texts)


def _beside_fts5(
    portal: PortalSearch,
    folder: Path,
    records: Sequence[GuideRecord],
    texts: Sequence[str],
    repeats: int,
) -> Iterator[tuple[str, Any]]:
    typed = [text[:_TYPED] for text in texts]
    ours = _times(lambda text: portal.search(SearchRequest(text=text)), texts, repeats)
    times = {"search": ours, "suggest": _times(portal.suggest, typed, repeats)}
    with (
        closing(
            _fts5(folder / "words.sqlite3", "unicode61", _tokens(records))
        ) as words,
        closing(
            _fts5(folder / "trigrams.sqlite3", "trigram", _texts_of(records))
        ) as raw,
    ):
        times["fts5"] = _times(
            lambda text: _asked(words, word_tokens(text_runs(text))), texts, repeats
        )
        times["fts5_trigram"] = _times(
            lambda text: _asked(raw, _trigrams(text)), texts, repeats
        )
    for name, taken in times.items():
        yield f"{name}_p50_ms", round(median(taken), 2)
        yield f"{name}_p95_ms", round(quantiles(taken, n=_PERCENT)[94], 2)
        yield f"{name}_per_second", round(1000 * len(taken) / sum(taken))
    for name in ("fts5", "fts5_trigram"):
        theirs = times[name]
        yield f"p50_ratio_to_{name}", round(median(ours) / median(theirs), 2)
        yield f"throughput_ratio_to_{name}", round(sum(theirs) / sum(ours), 2)


def _on_cluster(
    portal: PortalSearch,
    index: Path,
    records: Sequence[GuideRecord],
    texts: Sequence[str],
) -> Iterator[tuple[str, Any]]:
    """Yield the figures of Elasticsearch under an alias of its own, and remove that."""
    address = parse_search_url(settings.PORTAL_SEARCH_URL)
    if address is None:
        yield "elasticsearch_note", "PORTAL_SEARCH_URL names no cluster."
        return
    url = f"{settings.PORTAL_SEARCH_URL.rpartition('/')[0]}/{_ALIAS}"
    engine = ElasticEngine(replace(address, alias=_ALIAS))
    both = PortalSearch(embedded=portal.embedded, cluster=engine)
    try:
        started = time.perf_counter()
        both.rebuild(records)
        seconds = time.perf_counter() - started
        yield "both_engines_documents_per_second", round(len(records) / seconds)
        # A virtual machine takes a while until it has compiled what it runs often.
        load = measure_load(index, texts, search_url=url, warm_up=_CLUSTER_WARM_UP)
        for name, value in load:
            yield f"elasticsearch_http_{name}", value
    finally:
        engine.remove()
        engine.close()


def _published() -> list[GuideRecord]:
    versions = MatterVersion.objects.filter(effective_to__isnull=True).order_by("code")
    records = [guide_record(version.payload, None) for version in versions.iterator()]
    if not records:
        raise CommandError(
            "The benchmark needs published matters; run 'manage.py demo --no-serve' first."
        )
    return records


def _texts() -> list[str]:
    with source_path("queries-dev.tsv").open(encoding="utf-8", newline="") as lines:
        return [row["query"] for row in csv.DictReader(lines, delimiter="\t")]


def _tokens(records: Iterable[GuideRecord]) -> Iterator[tuple[str, str]]:
    maker = DocumentMaker(default_lexicon())
    for record in records:
        made = maker.document(record)
        yield record.code, " ".join(made.tokens[name] for name in TEXT_FIELDS)


def _texts_of(records: Iterable[GuideRecord]) -> Iterator[tuple[str, str]]:
    lexicon = default_lexicon()
    for record in records:
        names = (record.title, *all_names(record, lexicon))
        more = (record.summary, *record.material_names, *record.legal_titles)
        yield record.code, "\n".join((*names, *more, record.department_name))


def _fts5(
    path: Path, tokenizer: str, rows: Iterable[tuple[str, str]]
) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute(
        f"CREATE VIRTUAL TABLE guides USING fts5 "
        f"(code UNINDEXED, words, tokenize = '{tokenizer}')"
    )
    connection.executemany("INSERT INTO guides VALUES (?, ?)", rows)
    connection.commit()
    return connection


def _trigrams(text: str) -> list[str]:
    """Return what a trigram index can be asked; of two signs or one it knows nothing."""
    return [text[at : at + 3] for at in range(len(text) - 2)]


def _asked(connection: sqlite3.Connection, words: Iterable[str]) -> list[tuple[str]]:
    quoted = (word.replace('"', '""') for word in dict.fromkeys(words))
    asked = " OR ".join(f'"{word}"' for word in quoted)
    if not asked:
        return []
    return connection.execute(
        "SELECT code FROM guides WHERE guides MATCH ? ORDER BY rank LIMIT ?",
        (asked, _HITS),
    ).fetchall()


def _times(
    ask: Callable[[str], object], texts: Sequence[str], repeats: int
) -> list[float]:
    for text in texts:
        ask(text)
    times = []
    for text in list(texts) * repeats:
        started = time.perf_counter()
        ask(text)
        times.append(1000 * (time.perf_counter() - started))
    return times
