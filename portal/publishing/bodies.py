"""What an output consists of: bytes, or for lists of every matter a file on disk."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import Final, Self, TypeAlias

PIECE: Final = 1 << 18
_IN_MEMORY: Final = 1 << 20


class Spool:
    """A body that memory need not hold: on disk from a megabyte on."""

    def __init__(self) -> None:
        self.file = _new_file()

    @classmethod
    def of(cls, pieces: Iterable[bytes]) -> Self:
        """Return a body of pieces, taken one by one."""
        spool = cls()
        # `writelines` would look at the size only after the last piece.
        for piece in pieces:
            spool.file.write(piece)
        return spool

    def __len__(self) -> int:
        return self.file.seek(0, io.SEEK_END)

    def pieces(self) -> Iterator[bytes]:
        """Yield the body from its start, in pieces of the same size but the last."""
        self.file.seek(0)
        while piece := self.file.read(PIECE):
            yield piece


def _new_file() -> SpooledTemporaryFile[bytes]:
    return SpooledTemporaryFile(max_size=_IN_MEMORY)


Body: TypeAlias = bytes | Spool


def pieces_of(body: Body) -> Iterator[bytes]:
    """Yield a body piece by piece; bytes are one."""
    if isinstance(body, bytes):
        yield body
    else:
        yield from body.pieces()


def bytes_of(body: Body) -> bytes:
    """Return the whole of a body."""
    return body if isinstance(body, bytes) else b"".join(body.pieces())


def digest_of(body: Body) -> str:
    """Return the SHA-256 of a body, as hexadecimal digits."""
    digest = hashlib.sha256()
    for piece in pieces_of(body):
        digest.update(piece)
    return digest.hexdigest()
