"""How fast guides are found and indexed, beside SQLite FTS5 in the same run.

The catalogue is multiplied to 2,000, 20,000 and 100,000 matters. FTS5 gets the same
tokens in one field and looks for any of a query's words by its own BM25: less than the
portal does, which weighs fields, counts facets and understands the query, too.
"""

from __future__ import annotations

import csv
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

from django.core.management.base import CommandError

from portal.publishing.models import MatterVersion
from portal.publishing.records import guide_record
from search.documents import TEXT_FIELDS, document_from_record
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


def measure(repeats: int) -> dict[str, Any]:
    """Index and search catalogues of three sizes; times in milliseconds.

    Each query of the development set is asked `repeats` times, one after the other.

    Raises:
        CommandError: nothing is published.
    """
    texts = _texts()
    told: dict[str, Any] = {
        "benchmark": "search",
        "repeats": repeats,
        "queries": len(texts),
    }
    for size in SIZES:
        told |= {f"{size}_{name}": value for name, value in _one(size, texts, repeats)}
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
        portal = PortalSearch(embedded=EmbeddedEngine(Path(folder) / "index"))
        portal.warm_up()
        started = time.perf_counter()
        portal.rebuild(records)
        seconds = time.perf_counter() - started
        beside = _fts5(Path(folder) / "fts5.sqlite3", records)
        yield "documents_per_second", round(size / seconds)
        ours = _times(
            lambda text: portal.search(SearchRequest(text=text)), texts, repeats
        )
        typed = [text[:_TYPED] for text in texts]
        suggested = _times(portal.suggest, typed, repeats)
        theirs = _times(lambda text: _asked(beside, text), texts, repeats)
        beside.close()
    for name, times in (("search", ours), ("suggest", suggested), ("fts5", theirs)):
        yield f"{name}_p50_ms", round(median(times), 2)
        yield f"{name}_p95_ms", round(quantiles(times, n=_PERCENT)[94], 2)
        yield f"{name}_per_second", round(1000 * len(times) / sum(times))
    yield "p50_ratio_to_fts5", round(median(ours) / median(theirs), 2)
    yield "throughput_ratio_to_fts5", round(sum(theirs) / sum(ours), 2)


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


def _fts5(path: Path, records: Iterable[GuideRecord]) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE VIRTUAL TABLE guides USING fts5 (code UNINDEXED, tokens)"
    )
    lexicon = default_lexicon()
    documents = (document_from_record(record, lexicon) for record in records)
    connection.executemany(
        "INSERT INTO guides VALUES (?, ?)",
        (
            (each.code, " ".join(chain(*(each.tokens[name] for name in TEXT_FIELDS))))
            for each in documents
        ),
    )
    connection.commit()
    return connection


def _asked(connection: sqlite3.Connection, text: str) -> list[tuple[str]]:
    words = dict.fromkeys(word_tokens(text_runs(text)))
    asked = " OR ".join(f'"{word}"' for word in words)
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
