"""Files kept under the SHA-256 of their bytes: written first, linked afterwards.

A file is written to a temporary name in the same folder, synced, and renamed, so that
a name in the store always means whole bytes. Storing equal bytes twice costs one file.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

from portal.audit.errors import BlobDamaged, BlobMissing

_CHUNK_BYTES: Final = 1024 * 1024
_DIGEST: Final = re.compile(r"[0-9a-f]{64}\Z")
_FOLDER_SIGNS: Final = 2


def store(content: bytes | BinaryIO) -> str:
    """Store bytes, or all that a binary file yields, and return their SHA-256 in hex."""
    root = _root()
    root.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=root, prefix="incoming-")
    temporary = Path(name)
    try:
        digest = _write(handle, content)
        target = blob_path(digest)
        if not (target.exists() and verify(digest)):
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary.chmod(0o440)
            temporary.replace(target)
            _sync_folder(target.parent)
            _sync_folder(root)
    finally:
        temporary.unlink(missing_ok=True)
    return digest


def open_blob(digest: str) -> BinaryIO:
    """Open a stored file for reading; the caller closes it.

    Raises:
        BlobMissing: no file is stored under this digest.
    """
    try:
        return blob_path(digest).open("rb")
    except FileNotFoundError as err:
        raise _missing(digest) from err


def read_blob(digest: str) -> bytes:
    """Return the bytes of a stored file after checking them.

    Raises:
        BlobMissing: no file is stored under this digest.
        BlobDamaged: the bytes no longer have this digest.
    """
    with open_blob(digest) as blob:
        content = blob.read()
    if hashlib.sha256(content).hexdigest() != digest:
        raise BlobDamaged(
            f"File '{digest}' in the store has other bytes than its name says; "
            f"expected the same SHA-256. Restore it from a backup."
        )
    return content


def verify(digest: str) -> bool:
    """Say whether a file is stored under this digest and still has it."""
    try:
        with open_blob(digest) as blob:
            actual = hashlib.sha256()
            for chunk in _chunks(blob):
                actual.update(chunk)
    except BlobMissing:
        return False
    return actual.hexdigest() == digest


def blob_path(digest: str) -> Path:
    """Return where a digest's file is kept.

    Raises:
        BlobMissing: the text is no SHA-256 in lower-case hex.
    """
    if not _DIGEST.match(digest):
        raise _missing(digest)
    return _root() / digest[:_FOLDER_SIGNS] / digest


def _root() -> Path:
    return Path(settings.BLOBS_DIR)


def _missing(digest: str) -> BlobMissing:
    return BlobMissing(
        f"File '{digest}' is not in the store; expected it under '{_root().name}'. "
        f"Restore it from a backup."
    )


def _write(handle: int, content: bytes | BinaryIO) -> str:
    digest = hashlib.sha256()
    with os.fdopen(handle, "wb") as temporary:
        for chunk in [content] if isinstance(content, bytes) else _chunks(content):
            digest.update(chunk)
            temporary.write(chunk)
        temporary.flush()
        os.fsync(temporary.fileno())
    return digest.hexdigest()


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK_BYTES):
        yield chunk


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
