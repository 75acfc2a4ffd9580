"""Say in words what a full disk means and what to do."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from portal.publishing.errors import DiskFull

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def telling_of_a_full_disk(folder: Path) -> Iterator[None]:
    """Turn the errors of a disk without space into one that says what to do.

    Raises:
        DiskFull: something could not be written for want of space.
    """
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        if not is_full(error):
            raise
        raise DiskFull(
            f"There is no space left for '{folder}' ({error}); expected room for the "
            f"new files. Readers are still served what was there. Free space on this "
            f"disk, then try again: a worker does so by itself, a command has to be "
            f"given again."
        ) from error


def is_full(error: Exception) -> bool:
    """Tell whether an error says that a disk, or a user's share of it, is full."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    if isinstance(error, shutil.Error):
        # What copying a tree met, file by file, in words.
        return any(f"[Errno {code}]" in str(error) for code in _FULL)
    return isinstance(error, OSError) and error.errno in _FULL
