"""Keep the search engine in step with the versions in force.

What the engine was given is remembered per matter; the difference is what it still has
to learn. So a message can get lost, and an engine that was away catches up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from django.db import transaction

from portal.publishing.chunks import chunks
from portal.publishing.models import IndexedMatter, MatterVersion, RecordSnapshot
from portal.publishing.records import guide_record
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
    withdrawn = sorted(set(_indexed()) - set(_in_force()))
    for chunk in chunks(withdrawn, _CHUNK):
        try:
            service.delete_codes(chunk)
        except IndexMissing:
            # Without an index there is nothing to be found in it.
            pass
        IndexedMatter.objects.filter(code__in=chunk).delete()
    return withdrawn


def catch_up(*, beat: Callable[[], None] = no_beat) -> int:
    """Give the engine what changed; return how many matters.

    `beat` is called between batches, so that a worker can keep its lease.

    Raises:
        SearchUnavailable: the engine did not take it; repeat it later.
    """
    wanted, known = _in_force(), _indexed()
    stale = sorted(code for code in wanted if known.get(code) != wanted[code])
    for chunk in chunks(stale, _CHUNK):
        versions = list(_versions().filter(code__in=chunk))
        try:
            service.index_records(_records(versions))
        except IndexMissing:
            return rebuild(beat=beat)
        _remember(versions)
        beat()
    return len(stale)


def is_behind() -> bool:
    """Tell whether the engine has something to learn or to forget."""
    return _in_force() != _indexed()


def rebuild(*, beat: Callable[[], None] = no_beat) -> int:
    """Make new indexes of everything in force; return how many matters.

    Raises:
        SearchUnavailable: a part of the engine could not be rebuilt.
    """
    given: dict[str, str] = {}

    def everything() -> Iterator[GuideRecord]:
        # A failed attempt may be followed by another one from the start.
        given.clear()
        departments = _departments()
        for version in _versions().iterator(chunk_size=_CHUNK):
            if len(given) % _CHUNK == 0:
                beat()
            given[version.code] = _state(version.digest, version.number)
            yield _record(version, departments)

    service.rebuild(everything())
    with transaction.atomic():
        IndexedMatter.objects.all().delete()
        IndexedMatter.objects.bulk_create(
            (IndexedMatter(code=code, digest=state) for code, state in given.items()),
            batch_size=_CHUNK,
        )
    return len(given)


def _records(versions: Iterable[MatterVersion]) -> list[GuideRecord]:
    departments = _departments()
    return [_record(version, departments) for version in versions]


def _record(version: MatterVersion, departments: dict[str, Any]) -> GuideRecord:
    payload = version.payload
    department = departments.get(payload["guide"]["department"])
    return guide_record(payload, department, version_number=version.number)


def _departments() -> dict[str, Any]:
    snapshots = RecordSnapshot.objects.filter(kind=RecordSnapshot.Kind.DEPARTMENT)
    return {snapshot.key: snapshot.payload for snapshot in snapshots}


def _remember(versions: Iterable[MatterVersion]) -> None:
    IndexedMatter.objects.bulk_create(
        [
            IndexedMatter(
                code=version.code, digest=_state(version.digest, version.number)
            )
            for version in versions
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["digest"],
    )


def _versions() -> Any:
    return MatterVersion.objects.filter(effective_to__isnull=True).order_by("code")


def _in_force() -> dict[str, str]:
    rows = _versions().values_list("code", "digest", "number")
    return {code: _state(digest, number) for code, digest, number in rows}


def _indexed() -> dict[str, str]:
    return dict(IndexedMatter.objects.values_list("code", "digest"))


def _state(digest: str, number: int) -> str:
    # The number too: the engine keeps the record with the highest one.
    return f"{number}:{digest}"[:64]
