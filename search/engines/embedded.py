"""The embedded engine: tantivy in a folder, no server needed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import tantivy

from search.documents import FACET_SEPARATOR, FACETS, ORDERS, Document
from search.engines.base import Bucket, EngineHit, EngineResult, merged_buckets
from search.engines.embedded_documents import schema, tantivy_document
from search.engines.embedded_query import TantivyTranslator
from search.engines.folder import REBUILD_HINT, IndexFolder
from search.errors import IndexMissing, SearchUnavailable
from search.plan.model import Plan
from search.records import GuideRecord, record_from_dict
from search.state import EngineState, built_at

_WRITER_BYTES = 50_000_000
_MOST_VALUES = 1000
# tantivy reports every trouble with files or segments by one of these.
_TROUBLE = (ValueError, OSError)


@dataclass(slots=True)
class _Opened:
    folder: Path
    index: tantivy.Index
    changed_ns: int
    labels: dict[str, dict[str, str]] | None = None


class EmbeddedEngine:
    """The engine over an index folder; readers of all processes see each commit."""

    name = "embedded"

    def __init__(self, root: Path, *, lock_seconds: float = 60.0) -> None:
        self.folder = IndexFolder(root, lock_seconds=lock_seconds)
        self._opened: _Opened | None = None
        self._opening = threading.Lock()

    def search(self, plan: Plan, *, offset: int, limit: int) -> EngineResult:
        searcher = self._searcher()
        translator = TantivyTranslator(schema())
        try:
            query = translator.query(plan)
            total, hits = self._page(
                searcher, query, order=plan.order, offset=offset, limit=limit
            )
            facets = self._facets(searcher, translator, plan, query)
        except _TROUBLE as err:
            raise self._broken(err) from err
        return EngineResult(total=total, hits=tuple(hits), facets=facets)

    def suggest(self, prefix: str, *, limit: int) -> list[GuideRecord]:
        searcher = self._searcher()
        query = TantivyTranslator(schema()).term("prefixes", prefix)
        try:
            found = searcher.search(query, limit=limit, count=False)
            return [self._record(searcher, address) for _, address in found.hits]
        except _TROUBLE as err:
            raise self._broken(err) from err

    def index(self, documents: Iterable[Document]) -> int:
        with self.folder.writing():
            index = self._open().index
            searcher = index.searcher()
            written = 0
            with _writer(index) as writer:
                for document in documents:
                    stored = self._stored(searcher, document.code)
                    if (
                        stored is not None
                        and stored.version_number > document.record.version_number
                    ):
                        continue
                    writer.delete_documents_by_term("code", document.code)
                    writer.add_document(tantivy_document(document))
                    written += 1
        return written

    def delete(self, codes: Iterable[str]) -> int:
        with self.folder.writing():
            index = self._open().index
            searcher = index.searcher()
            removed = 0
            with _writer(index) as writer:
                for code in codes:
                    removed += self._stored(searcher, code) is not None
                    writer.delete_documents_by_term("code", code)
        return removed

    def rebuild(self, documents: Iterable[Document]) -> int:
        # The documents are read under the lock, so that a record published meanwhile is
        # either among them or is written to the new index afterwards.
        with self.folder.writing():
            try:
                folder = self.folder.new()
            except OSError as err:
                raise _unwritable(err) from err
            try:
                count = _build(folder, documents)
                self._switch_to(folder)
            except BaseException:
                self.folder.discard(folder)
                raise
        return count

    def vocabulary(self) -> Callable[[str], bool]:
        """Return a test whether a word occurs in any title or other name."""
        searcher = self._searcher()

        def knows(word: str) -> bool:
            return any(
                searcher.doc_freq(field, word) > 0
                for field in ("title_words", "alias_words")
            )

        return knows

    def labels(self) -> dict[str, dict[str, str]]:
        """Return every value of every facet with its label."""
        opened = self._open()
        if opened.labels is None:
            searcher = opened.index.searcher()
            everything = tantivy.Query.all_query()
            opened.labels = {
                name: {bucket.value: bucket.label for bucket in buckets}
                for name, buckets in self._counts(searcher, everything, FACETS).items()
            }
        return opened.labels

    def size(self) -> int:
        """Return the number of records."""
        count: int = self._searcher().num_docs
        return count

    def state(self) -> EngineState:
        """Look at the index in use."""
        try:
            index, documents = self.folder.current().name, self.size()
        except IndexMissing as err:
            return EngineState(name=self.name, ok=False, reason=str(err), missing=True)
        return EngineState(
            name=self.name,
            ok=True,
            documents=documents,
            index=index,
            built_at=built_at(index),
        )

    def _page(
        self,
        searcher: tantivy.Searcher,
        query: tantivy.Query,
        *,
        order: str,
        offset: int,
        limit: int,
    ) -> tuple[int, list[EngineHit]]:
        """Return the total and one page, equal hits in the order of codes.

        tantivy orders equal hits by their place in the index, which changes with
        updates; so the groups of equal hits around a page are read as a whole.
        """
        ordering = _ordering(order)
        # Room for more hits than there are documents would cost memory for nothing.
        most = max(searcher.num_docs, 1)
        end = min(offset + limit, most)
        if offset >= end:
            return searcher.search(query, limit=1, **ordering).count, []
        wanted = min(end + 1, most)
        while True:
            result = searcher.search(query, limit=wanted, **ordering)
            found = result.hits
            if (
                len(found) < wanted
                or wanted == most
                or found[-1][0] != found[end - 1][0]
            ):
                break
            wanted = min(wanted * 2, most)
        window = found[offset:end]
        if not window:
            return result.count, []
        top, bottom = window[0][0], window[-1][0]
        first = next(at for at, hit in enumerate(found) if hit[0] == top)
        last = next(at for at in range(len(found), 0, -1) if found[at - 1][0] == bottom)
        hits: list[EngineHit] = []
        for key, group in groupby(found[first:last], key=lambda hit: hit[0]):
            score = 0.0 if order else float(key)
            same = [EngineHit(self._record(searcher, at), score) for _key, at in group]
            hits += sorted(same, key=lambda hit: hit.record.code)
        return result.count, hits[offset - first : end - first]

    def _facets(
        self,
        searcher: tantivy.Searcher,
        translator: TantivyTranslator,
        plan: Plan,
        query: tantivy.Query,
    ) -> dict[str, list[Bucket]]:
        """Return the counts of every facet; those without a filter share one pass."""
        open_ones = [name for name in FACETS if not plan.filters.get(name)]
        counted = self._counts(searcher, query, open_ones)
        for name in FACETS:
            if plan.filters.get(name):
                others = translator.query(plan, without=name)
                counted |= self._counts(searcher, others, [name])
        return counted

    def _counts(
        self, searcher: tantivy.Searcher, query: tantivy.Query, names: Iterable[str]
    ) -> dict[str, list[Bucket]]:
        asked = {
            name: {"terms": {"field": f"{name}_count", "size": _MOST_VALUES}}
            for name in names
        }
        if not asked:
            return {}
        counts = {}
        for name, told in searcher.aggregate(query, asked).items():
            counted = []
            for bucket in told["buckets"]:
                value, _, label = str(bucket["key"]).partition(FACET_SEPARATOR)
                counted.append((value, label, int(bucket["doc_count"])))
            counts[name] = merged_buckets(counted)
        return counts

    def _stored(self, searcher: tantivy.Searcher, code: str) -> GuideRecord | None:
        query = TantivyTranslator(schema()).term("code", code)
        found = searcher.search(query, limit=1, count=False).hits
        return self._record(searcher, found[0][1]) if found else None

    def _record(
        self, searcher: tantivy.Searcher, address: tantivy.DocAddress
    ) -> GuideRecord:
        stored = searcher.doc(address).get_first("record")
        return record_from_dict(json.loads(bytes(stored)))

    def _switch_to(self, folder: Path) -> None:
        try:
            self.folder.switch_to(folder)
        except OSError as err:
            raise _unwritable(err) from err

    def _searcher(self) -> tantivy.Searcher:
        return self._open().index.searcher()

    def _open(self) -> _Opened:
        """Return the index in use with a view of its newest commit.

        Two looks at file times per call are enough to notice a switch or a commit made
        by another process.
        """
        folder = self.folder.current()
        try:
            changed = (folder / "meta.json").stat().st_mtime_ns
            with self._opening:
                opened = self._opened
                if opened is None or opened.folder != folder:
                    index = tantivy.Index.open(str(folder))
                    index.config_reader("manual", 0)
                    opened = self._opened = _Opened(folder, index, -1)
                if opened.changed_ns != changed:
                    opened.index.reload()
                    opened.changed_ns, opened.labels = changed, None
        except _TROUBLE as err:
            self._opened = None
            raise self._broken(err) from err
        return opened

    def _broken(self, err: Exception) -> IndexMissing:
        return IndexMissing(
            f"The search index in '{self.folder.root}' cannot be read ({err}); it is "
            f"damaged or incomplete. {REBUILD_HINT}"
        )


def _ordering(order: str) -> dict[str, Any]:
    """Return the arguments that sort hits by something else than their score."""
    if not order:
        return {}
    way = tantivy.Order.Desc if ORDERS[order] else tantivy.Order.Asc
    return {"order_by_field": f"{order}_order", "order": way}


def _build(folder: Path, documents: Iterable[Document]) -> int:
    count = 0
    with _writer(tantivy.Index(schema(), path=str(folder))) as writer:
        for document in documents:
            writer.delete_documents_by_term("code", document.code)
            writer.add_document(tantivy_document(document))
            count += 1
    return count


@contextmanager
def _writer(index: tantivy.Index) -> Iterator[tantivy.IndexWriter]:
    """Write to an index: everything is committed, or nothing when an error comes."""
    try:
        writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)
    except _TROUBLE as err:
        raise _unwritable(err) from err
    try:
        yield writer
    except BaseException:
        # Its threads must end before a failed rebuild's folder goes, or they write on.
        writer.rollback()
        writer.wait_merging_threads()
        raise
    try:
        writer.commit()
        writer.wait_merging_threads()
    except _TROUBLE as err:
        raise _unwritable(err) from err


def _unwritable(err: Exception) -> SearchUnavailable:
    return SearchUnavailable(
        f"The embedded search index cannot be written ({err}); expected a writable "
        f"folder with free space. Mend it and repeat."
    )
