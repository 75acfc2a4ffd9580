"""The records that an embedded index holds, read from it once and kept for a while."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import tantivy

from search.records import GuideRecord, record_from_dict

# A guide that is asked for often is found by many questions. Each takes some 4 KB.
_KEPT: Final = 4096

ReadRecord = Callable[[tantivy.DocAddress], "StoredRecord"]


class StoredRecord:
    """A record of the index, taken apart only when somebody wants more than its code."""

    __slots__ = ("_record", "_text", "code")

    def __init__(self, stored: tantivy.Document) -> None:
        self.code: str = stored.get_first("code")
        self._text = bytes(stored.get_first("record"))
        self._record: GuideRecord | None = None

    @property
    def record(self) -> GuideRecord:
        """The record itself."""
        if self._record is None:
            self._record = record_from_dict(json.loads(self._text))
        return self._record


def record_reader(searcher: tantivy.Searcher) -> ReadRecord:
    """Return a function that reads a record of one commit.

    It keeps the latest ones: each look into the index lets other threads have the
    interpreter, and waits for it afterwards.
    """

    @lru_cache(maxsize=_KEPT)
    def read(segment: int, place: int) -> StoredRecord:
        return StoredRecord(searcher.doc(tantivy.DocAddress(segment, place)))

    return lambda address: read(address.segment_ord, address.doc)
