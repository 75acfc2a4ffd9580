"""Bring the current release to the state of the database, output by output.

The work to do follows from digests, not from messages: a job is only a wake-up, and a
killed build is finished by the next one. First the manifest takes over the changed
records and marks what has to be done, in one transaction; then outputs are written;
what has no record any more is removed last, when nothing links to it.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final

from portal.publishing.contents import Source, apply, difference
from portal.publishing.history.objects import FOLDER, Objects
from portal.publishing.history.recording import Recorder, recording
from portal.publishing.indexing import live_source
from portal.publishing.manifest import (
    DIRTY,
    FAILED,
    GONE,
    Manifest,
    OutputState,
    Rendered,
)
from portal.publishing.plan import SITE, outputs_of, owners_of
from portal.publishing.releases import Release, Releases
from portal.publishing.renderers import is_whole_site
from portal.publishing.source import MATTER, RecordKey
from portal.publishing.store import Store
from portal.publishing.working import (
    Workshop,
    core_count,
    do_all,
    links_first,
    no_beat,
    outputs_first,
)
from portal.publishing.writers import Writer

logger = logging.getLogger(__name__)

_MOST_SINGLE_SYNCS: Final = 200
_SYNC_EVERY: Final = 1000


class Part(Enum):
    """Which outputs a run is for; the others wait for one of their own."""

    EVERYTHING = "everything"
    PAGES = "pages"
    WHOLE_SITE = "whole site"

    def has(self, state: OutputState) -> bool:
        """Tell whether an output belongs to the part."""
        if self is Part.EVERYTHING:
            return True
        return is_whole_site(state.output) == (self is Part.WHOLE_SITE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """What is done between batches: `beat` keeps a lease; `pause` true ends the run.

    What a run leaves then is done by a later one.
    """

    beat: Callable[[], None] = no_beat
    pause: Callable[[], bool] = bool


UNDISTURBED: Final = Pulse()


@dataclass(slots=True)
class _Work:
    """How much was rendered, what of it was written, what failed and why."""

    amount: int = 0
    written: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What a synchronisation did: addresses of outputs, in seconds.

    `records` are those that changed; `rendered` outputs were looked at, `written` got
    other bytes, `removed` are gone; so many as `waiting` were left for a later run.
    `codes` are those of the matters to which written and removed outputs belong.
    `failed` keep their last good copy; `newly_failed` did not fail so before.
    `number` is that of the release that is live now, 0 where none is noted.
    """

    records: list[RecordKey]
    rendered: int
    written: list[str]
    removed: list[str]
    codes: list[str]
    failed: dict[str, str]
    newly_failed: dict[str, str]
    waiting: int
    seconds: float
    paused: bool = False
    number: int = 0


def sync(
    *,
    codes: Collection[str] | None = None,
    source: Source | None = None,
    workers: int | None = None,
    part: Part = Part.EVERYTHING,
    pulse: Pulse = UNDISTURBED,
) -> SyncReport:
    """Render what changed; with `codes` only these matters and what depends on them.

    `part` leaves pages, or files that name every matter, for later. `pulse` is felt
    between batches.

    Raises:
        NoRelease: nothing has been built yet.
        ManifestCorrupt: the release's manifest cannot be read.
    """
    started = time.monotonic()
    releases = Releases.configured()
    with releases.lock(beat=pulse.beat):
        release = releases.require_current()
        with recording(releases) as recorder:
            report = sync_release(
                release,
                source or live_source(),
                codes=codes,
                workers=workers or core_count(),
                part=part,
                pulse=pulse,
            )
            number = _noted(recorder, release, report)
    # With the time that another builder was waited for.
    seconds = time.monotonic() - started
    report = replace(report, seconds=seconds, number=number)
    logger.info(
        "release synced rendered=%d written=%d removed=%d failed=%d seconds=%.3f",
        report.rendered,
        len(report.written),
        len(report.removed),
        len(report.failed),
        report.seconds,
    )
    return report


def sync_release(
    release: Release,
    source: Source,
    *,
    codes: Collection[str] | None = None,
    workers: int,
    part: Part = Part.EVERYTHING,
    pulse: Pulse = UNDISTURBED,
) -> SyncReport:
    """Bring a release to the state of a source; hold the lock."""
    started = time.monotonic()
    with release.open_manifest() as manifest:
        store = Store(manifest)
        records = _take_over(manifest, store, source, codes)
        unfinished = manifest.outputs(DIRTY, FAILED, GONE)
        states = outputs_first(
            state for state in unfinished if state.state != GONE and part.has(state)
        )
        owners = {state.output.path: state.output.owner for state in unfinished}
        work = _render(release, store, states, workers, pulse)
        removed = _remove(release, manifest)
        return SyncReport(
            records=records,
            rendered=work.amount,
            written=work.written,
            removed=removed,
            codes=codes_of(owners[path] for path in [*work.written, *removed]),
            failed=work.failed,
            newly_failed=_news(states, work.failed),
            waiting=manifest.waiting(),
            paused=work.amount < len(states),
            seconds=time.monotonic() - started,
        )


def _noted(recorder: Recorder, release: Release, report: SyncReport) -> int:
    with release.open_manifest() as manifest:
        return recorder.note_changes(
            manifest, report.records, report.written, report.removed
        )


def codes_of(owners: Iterable[str]) -> list[str]:
    """Return the codes of the matters among owners of outputs, each once."""
    named = (owner.partition(":") for owner in owners)
    return sorted({key for kind, _, key in named if kind == MATTER})


def _take_over(
    manifest: Manifest, store: Store, source: Source, codes: Collection[str] | None
) -> list[RecordKey]:
    with manifest.transaction():
        changes = difference(manifest, source, codes)
        if not changes:
            return []
        touched = apply(manifest, source, changes, store)
        for owner in owners_of(touched):
            _replan(manifest, store, owner)
        if any(scope.startswith("record|look") for scope in touched):
            _replan(manifest, store, SITE)
        return changes.keys()


def _replan(manifest: Manifest, store: Store, owner: str) -> None:
    wanted = {output.path: output for output in outputs_of(owner, store)}
    known = {state.output.path: state for state in manifest.outputs_of(owner)}
    manifest.expect(
        output
        for path, output in wanted.items()
        if path not in known
        or known[path].state == GONE
        or known[path].output != output
    )
    manifest.mark((path for path in known if path not in wanted), GONE)


def _render(
    release: Release,
    store: Store,
    states: Sequence[OutputState],
    workers: int,
    pulse: Pulse,
) -> _Work:
    # Syncing file by file is slow for thousands: there the disk is synced as a whole.
    single = len(states) <= _MOST_SINGLE_SYNCS
    workshop = Workshop(store, _writer(release, durable=single))
    work = _Work()
    waiting: list[Rendered] = []

    def record() -> None:
        if not single:
            os.sync()
        # Only what is safe on disk is recorded as done.
        with store.manifest.transaction():
            store.manifest.record_rendered(waiting)
        waiting.clear()

    for batch in do_all(
        workshop, states, workers=workers, beat=lambda _done: pulse.beat()
    ):
        waiting += batch.rendered
        if single or len(waiting) >= _SYNC_EVERY:
            record()
        work.amount += len(batch.rendered)
        work.written += batch.changed
        work.failed |= {each.path: each.error for each in batch.rendered if each.error}
        if pulse.pause():
            break
    if waiting:
        record()
    return work


def _news(states: Sequence[OutputState], failed: dict[str, str]) -> dict[str, str]:
    known = {state.output.path: state.error for state in states if state.error}
    return {path: error for path, error in failed.items() if known.get(path) != error}


def _remove(release: Release, manifest: Manifest) -> list[str]:
    writer = _writer(release, durable=True)
    removed = []
    for state in links_first(manifest.outputs(GONE)):
        writer.remove(state.output.path, known=state.digest)
        with manifest.transaction():
            manifest.remove(state.output.path)
        removed.append(state.output.path)
    return removed


def _writer(release: Release, *, durable: bool) -> Writer:
    objects = Objects(release.root.parent / FOLDER)
    return Writer(release.root, durable=durable, objects=objects)
