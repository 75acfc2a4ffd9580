"""Where releases are on disk, which one is current, and who may write.

RELEASES_DIR/
    current -> r000002          the served tree; switching is one rename
    r000002/                    pages, data, assets
    r000002.sqlite3             its manifest
    history.sqlite3             the ledger: what was public from when to when
    objects/                    files of before, under their digests
    number                      of the release that readers see
    .scratch/                   half-written files
    .lock                       held by the one builder
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from portal.publishing.errors import DiskFull, NoRelease, ReleaseBusy
from portal.publishing.manifest import Manifest
from portal.publishing.space import telling_of_a_full_disk
from portal.publishing.writers import SCRATCH, sync_folder

CURRENT: Final = "current"
NUMBER: Final = "number"
# What an answer belongs to; pages, data and queries of one release carry the same.
NUMBER_FIELD: Final = "Portal-Release"
KEPT_RELEASES: Final = 2
_NAME: Final = re.compile(r"r(\d{6})")
_LOCK_POLL_SECONDS: Final = 0.1
_SIDE_FILES: Final = ("-wal", "-shm", "")


@dataclass(frozen=True, slots=True)
class Release:
    """A release: its tree and, beside it, its manifest."""

    root: Path

    @property
    def name(self) -> str:
        return self.root.name

    @property
    def manifest_path(self) -> Path:
        return self.root.with_name(f"{self.root.name}.sqlite3")

    def open_manifest(self) -> Manifest:
        """Open the manifest.

        Raises:
            ManifestCorrupt: it cannot be read.
        """
        return Manifest.open(self.manifest_path)


class Releases:
    """The folder of releases."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.scratch = folder / SCRATCH

    @classmethod
    def configured(cls) -> Releases:
        """Return the folder that the settings name."""
        return cls(Path(settings.RELEASES_DIR))

    def current(self) -> Release | None:
        """Return the release that is served, or None."""
        try:
            target = (self.folder / CURRENT).readlink()
        except OSError:
            return None
        release = Release(self.folder / target.name)
        return release if release.root.is_dir() else None

    def require_current(self) -> Release:
        """Return the release that is served.

        Raises:
            NoRelease: nothing has been built yet.
        """
        release = self.current()
        if release is None:
            raise NoRelease(
                f"There is no current release in '{self.folder}'; expected a link "
                f"'{CURRENT}'. Build one with: manage.py build_site"
            )
        return release

    def new(self) -> Release:
        """Return a fresh release with an empty folder; hold the lock."""
        release = self.next()
        release.root.mkdir(parents=True)
        return release

    def next(self) -> Release:
        """Return the release that comes after all others, without making its folder."""
        numbers = [number for number, _ in self._numbered()]
        return Release(self.folder / f"r{max(numbers, default=0) + 1:06d}")

    def switch(self, release: Release) -> None:
        """Serve this release from now on: one rename, never half."""
        link = self.scratch / CURRENT
        self.scratch.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(Path(release.name))
        link.replace(self.folder / CURRENT)
        sync_folder(self.folder)

    def roots(self) -> list[Path]:
        """Return the trees that are there, the newest first, but for staged ones."""
        return [release.root for _, release in reversed(self._numbered())]

    def write_number(self, number: int) -> None:
        """Tell servers which release readers see; hold the lock."""
        self.scratch.mkdir(parents=True, exist_ok=True)
        told = self.scratch / NUMBER
        told.write_text(f"{number}\n", "ascii")
        told.replace(self.folder / NUMBER)

    def prune(self, *, keep: int = KEPT_RELEASES) -> list[str]:
        """Remove old releases and builds that never ended; return their names."""
        current = self.current()
        finished = [
            (number, release)
            for number, release in self._numbered()
            if current is None or release.root != current.root
        ]
        older = [
            (number, release)
            for number, release in finished
            if current is not None and release.name < current.name
        ]
        kept = {release.name for _, release in older[len(older) - (keep - 1) :]}
        removed = []
        for _, release in finished:
            if release.name not in kept:
                self.discard(release)
                removed.append(release.name)
        return removed

    def discard(self, release: Release) -> None:
        """Remove a release with its manifest."""
        shutil.rmtree(release.root, ignore_errors=True)
        discard_manifest(release.manifest_path)

    def clear_scratch(self) -> None:
        """Remove what a killed builder left half-written; hold the lock."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def lock(
        self,
        *,
        timeout_seconds: float = 600,
        beat: Callable[[], None] = lambda: None,
    ) -> Iterator[None]:
        """Be the only builder; the system frees the lock of a killed one.

        `beat` is called while waiting.

        Raises:
            ReleaseBusy: another builder did not end in time.
            DiskFull: what is done under the lock finds no space.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(descriptor, self.folder, timeout_seconds, beat)
            self.clear_scratch()
            with telling_of_a_full_disk(self.folder):
                yield
        except DiskFull:
            # Half-written files take space that others could use.
            self.clear_scratch()
            raise
        finally:
            os.close(descriptor)

    def _numbered(self) -> list[tuple[int, Release]]:
        if not self.folder.is_dir():
            return []
        found = []
        for entry in sorted(self.folder.iterdir()):
            match = _NAME.fullmatch(entry.name)
            if match and entry.is_dir():
                found.append((int(match.group(1)), Release(entry)))
        return found


class LiveNumber:
    """The number of the release that readers see, read again only when it changed."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / NUMBER
        self._known = (-1, "")

    def text(self) -> str:
        """Return the number, "" before the first release."""
        try:
            changed = self._file.stat().st_mtime_ns
            if changed != self._known[0]:
                self._known = changed, self._file.read_text("ascii").strip()
        except OSError:
            return ""
        return self._known[1]


def discard_manifest(path: Path) -> None:
    """Remove a manifest with the files that SQLite keeps beside it."""
    for suffix in _SIDE_FILES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _lock(
    descriptor: int, folder: Path, timeout_seconds: float, beat: Callable[[], None]
) -> None:
    end = time.monotonic() + timeout_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                raise ReleaseBusy(
                    f"Another builder has held '{folder}' for {timeout_seconds:g} "
                    f"seconds; expected it to end. Try again when it is done."
                ) from None
            beat()
            time.sleep(_LOCK_POLL_SECONDS)
        else:
            return
