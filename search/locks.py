"""A lock between processes, by a file."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.errors import SearchUnavailable

_PAUSE_SECONDS = 0.02


@contextmanager
def file_lock(path: Path, *, seconds: float) -> Iterator[None]:
    """Hold the lock of a file; a process that dies gives it back.

    Raises:
        SearchUnavailable: another process held it for longer than `seconds`, or the
            file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        opened = path.open("w")
    except OSError as err:
        raise SearchUnavailable(
            f"The lock '{path}' of the search index cannot be written ({err}); expected "
            f"a writable folder with free space. Mend it and repeat."
        ) from err
    deadline = time.monotonic() + seconds
    with opened as lock:
        while not _taken(lock.fileno()):
            if time.monotonic() >= deadline:
                raise SearchUnavailable(
                    f"Another process has been writing the search index for more than "
                    f"{seconds:g} seconds (lock '{path}'); try again when it has ended."
                )
            time.sleep(_PAUSE_SECONDS)
        yield


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
