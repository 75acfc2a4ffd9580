"""The embedded engine: tantivy in a folder, no server needed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import tantivy

from search.documents import FACETS, Document
from search.engines.base import Bucket, EngineResult
from search.engines.embedded_answers import (
    counts,
    facet_counts,
    page_of_hits,
)
from search.engines.embedded_documents import schema, tantivy_document
from search.engines.embedded_query import TantivyPlan, term_query
from search.engines.embedded_records import ReadRecord, StoredRecord, record_reader
from search.engines.folder import REBUILD_HINT, IndexFolder
from search.errors import IndexMissing, SearchUnavailable
from search.plan.model import Plan
from search.records import GuideRecord
from search.state import EngineState, built_at

_WRITER_BYTES = 50_000_000
# More room makes fewer segments, which need not be merged.
_REBUILD_BYTES = 200_000_000
_KEPT_WORDS = 8192
# tantivy reports every trouble with files or segments by one of these.
_TROUBLE = (ValueError, OSError)


@dataclass(slots=True)
class _View:
    """What one commit of the index holds."""

    searcher: tantivy.Searcher
    knows: Callable[[str], bool]
    read: ReadRecord
    values: dict[str, list[Bucket]] | None = None


@dataclass(slots=True)
class _Opened:
    folder: Path
    index: tantivy.Index
    changed_ns: int
    view: _View


class EmbeddedEngine:
    """The engine over an index folder; readers of all processes see each commit."""

    name = "embedded"

    def __init__(self, root: Path, *, lock_seconds: float = 60.0) -> None:
        self.folder = IndexFolder(root, lock_seconds=lock_seconds)
        self._opened: _Opened | None = None
        self._opening = threading.Lock()

    def search(self, plan: Plan, *, offset: int, limit: int) -> EngineResult:
        view = self._open().view
        try:
            translated = TantivyPlan(schema(), plan)
            total, hits = page_of_hits(
                view.searcher, view.read, translated, offset, limit
            )
            facets = facet_counts(view.searcher, translated)
        except _TROUBLE as err:
            raise self._broken(err) from err
        return EngineResult(total=total, hits=tuple(hits), facets=facets)

    def suggest(self, prefix: str, *, limit: int) -> list[GuideRecord]:
        view = self._open().view
        query = term_query(schema(), "prefixes", prefix)
        try:
            found = view.searcher.search(query, limit=limit, count=False)
            return [view.read(address).record for _, address in found.hits]
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
        return self._open().view.knows

    def values(self) -> dict[str, list[Bucket]]:
        """Return every value of every facet with the number of records that have it."""
        view = self._open().view
        if view.values is None:
            everything = tantivy.Query.all_query()
            try:
                view.values = counts(view.searcher, everything, FACETS)
            except _TROUBLE as err:
                raise self._broken(err) from err
        return view.values

    def commit(self) -> tuple[str, int]:
        """Return what is another value after each commit and switch.

        Raises:
            IndexMissing: there is no usable index.
        """
        opened = self._open()
        return opened.folder.name, opened.changed_ns

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

    def _stored(self, searcher: tantivy.Searcher, code: str) -> GuideRecord | None:
        query = term_query(schema(), "code", code)
        found = searcher.search(query, limit=1, count=False).hits
        return StoredRecord(searcher.doc(found[0][1])).record if found else None

    def _switch_to(self, folder: Path) -> None:
        try:
            self.folder.switch_to(folder)
        except OSError as err:
            raise _unwritable(err) from err

    def _searcher(self) -> tantivy.Searcher:
        return self._open().view.searcher

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
                    opened = _Opened(folder, index, changed, _view(index))
                    self._opened = opened
                elif opened.changed_ns != changed:
                    opened.view = _view(opened.index)
                    opened.changed_ns = changed
        except _TROUBLE as err:
            self._opened = None
            raise self._broken(err) from err
        return opened

    def _broken(self, err: Exception) -> IndexMissing:
        return IndexMissing(
            f"The search index in '{self.folder.root}' cannot be read ({err}); it is "
            f"damaged or incomplete. {REBUILD_HINT}"
        )


def _view(index: tantivy.Index) -> _View:
    """Return a view of the newest commit."""
    index.reload()
    searcher = index.searcher()

    @lru_cache(maxsize=_KEPT_WORDS)
    def knows(word: str) -> bool:
        return any(
            searcher.doc_freq(field, word) > 0
            for field in ("title_words", "alias_words")
        )

    return _View(searcher, knows, record_reader(searcher))


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
