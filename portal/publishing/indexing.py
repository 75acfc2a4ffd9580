"""Keep the search engine in step with the versions in force.

What the engine was given is remembered per matter; the difference is what it still has
to learn. So a message can get lost, and an engine that was away catches up. It learns of
a page when the page is there, and forgets it before the page goes.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from portal.publishing.cards import canonical_json
from portal.publishing.chunks import chunks
from portal.publishing.contents import Source
from portal.publishing.history.source import held_matters, wanted_source
from portal.publishing.models import IndexedMatter, MatterVersion, RecordSnapshot
from portal.publishing.records import guide_record
from portal.publishing.shown import shown_codes
from portal.publishing.source import Record, RecordKey
from portal.publishing.working import no_beat
from search import service
from search.errors import IndexMissing, SearchError
from search.records import GuideRecord

logger = logging.getLogger(__name__)

_CHUNK: Final = 500
# The digest of what an engine may know of, which no state of a matter has.
_UNTOLD: Final = ""


class IndexFirst:
    """A source of which the engine forgets what is withdrawn as soon as it is read.

    Whoever takes a withdrawal over from here and removes the page comes after the index,
    also when it was asked for while a run for something else was under way.
    """

    def __init__(self, source: Source) -> None:
        self._source = source

    def matter_digests(self, codes: Collection[str] | None = None) -> dict[str, str]:
        """Return code -> digest of matters in force."""
        found = self._source.matter_digests(codes)
        if codes is None or codes:
            if_possible(forget_withdrawn)
        return found

    def matters(self, codes: Iterable[str] | None = None) -> Iterator[Record]:
        """Yield records of matters in force."""
        yield from self._source.matters(codes)
        if_possible(forget_withdrawn)

    def records(self) -> Mapping[RecordKey, Record]:
        """Return all other records."""
        return self._source.records()


def live_source() -> Source:
    """Return what is to be shown, for those who change what readers see."""
    return IndexFirst(wanted_source())


def if_possible(step: Callable[[], object]) -> bool:
    """Do something with the engine; False when it is away, and catches up later."""
    try:
        step()
    except SearchError as error:
        logger.warning("index is behind error=%s", error)
        return False
    return True


def forget_withdrawn() -> list[str]:
    """Take matters that are not in force any more out of the engine.

    Raises:
        SearchUnavailable: the engine did not take it; repeat it later.
    """
    withdrawn = _Catalogue().withdrawn()
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
    stale = _stale(catalogue, wanted, known)
    if not stale and known and service.state().missing:
        # Made by another version of the portal, or damaged.
        return rebuild(beat=beat)
    for chunk in chunks(stale, _CHUNK):
        # What was published since is not written yet.
        entries = [
            entry
            for entry in catalogue.entries(chunk)
            if entry.state == wanted[entry.code]
        ]
        _expect(entry.code for entry in entries if entry.code not in known)
        try:
            service.index_records(entry.record for entry in entries)
        except IndexMissing:
            return rebuild(beat=beat)
        _remember((entry.code, entry.state) for entry in entries)
        beat()
    return len(stale)


def is_behind() -> bool:
    """Tell whether the engine has something to learn or to forget, or lost its index."""
    return bool(backlog()) or (
        IndexedMatter.objects.exists() and service.state().missing
    )


def backlog() -> int:
    """Return how many matters the engine has to learn or to forget.

    A page that is still to be written is not for the engine yet.
    """
    catalogue = _Catalogue()
    wanted, known = catalogue.states(), _indexed()
    return len(known.keys() - wanted.keys()) + len(_stale(catalogue, wanted, known))


def rebuild(*, beat: Callable[[], None] = no_beat) -> int:
    """Make new indexes of everything that is shown; return how many matters.

    Raises:
        SearchUnavailable: a part of the engine could not be rebuilt.
    """
    given: dict[str, str] = {}
    known = _indexed()

    def everything() -> Iterator[GuideRecord]:
        # A failed attempt may be followed by another one from the start.
        given.clear()
        catalogue = _Catalogue()
        wanted = catalogue.states()
        shown = catalogue.shown(wanted)
        _expect(sorted(shown - known.keys()))
        for entry in catalogue.entries():
            if entry.code not in shown or entry.state != wanted[entry.code]:
                continue
            if len(given) % _CHUNK == 0:
                beat()
            given[entry.code] = entry.state
            yield entry.record

    service.rebuild(everything())
    with transaction.atomic():
        # What a worker has told since is newer than this index, and in it.
        for chunk in chunks(sorted(known.keys() - given.keys()), _CHUNK):
            IndexedMatter.objects.filter(code__in=chunk).delete()
        _remember(given.items())
    return len(given)


def _stale(
    catalogue: _Catalogue, wanted: Mapping[str, str], known: Mapping[str, str]
) -> list[str]:
    """Return the matters that the engine can learn of now."""
    stale = [code for code in wanted if known.get(code) != wanted[code]]
    return sorted(catalogue.shown(stale))


def _expect(codes: Iterable[str]) -> None:
    """Note what an engine may know from now on, so that it will be made to forget it.

    A process that is killed after telling the engine leaves this much.
    """
    IndexedMatter.objects.bulk_create(
        [IndexedMatter(code=code, digest=_UNTOLD) for code in codes],
        batch_size=_CHUNK,
        ignore_conflicts=True,
    )


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

    def withdrawn(self) -> list[str]:
        """Return the codes that the engine knows and that are not to be found.

        Every publication asks; so the database compares, and only where a release is
        held is all of it read.
        """
        if self._held:
            return sorted(set(_indexed()) - set(self.states()))
        in_force = _versions().filter(code=OuterRef("code"))
        gone = IndexedMatter.objects.filter(~Exists(in_force)).order_by("code")
        return list(gone.values_list("code", flat=True))

    def shown(self, codes: Collection[str]) -> set[str]:
        """Return those whose page is there as it is to be."""
        return shown_codes(self._source, list(codes))

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


def _remember(states: Iterable[tuple[str, str]]) -> None:
    IndexedMatter.objects.bulk_create(
        [IndexedMatter(code=code, digest=state) for code, state in states],
        batch_size=_CHUNK,
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
