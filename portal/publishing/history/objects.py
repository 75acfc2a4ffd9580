"""Keep files that were replaced, under the digest of what they hold.

A file of a release is never written into, so a hard link to it keeps its bytes. Where it
has a packed sibling only that one is kept: it unpacks to the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

import brotli

FOLDER: Final = "objects"
# The best packed one first; "" is the file itself.
_UNPACK: Final[dict[str, Callable[[bytes], bytes]]] = {
    ".br": brotli.decompress,
    ".gz": gzip.decompress,
    "": bytes,
}


class Objects:
    """The folder of kept files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, file: Path, digest: str) -> None:
        """Keep a file that is about to be replaced or removed.

        Bytes that are kept already stay as they are, and a file that is not there is
        no error: a builder that was killed may have removed it.
        """
        found = ((file.with_name(file.name + suffix), suffix) for suffix in _UNPACK)
        source, suffix = next((each for each in found if each[0].is_file()), (file, ""))
        target = self._place(digest, suffix)
        if target.exists() or not source.is_file():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target)
        except FileExistsError:
            return
        except OSError:
            # A file system without hard links.
            temporary = target.with_name(f"{target.name}.{os.getpid()}")
            shutil.copyfile(source, temporary)
            temporary.replace(target)

    def read(self, digest: str) -> bytes | None:
        """Return the bytes with this digest, None when they are not kept whole."""
        for suffix, unpack in _UNPACK.items():
            try:
                body = unpack(self._place(digest, suffix).read_bytes())
            except (OSError, EOFError, zlib.error, brotli.error):
                continue
            if hashlib.sha256(body).hexdigest() == digest:
                return body
        return None

    def _place(self, digest: str, suffix: str) -> Path:
        return self.folder / digest[:2] / f"{digest}{suffix}"
