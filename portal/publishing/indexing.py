"""Keep the search engine in step with the versions in force.

What the engine was given is remembered per matter; the difference is what it still has
to learn. So a message can get lost, and an engine that was away catches up.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from portal.publishing.cards import canonical_json
from portal.publishing.chunks import chunks
from portal.publishing.history.source import held_matters, wanted_source
from portal.publishing.models import IndexedMatter, MatterVersion, RecordSnapshot
from portal.publishing.records import guide_record
from portal.publishing.source import Record
from portal.publishing.working import no_beat
from search import service
from search.errors import IndexMissing
from search.records import GuideRecord

_CHUNK: Final = 500


def forget_withdrawn() -> list[str]:
    """Take matters that are not in force any more out of the engine.

    Raises:
        SearchUnavailable: the engine did not take it; repeat it later.
    """
    withdrawn = sorted(set(_indexed()) - set(_Catalogue().states()))
    forget(withdrawn)
    return withdrawn


def forget(codes: Collection[str]) -> None:
    """Take matters out of the engine; what is still in force is given back to it later.

    Raises:
        SearchUnavailable: the engine did not take it; repeat it later.
    """
    for chunk in chunks(codes, _CHUNK):
        try:
            service.delete_codes(chunk)
        except IndexMissing:
            # Without an index there is nothing to be found in it.
            pass
        IndexedMatter.objects.filter(code__in=chunk).delete()


def catch_up(*, beat: Callable[[], None] = no_beat) -> int:
    """Give the engine what changed; return how many matters.

    `beat` is called between batches, so that a worker can keep its lease.

    Raises:
        SearchUnavailable: the engine did not take it; repeat it later.
    """
    catalogue = _Catalogue()
    wanted, known = catalogue.states(), _indexed()
    stale = sorted(code for code in wanted if known.get(code) != wanted[code])
    for chunk in chunks(stale, _CHUNK):
        entries = list(catalogue.entries(chunk))
        try:
            service.index_records(entry.record for entry in entries)
        except IndexMissing:
            return rebuild(beat=beat)
        _remember(entries)
        beat()
    return len(stale)


def is_behind() -> bool:
    """Tell whether the engine has something to learn or to forget."""
    return _Catalogue().states() != _indexed()


def rebuild(*, beat: Callable[[], None] = no_beat) -> int:
    """Make new indexes of everything in force; return how many matters.

    Raises:
        SearchUnavailable: a part of the engine could not be rebuilt.
    """
    given: dict[str, str] = {}

    def everything() -> Iterator[GuideRecord]:
        # A failed attempt may be followed by another one from the start.
        given.clear()
        for entry in _Catalogue().entries():
            if len(given) % _CHUNK == 0:
                beat()
            given[entry.code] = entry.state
            yield entry.record

    service.rebuild(everything())
    with transaction.atomic():
        IndexedMatter.objects.all().delete()
        IndexedMatter.objects.bulk_create(
            (IndexedMatter(code=code, digest=state) for code, state in given.items()),
            batch_size=_CHUNK,
        )
    return len(given)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A matter as the engine is to know it; `state` tells one state from another."""

    code: str
    state: str
    record: GuideRecord


class _Catalogue:
    """The matters that are to be found: those in force, or of the release that is held."""

    def __init__(self) -> None:
        self._source = wanted_source()
        self._held = held_matters(self._source)

    def states(self) -> dict[str, str]:
        """Return code -> state."""
        rows = _versions().values_list("code", "digest", "number")
        found = {code: _state(digest, number) for code, digest, number in rows}
        for code, record in self._held.items():
            if record is None:
                found.pop(code, None)
            else:
                found[code] = _held_state(record)
        return found

    def entries(self, codes: Collection[str] | None = None) -> Iterator[_Entry]:
        """Yield all matters, or those with some codes."""
        departments = self._departments()
        versions = _versions() if codes is None else _versions().filter(code__in=codes)
        for version in versions.iterator(chunk_size=_CHUNK):
            if version.code in self._held:
                continue
            state = _state(version.digest, version.number)
            known = _record(version.payload, version.number, departments)
            yield _Entry(version.code, state, known)
        held = [
            record
            for code, record in self._held.items()
            if record is not None and (codes is None or code in codes)
        ]
        numbers = _last_numbers([record.key for record in held])
        for record in held:
            # The engine keeps the highest number it has seen, so the old text comes
            # under the last one.
            last = numbers.get(record.key, 1)
            payload = json.loads(record.payload)["payload"]
            known = _record(payload, last, departments)
            yield _Entry(record.key, _held_state(record), known)

    def _departments(self) -> dict[str, Any]:
        if not self._held:
            kind = RecordSnapshot.Kind.DEPARTMENT
            snapshots = RecordSnapshot.objects.filter(kind=kind)
            return {snapshot.key: snapshot.payload for snapshot in snapshots}
        return {
            key: json.loads(record.payload)
            for (kind, key), record in self._source.records().items()
            if kind == RecordSnapshot.Kind.DEPARTMENT
        }


def _record(
    payload: Mapping[str, Any], number: int, departments: Mapping[str, Any]
) -> GuideRecord:
    department = departments.get(payload["guide"]["department"])
    return guide_record(payload, department, version_number=number)


def _remember(entries: Iterable[_Entry]) -> None:
    IndexedMatter.objects.bulk_create(
        [IndexedMatter(code=entry.code, digest=entry.state) for entry in entries],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["digest"],
    )


def _versions() -> Any:
    return MatterVersion.objects.filter(effective_to__isnull=True).order_by("code")


def _last_numbers(codes: Collection[str]) -> dict[str, int]:
    rows = MatterVersion.objects.filter(code__in=codes).order_by().values("code")
    return dict(rows.annotate(last=Max("number")).values_list("code", "last"))


def _indexed() -> dict[str, str]:
    return dict(IndexedMatter.objects.values_list("code", "digest"))


def _held_state(record: Record) -> str:
    stored = json.loads(record.payload)
    text = canonical_json(stored["payload"])
    return _state(hashlib.sha256(text.encode()).hexdigest(), stored["number"])


def _state(digest: str, number: int) -> str:
    # The number too: the engine keeps the record with the highest one.
    return f"{number}:{digest}"[:64]
