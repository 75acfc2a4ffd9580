"""What a worker does for publishing.

Publish: file first, index second. Withdraw: index first, file second. A reader never
finds a hit that leads nowhere. When the engine is away, publishing goes on and the
index catches up in a job of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision

from portal.outbox.registry import chore, handler
from portal.outbox.services import enqueue, keep_alive
from portal.publishing import indexing, services
from portal.publishing.building import build_release
from portal.publishing.errors import ManifestCorrupt, NoRelease, RenderFailed
from portal.publishing.syncing import Part, SyncReport, sync
from search.errors import SearchError

logger = logging.getLogger(__name__)

INDEX_TOPIC: Final = "publishing.index"
WHOLE_TOPIC: Final = "publishing.whole"
# A worker that was killed is replaced after this time; long work beats in between.
_LEASE_SECONDS: Final = 30
_INDEX_ATTEMPTS: Final = 30
# After everybody's own edits, so that many of them share one run.
_WHOLE_PRIORITY: Final = -10


@handler(services.SYNC_TOPIC, lease_seconds=_LEASE_SECONDS)
def sync_site(payload: dict[str, Any]) -> None:
    """Bring files and index to the state of the database.

    Raises:
        RenderFailed: some outputs failed; all others are done and the failed ones keep
            their last good copy.
    """
    codes = payload.get("codes")
    behind = not _try_index(indexing.forget_withdrawn)
    failed = _sync_files(codes, Part.EVERYTHING if codes is None else Part.PAGES)
    behind |= not _try_index(lambda: indexing.catch_up(beat=keep_alive))
    if behind:
        enqueue(INDEX_TOPIC, services.EVERYTHING, {})
    _refuse_failed(failed)


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


@handler(WHOLE_TOPIC, lease_seconds=_LEASE_SECONDS)
def sync_whole(_payload: dict[str, Any]) -> None:
    """Write the files that name every matter and files for download.

    Raises:
        RenderFailed: some outputs failed and keep their last good copy.
    """
    # What else has changed meanwhile has a job of its own.
    _refuse_failed(_sync_files([], Part.WHOLE_SITE))


@handler(services.REPUBLISH_TOPIC, lease_seconds=_LEASE_SECONDS)
def republish_department(payload: dict[str, Any]) -> None:
    """Record the matters of a renamed department again."""
    services.republish_department(str(payload["department"]))


@chore("publish what is scheduled", seconds=1)
def publish_scheduled() -> None:
    """Let Wagtail publish and unpublish what is due by now, to the second."""
    now = timezone.now()
    if (
        Revision.objects.filter(approved_go_live_at__lt=now).exists()
        or Page.objects.filter(live=True, expire_at__lt=now).exists()
    ):
        call_command("publish_scheduled")


@chore("close publishing gaps", seconds=60)
def close_gaps() -> None:
    """Find what no job tells of: missed publications and an index that is behind."""
    services.reconcile()
    if indexing.is_behind():
        enqueue(INDEX_TOPIC, services.EVERYTHING, {})


def _sync_files(codes: list[str] | None, part: Part) -> dict[str, str]:
    try:
        report: SyncReport = sync(codes=codes, part=part, beat=keep_alive)
    except (NoRelease, ManifestCorrupt) as error:
        logger.warning("building a whole release reason=%s", error)
        return build_release(beat=keep_alive).failed
    if report.waiting and part is Part.PAGES:
        enqueue(WHOLE_TOPIC, services.EVERYTHING, {}, priority=_WHOLE_PRIORITY)
    return report.failed


def _try_index(step: Callable[[], object]) -> bool:
    try:
        step()
    except SearchError as error:
        logger.warning("index is behind error=%s", error)
        return False
    return True
