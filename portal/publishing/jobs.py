"""What a worker does for publishing.

Publish: file first, index second. Withdraw: index first, file second. A reader never
finds a hit that leads nowhere. When the engine is away, publishing goes on and the
index catches up in a job of its own. Other systems are told when both are done.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from portal.outbox.models import OutboxJob
from portal.outbox.registry import chore, handler
from portal.outbox.selectors import is_due
from portal.outbox.services import enqueue, keep_alive, retry
from portal.publishing import indexing, receipts, services, verification, withdrawn
from portal.publishing.announcements import note_switch, note_sync
from portal.publishing.building import build_release
from portal.publishing.chunks import chunks
from portal.publishing.errors import DiskFull, ManifestCorrupt, NoRelease, RenderFailed
from portal.publishing.purging import addresses_of, has_purge, purge
from portal.publishing.quarantine import tell_owners
from portal.publishing.releases import Releases
from portal.publishing.scheduling import publish_due
from portal.publishing.syncing import Part, Pulse, SyncReport, sync
from portal.webhooks import announcing

logger = logging.getLogger(__name__)

INDEX_TOPIC: Final = "publishing.index"
PURGE_TOPIC: Final = "publishing.purge"
WHOLE_TOPIC: Final = "publishing.whole"
# A worker that was killed is replaced after this time; long work beats in between.
_LEASE_SECONDS: Final = 30
_INDEX_ATTEMPTS: Final = 30
# After everybody's own edits, so that many of them share one run.
_WHOLE_PRIORITY: Final = -10
_LOOK_SECONDS: Final = 0.3
# Files that one job names, so that no job is large.
_PURGED_AT_ONCE: Final = 2000


@handler(services.SYNC_TOPIC, lease_seconds=_LEASE_SECONDS)
def sync_site(payload: dict[str, Any]) -> None:
    """Bring files and index to the state of the database.

    Raises:
        RenderFailed: some outputs failed; all others are done and the failed ones keep
            their last good copy.
        DiskFull: there was no space; readers have what was there.
    """
    codes = payload.get("codes")
    # Those that are there before the database is read: this run serves them all.
    served = receipts.waiting(codes)
    done = _sync_files(codes, Part.EVERYTHING if codes is None else Part.PAGES)
    receipts.note_files(
        served, release=done.number, changed=done.changed, failed=done.failed
    )
    withdrawn.forget_shown(codes)
    # Files that go are out of the index before; this tells whether it was away.
    behind = not indexing.if_possible(indexing.forget_withdrawn)
    behind |= not indexing.if_possible(lambda: indexing.catch_up(beat=keep_alive))
    receipts.note_index(told=not behind)
    if behind:
        ask_for_index()
    else:
        announcing.send_noted()
    if served:
        verification.ask()
    _refuse_failed(done.failed)


@handler(PURGE_TOPIC, max_attempts=_INDEX_ATTEMPTS, lease_seconds=_LEASE_SECONDS)
def purge_cache(payload: dict[str, Any]) -> None:
    """Tell the cache before the site what changed.

    Raises:
        PurgeFailed: it did not take it.
    """
    purge(payload["addresses"], beat=keep_alive)
    receipts.note_purge()


def _refuse_failed(failed: dict[str, str]) -> None:
    if failed:
        first = next(iter(failed.items()))
        raise RenderFailed(
            f"{len(failed)} outputs failed and keep their last good copy, the first "
            f"one '{first[0]}': {first[1]}"
        )


@handler(INDEX_TOPIC, max_attempts=_INDEX_ATTEMPTS, lease_seconds=_LEASE_SECONDS)
def sync_index(_payload: dict[str, Any]) -> None:
    """Let the engine catch up after it was away."""
    indexing.forget_withdrawn()
    indexing.catch_up(beat=keep_alive)
    receipts.note_index(told=True)
    announcing.send_noted()


@handler(WHOLE_TOPIC, lease_seconds=_LEASE_SECONDS)
def sync_whole(_payload: dict[str, Any]) -> None:
    """Write the files that name every matter and files for download.

    Raises:
        RenderFailed: some outputs failed and keep their last good copy.
    """
    # What else has changed meanwhile has a job of its own, and goes first.
    done = _sync_files([], Part.WHOLE_SITE)
    if announcing.is_waiting() and not indexing.is_behind():
        announcing.send_noted()
    _refuse_failed(done.failed)


@handler(services.REPUBLISH_TOPIC, lease_seconds=_LEASE_SECONDS)
def republish_department(payload: dict[str, Any]) -> None:
    """Record the matters of a renamed department again."""
    services.republish_department(str(payload["department"]))


@chore("publish what is scheduled", seconds=1)
def publish_scheduled() -> None:
    """Publish and take down what is due by now, to the second."""
    publish_due()


@chore("forget old receipts", seconds=24 * 60 * 60)
def forget_receipts() -> None:
    """Delete receipts of publications of long ago."""
    receipts.prune(timezone.now())


@chore("close publishing gaps", seconds=60)
def close_gaps() -> None:
    """Find what no job tells of: missed publications and an index that is behind."""
    services.reconcile()
    withdrawn.forget_shown()
    _retry_after_full_disk()
    if indexing.is_behind():
        ask_for_index()


def _retry_after_full_disk() -> None:
    """Give what a full disk stopped another start: it may take hours to free space."""
    given_up = OutboxJob.objects.filter(
        topic__in=(services.SYNC_TOPIC, WHOLE_TOPIC),
        state=OutboxJob.State.DEAD,
        error__contains=f"{DiskFull.__name__}: ",
    )
    for job in list(given_up):
        retry(job.pk)


@dataclass(frozen=True, slots=True)
class _Done:
    """What a run did: the release that is live now, changed paths, failures."""

    number: int
    changed: list[str]
    failed: dict[str, str]


def _sync_files(codes: list[str] | None, part: Part) -> _Done:
    try:
        pause = _lookout() if part is Part.WHOLE_SITE else bool
        pulse = Pulse(beat=keep_alive, pause=pause)
        report: SyncReport = sync(codes=codes, part=part, pulse=pulse)
    except (NoRelease, ManifestCorrupt) as error:
        logger.warning("building a whole release reason=%s", error)
        built = build_release(beat=keep_alive)
        tell_owners(built.failed)
        tell_of_release()
        return _Done(built.number, [], built.failed)
    note_sync(report)
    changed = [*report.written, *report.removed]
    _ask_for_purge(changed)
    if report.paused or (report.waiting and part is Part.PAGES):
        enqueue(WHOLE_TOPIC, services.EVERYTHING, {}, priority=_WHOLE_PRIORITY)
    tell_owners(report.newly_failed)
    return _Done(report.number, changed, report.failed)


def _lookout() -> Callable[[], bool]:
    """Return what looks now and then whether a publication waits for this run."""
    looked = time.monotonic()

    def is_time_to_pause() -> bool:
        nonlocal looked
        now = time.monotonic()
        if now - looked < _LOOK_SECONDS:
            return False
        looked = now
        return _publication_waits()

    return is_time_to_pause


def _publication_waits() -> bool:
    return OutboxJob.objects.filter(is_due(), topic=services.SYNC_TOPIC).exists()


def tell_of_release() -> None:
    """Tell caches of a release that was made anew, and note it for other systems.

    All addresses count as changed.
    """
    note_switch()
    with Releases.configured().require_current().open_manifest() as manifest:
        paths = sorted(manifest.paths())
    for chunk in chunks(paths, _PURGED_AT_ONCE):
        _ask_for_purge(chunk)


def ask_for_index() -> None:
    """Have search catch up; other systems are told of what is noted after that."""
    enqueue(INDEX_TOPIC, services.EVERYTHING, {})


def _ask_for_purge(paths: Iterable[str]) -> None:
    addresses = addresses_of(paths)
    if addresses and has_purge():
        key = hashlib.sha256("\n".join(addresses).encode()).hexdigest()
        enqueue(PURGE_TOPIC, key, {"addresses": addresses})
