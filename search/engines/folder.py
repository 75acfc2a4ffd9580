"""The folder of the embedded index: one writer, and a pointer to the index in use."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.errors import IndexMissing
from search.locks import file_lock
from search.sources import source_path
from search.tokens.words import DOMAIN_WORDS_FILE

REBUILD_HINT = "Build it with: python manage.py rebuild_index"
_POINTER = "current"
_LOCK = "write.lock"
_STAMP = "stamp.json"
_PREFIX = "index-"
# Raise it whenever fields or tokens change: an index of another layout is refused.
LAYOUT = 3


def layout_stamp() -> dict[str, str | int]:
    """Return what an index must have been made with to be usable."""
    dictionary = source_path(DOMAIN_WORDS_FILE).read_bytes()
    return {
        "layout": LAYOUT,
        "dictionary": hashlib.sha256(dictionary).hexdigest()[:16],
    }


class IndexFolder:
    """Index generations side by side below one folder; a pointer file names one."""

    def __init__(self, root: Path, *, lock_seconds: float = 60.0) -> None:
        self.root = root
        self._lock_seconds = lock_seconds
        self._stamp = layout_stamp()

    def current(self) -> Path:
        """Return the folder of the index in use.

        Raises:
            IndexMissing: none was built, or it was built with other rules for tokens.
        """
        try:
            name = (self.root / _POINTER).read_text(encoding="ascii").strip()
            folder = self.root / name
            stamp = json.loads((folder / _STAMP).read_text(encoding="ascii"))
        except (OSError, ValueError) as err:
            raise IndexMissing(
                f"There is no usable search index in '{self.root}' ({err}). "
                f"{REBUILD_HINT}"
            ) from err
        if stamp != self._stamp:
            raise IndexMissing(
                f"The search index in '{folder}' has the layout {stamp}; this version "
                f"expects {self._stamp}. {REBUILD_HINT}"
            )
        return folder

    def new(self) -> Path:
        """Return a new empty folder for an index that is not in use yet."""
        folder = self.root / f"{_PREFIX}{time.time_ns()}-{uuid.uuid4().hex[:8]}"
        folder.mkdir(parents=True)
        stamp = json.dumps(self._stamp, sort_keys=True)
        (folder / _STAMP).write_text(stamp, encoding="ascii")
        return folder

    def switch_to(self, folder: Path) -> None:
        """Put an index into use at once, for every process, and clear away old ones."""
        before = self._pointed()
        partial = self.root / f"{_POINTER}.{uuid.uuid4().hex[:8]}"
        with partial.open("w", encoding="ascii") as pointer:
            pointer.write(folder.name)
            pointer.flush()
            os.fsync(pointer.fileno())
        partial.replace(self.root / _POINTER)
        # The index before stays for one generation: a reader may be opening it now.
        for other in self.root.glob(f"{_PREFIX}*"):
            if other.name not in {folder.name, before}:
                shutil.rmtree(other, ignore_errors=True)

    def discard(self, folder: Path) -> None:
        """Remove an index that never came into use."""
        shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the one writer's lock of this folder, across processes.

        Raises:
            SearchUnavailable: another writer held it for too long.
        """
        with file_lock(self.root / _LOCK, seconds=self._lock_seconds):
            yield

    def _pointed(self) -> str:
        try:
            return (self.root / _POINTER).read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            return ""
