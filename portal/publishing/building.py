"""Build a whole release into a new folder, check it, and switch to it at once."""

from __future__ import annotations

import logging
import os
import re
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from portal.publishing.contents import Source, difference, fill
from portal.publishing.errors import BuildFailed, ManifestCorrupt
from portal.publishing.history.recording import BUILD, recording
from portal.publishing.history.source import wanted_source
from portal.publishing.indexing import live_source
from portal.publishing.links import broken_links
from portal.publishing.manifest import DIRTY, FAILED, READY, Manifest
from portal.publishing.packing import SIBLINGS
from portal.publishing.plan import all_outputs
from portal.publishing.releases import Release, Releases
from portal.publishing.store import Store
from portal.publishing.verifying import damaged_outputs
from portal.publishing.working import (
    Workshop,
    core_count,
    do_all,
    no_beat,
    outputs_first,
)
from portal.publishing.writers import SCRATCH, Writer

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
_MOST_FAILED_SHARE: Final = 0.05
_OWN_LIST: Final = re.compile(r"^(guides/[^/]+/list/).*")
_PAGE: Final = ".html"
_SHOWN_ERRORS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did.

    `pages` counts HTML pages, `files` all files on disk with their compressed
    siblings, `bytes` their sizes. `failed` maps an output to its error,
    `broken_links` an address to a page that names it. `number` is that of the release
    that is live now, 0 where none is noted.
    """

    release: str
    changed: bool
    number: int = 0
    pages: int
    files: int
    bytes: int
    seconds: float
    peak_worker_mib: int
    failed: dict[str, str] = field(default_factory=dict)
    broken_links: dict[str, str] = field(default_factory=dict)

    @property
    def pages_per_second(self) -> float:
        return self.pages / self.seconds if self.seconds else 0.0


def ensure_built(
    *, workers: int | None = None, progress: Progress | None = None
) -> BuildReport:
    """Return the current release when it is up to date, else build a new one."""
    releases = Releases.configured()
    started = time.monotonic()
    with releases.lock():
        release = releases.current()
        if release is not None and is_up_to_date(release, wanted_source()):
            return _report(release, started, changed=False)
        return _build_and_switch(releases, live_source(), workers, progress)


def build_release(
    *,
    source: Source | None = None,
    workers: int | None = None,
    beat: Callable[[], None] = no_beat,
    progress: Progress | None = None,
) -> BuildReport:
    """Build a new release of everything and switch to it.

    `beat` is called between batches, so that a worker can keep its lease.

    Raises:
        BuildFailed: too much failed; the release before stays.
    """

    def tell(done: int, total: int) -> None:
        beat()
        if progress is not None:
            progress(done, total)

    releases = Releases.configured()
    with releases.lock(beat=beat):
        return _build_and_switch(releases, source or live_source(), workers, tell)


def build_into(
    folder: Path,
    *,
    source: Source | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build everything into a folder of its own, e.g. for another web server.

    The manifest is written beside the folder. Nothing is switched.

    Raises:
        BuildFailed: the folder is not empty, or too much failed.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BuildFailed(
            f"Folder '{folder}' is not empty; expected a new or an empty one. Give "
            f"another folder, or remove this one first."
        )
    folder.mkdir(parents=True, exist_ok=True)
    release = Release(folder)
    (folder.parent / SCRATCH).mkdir(exist_ok=True)
    try:
        return _build(release, None, source or wanted_source(), workers, progress)
    finally:
        shutil.rmtree(folder.parent / SCRATCH, ignore_errors=True)


def is_up_to_date(release: Release, source: Source) -> bool:
    """Tell whether a release has all that is published and nothing is unfinished."""
    try:
        manifest = release.open_manifest()
    except ManifestCorrupt as error:
        logger.warning("release unusable name=%s error=%s", release.name, error)
        return False
    with manifest:
        unfinished = manifest.outputs(DIRTY, FAILED)
        return not unfinished and not difference(manifest, source)


def _build_and_switch(
    releases: Releases,
    source: Source,
    workers: int | None,
    progress: Progress | None,
) -> BuildReport:
    before = releases.current()
    release = releases.new()
    try:
        report = _build(release, before, source, workers, progress)
    except BaseException:
        releases.discard(release)
        raise
    os.sync()
    with recording(releases) as recorder, release.open_manifest() as manifest:
        releases.switch(release)
        number = recorder.note_everything(manifest, BUILD)
    releases.prune()
    logger.info(
        "release built name=%s pages=%d seconds=%.1f",
        report.release,
        report.pages,
        report.seconds,
    )
    return replace(report, number=number)


def _build(
    release: Release,
    before: Release | None,
    source: Source,
    workers: int | None,
    progress: Progress | None,
) -> BuildReport:
    started = time.monotonic()
    release.manifest_path.unlink(missing_ok=True)
    with Manifest.create(release.manifest_path) as manifest:
        # A build that is cut off is thrown away as a whole, so it need not be synced.
        manifest.connection.execute("PRAGMA synchronous=OFF")
        fill(manifest, source)
        store = Store(manifest)
        with manifest.transaction():
            manifest.expect(all_outputs(store))
        links, peak_mib = _render(release, store, workers or core_count(), progress)
        _keep_last_good(release, before, manifest)
        _check(release, manifest)
        manifest.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        manifest.connection.execute("PRAGMA synchronous=NORMAL")
        broken = broken_links(set(links), manifest.paths())
    return _report(
        release,
        started,
        changed=True,
        peak_mib=peak_mib,
        broken={
            address: page
            for address in broken
            for link, page in links.items()
            if link.partition("#")[0] == address
        },
    )


def _render(
    release: Release, store: Store, workers: int, progress: Progress | None
) -> tuple[dict[str, str], int]:
    states = outputs_first(store.manifest.outputs(DIRTY))
    workshop = Workshop(store, Writer(release.root, durable=False))
    links: dict[str, str] = {}
    peak_mib = 0

    def beat(done: int) -> None:
        if progress is not None:
            progress(done, len(states))

    for batch in do_all(workshop, states, workers=workers, beat=beat):
        with store.manifest.transaction():
            store.manifest.record_rendered(batch.rendered)
        for link, page in batch.links.items():
            links.setdefault(link, page)
        peak_mib = max(peak_mib, batch.peak_mib)
    return links, peak_mib


def _keep_last_good(
    release: Release, before: Release | None, manifest: Manifest
) -> None:
    """Copy what failed from the release before, so that readers still find it."""
    if before is None:
        return
    for state in manifest.outputs(FAILED):
        path = state.output.path
        if not (before.root / path).is_file():
            continue
        for suffix in ("", *SIBLINGS):
            old = before.root / f"{path}{suffix}"
            new = release.root / f"{path}{suffix}"
            if old.is_file():
                new.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(old, new)


def _check(release: Release, manifest: Manifest) -> None:
    """Refuse a release that is damaged or lacks too much."""
    if damaged := damaged_outputs(release.root, manifest):
        raise BuildFailed(
            f"Release '{release.name}' has {len(damaged)} damaged files, the first "
            f"one {damaged[0]}; expected all as rendered. Check the disk and build "
            f"again."
        )
    failed = manifest.outputs(FAILED)
    # Data and assets do not make up for pages: what people read decides.
    total = _page_count(manifest.paths())
    pages = _page_count(state.output.path for state in failed)
    missing_home = not (release.root / "index.html").is_file()
    if missing_home or pages > total * _MOST_FAILED_SHARE:
        errors = "; ".join(
            f"'{state.output.path}': {state.error.splitlines()[0]}"
            for state in failed[:_SHOWN_ERRORS]
        )
        raise BuildFailed(
            f"Release '{release.name}': {pages} of {total} pages failed; "
            f"expected the home page and at most {_MOST_FAILED_SHARE:.0%} failures. "
            f"The release before stays. First errors: {errors}"
        )


def _page_count(paths: Iterable[str]) -> int:
    """Count pages; all the lists of one guide count as one."""
    return len({_OWN_LIST.sub(r"\1", path) for path in paths if path.endswith(_PAGE)})


def _report(
    release: Release,
    started: float,
    *,
    changed: bool,
    peak_mib: int = 0,
    broken: dict[str, str] | None = None,
) -> BuildReport:
    with release.open_manifest() as manifest:
        states = manifest.outputs(READY, FAILED)
    files = [file for file in release.root.rglob("*") if file.is_file()]
    return BuildReport(
        release=release.name,
        changed=changed,
        pages=sum(state.output.path.endswith(".html") for state in states),
        files=len(files),
        bytes=sum(file.stat().st_size for file in files),
        seconds=time.monotonic() - started,
        peak_worker_mib=peak_mib,
        failed={s.output.path: s.error for s in states if s.state == FAILED},
        broken_links=broken or {},
    )
