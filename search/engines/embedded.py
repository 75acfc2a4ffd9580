"""The embedded engine: tantivy in a folder, no server needed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import tantivy

from search.documents import FACET_SEPARATOR, FACETS, Document
from search.engines.base import Bucket, EngineHit, EngineResult, merged_buckets
from search.engines.embedded_documents import schema, tantivy_document
from search.engines.embedded_query import TantivyTranslator
from search.engines.folder import REBUILD_HINT, IndexFolder
from search.errors import IndexMissing, SearchUnavailable
from search.plan.model import Plan
from search.records import GuideRecord, record_from_dict

_WRITER_BYTES = 50_000_000
# More room makes fewer segments, which need not be merged.
_REBUILD_BYTES = 200_000_000
_MOST_VALUES = 1000
# Hits read beyond a page, so that equal scores at its end are seldom asked for again.
_SLACK = 64
_KEPT_WORDS = 8192
# tantivy reports every trouble with files or segments by one of these.
_TROUBLE = (ValueError, OSError)


@dataclass(slots=True)
class _Opened:
    folder: Path
    index: tantivy.Index
    changed_ns: int
    knows: Callable[[str], bool] | None = None
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
            if plan.everything:
                total, hits = _page_by_code(searcher, query, offset, limit)
            else:
                total, hits = _page(searcher, query, offset, limit)
            facets = self._facets(searcher, translator, plan)
        except _TROUBLE as err:
            raise self._broken(err) from err
        return EngineResult(total=total, hits=tuple(hits), facets=facets)

    def suggest(self, prefix: str, *, limit: int) -> list[GuideRecord]:
        searcher = self._searcher()
        query = TantivyTranslator(schema()).term("prefixes", prefix)
        try:
            found = searcher.search(query, limit=limit, count=False)
            return [_record(searcher.doc(address)) for _, address in found.hits]
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
        opened = self._open()
        if opened.knows is None:
            opened.knows = _vocabulary(opened.index.searcher())
        return opened.knows

    def labels(self) -> dict[str, dict[str, str]]:
        """Return every value of every facet with its label."""
        opened = self._open()
        if opened.labels is None:
            searcher = opened.index.searcher()
            everything = tantivy.Query.all_query()
            opened.labels = {
                name: {bucket.value: bucket.label for bucket in buckets}
                for name, buckets in _counts(searcher, everything, FACETS).items()
            }
        return opened.labels

    def size(self) -> int:
        """Return the number of records."""
        count: int = self._searcher().num_docs
        return count

    def _facets(
        self, searcher: tantivy.Searcher, translator: TantivyTranslator, plan: Plan
    ) -> dict[str, list[Bucket]]:
        """Count each facet under the filters of the others.

        All facets of which nothing is chosen have the same filters: one look does.
        """
        free = tuple(name for name in FACETS if not plan.filters.get(name))
        counted = _counts(searcher, translator.matching(plan), free)
        for name in FACETS:
            if name not in free:
                others = translator.matching(plan, without=name)
                counted |= _counts(searcher, others, (name,))
        return {name: counted[name] for name in FACETS}

    def _stored(self, searcher: tantivy.Searcher, code: str) -> GuideRecord | None:
        query = TantivyTranslator(schema()).term("code", code)
        found = searcher.search(query, limit=1, count=False).hits
        return _record(searcher.doc(found[0][1])) if found else None

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
                    opened.changed_ns = changed
                    opened.knows = opened.labels = None
        except _TROUBLE as err:
            self._opened = None
            raise self._broken(err) from err
        return opened

    def _broken(self, err: Exception) -> IndexMissing:
        return IndexMissing(
            f"The search index in '{self.folder.root}' cannot be read ({err}); it is "
            f"damaged or incomplete. {REBUILD_HINT}"
        )


def _page_by_code(
    searcher: tantivy.Searcher, query: tantivy.Query, offset: int, limit: int
) -> tuple[int, list[EngineHit]]:
    """Return the total and one page of hits that no score tells apart."""
    result = searcher.search(
        query,
        limit=limit,
        offset=offset,
        order_by_field="code",
        order=tantivy.Order.Asc,
    )
    hits = [EngineHit(_record(searcher.doc(at)), 0.0) for _, at in result.hits]
    return result.count, hits


def _page(
    searcher: tantivy.Searcher, query: tantivy.Query, offset: int, limit: int
) -> tuple[int, list[EngineHit]]:
    """Return the total and one page, equal scores in the order of codes.

    tantivy orders equal scores by their place in the index, which changes with
    updates; so the group of equal scores around a page is read as a whole.
    """
    end = offset + limit
    wanted = end + _SLACK
    while True:
        result = searcher.search(query, limit=wanted)
        found = result.hits
        if len(found) < wanted or found[-1][0] < found[end - 1][0]:
            break
        wanted *= 4
    window = found[offset:end]
    if not window:
        return result.count, []
    top, bottom = window[0][0], window[-1][0]
    first = next(at for at, hit in enumerate(found) if hit[0] <= top)
    group = [
        (-score, searcher.doc(address))
        for score, address in found[first:]
        if score >= bottom
    ]
    group.sort(key=lambda pair: (pair[0], pair[1].get_first("code")))
    page = [
        EngineHit(_record(stored), -score)
        for score, stored in group[offset - first : end - first]
    ]
    return result.count, page


def _counts(
    searcher: tantivy.Searcher, query: tantivy.Query, names: Sequence[str]
) -> dict[str, list[Bucket]]:
    answer = searcher.aggregate(
        query,
        {
            name: {"terms": {"field": f"{name}_count", "size": _MOST_VALUES}}
            for name in names
        },
    )
    found = {}
    for name in names:
        counted = []
        for bucket in answer[name]["buckets"]:
            value, _, label = str(bucket["key"]).partition(FACET_SEPARATOR)
            counted.append((value, label, int(bucket["doc_count"])))
        found[name] = merged_buckets(counted)
    return found


def _vocabulary(searcher: tantivy.Searcher) -> Callable[[str], bool]:
    @lru_cache(maxsize=_KEPT_WORDS)
    def knows(word: str) -> bool:
        return any(
            searcher.doc_freq(field, word) > 0
            for field in ("title_words", "alias_words")
        )

    return knows


def _record(stored: tantivy.Document) -> GuideRecord:
    return record_from_dict(json.loads(bytes(stored.get_first("record"))))


def _build(folder: Path, documents: Iterable[Document]) -> int:
    count = 0
    known: set[str] = set()
    index = tantivy.Index(schema(), path=str(folder))
    with _writer(index, heap_bytes=_REBUILD_BYTES) as writer:
        for document in documents:
            if document.code in known:
                writer.delete_documents_by_term("code", document.code)
            known.add(document.code)
            writer.add_document(tantivy_document(document))
            count += 1
    return count


@contextmanager
def _writer(
    index: tantivy.Index, *, heap_bytes: int = _WRITER_BYTES
) -> Iterator[tantivy.IndexWriter]:
    """Write to an index: everything is committed, or nothing when an error comes."""
    try:
        writer = index.writer(heap_size=heap_bytes, num_threads=1)
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
