"""Compress outputs, each once, so that a server never has to."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

import brotli

from portal.publishing.bodies import Body, Spool, pieces_of
from portal.theming.variants.registry import standard_path

COMPRESSED_SUFFIXES: Final = frozenset(
    {
        ".html", ".json", ".xml", ".txt", ".css", ".js", ".svg", ".webmanifest", ".csv",
        ".jsonl", ".jsonld",
    }
)  # fmt: skip
SIBLINGS: Final = (".gz", ".br")
_SMALLEST_COMPRESSED: Final = 300
# Below this size with gzip, brotli saves less than half a network packet: one sibling
# is enough, which makes the export a tenth smaller.
_SMALLEST_BROTLI: Final = 6_000
# Level 5 takes a sixtieth of the time of level 11 for a tenth more bytes.
_BROTLI_QUALITY: Final = 5
_BROTLI_QUALITY_ASSETS: Final = 11
_GZIP_LEVEL: Final = 6
# Asks zlib for the frame of gzip. Source: zlib.h, deflateInit2.
_GZIP_FRAME: Final = 16 + zlib.MAX_WBITS
_OWN_LIST: Final = "/list/"
_DATA_BESIDE: Final = "/index.json"


def compressed(path: str, body: Body) -> dict[str, Body | None]:
    """Return the siblings of a file by suffix, None where packing does not help."""
    suffix = PurePosixPath(path).suffix
    if suffix not in COMPRESSED_SUFFIXES or len(body) < _SMALLEST_COMPRESSED:
        return dict.fromkeys(SIBLINGS)
    gzipped = _packed(body, _gzip_pieces(body))
    packed = {".gz": gzipped}
    asset = path.startswith("assets/")
    worth = len(gzipped) >= _SMALLEST_BROTLI and not _is_one_of_many(path)
    if asset or worth:
        quality = _BROTLI_QUALITY_ASSETS if asset else _BROTLI_QUALITY
        packed[".br"] = _packed(body, _brotli_pieces(body, quality))
    smaller = {name: data for name, data in packed.items() if len(data) < len(body)}
    return {name: smaller.get(name) for name in SIBLINGS}


def _is_one_of_many(path: str) -> bool:
    """Tell whether a file is a page in another look or cut down to answers, or its data.

    Every client takes gzip: there one sibling is enough, and the export stays small.
    """
    copied = standard_path(path) != path
    return copied or _OWN_LIST in path or path.endswith(_DATA_BESIDE)


def _packed(body: Body, pieces: Iterable[bytes]) -> Body:
    """Return the pieces of a packed body in the form that the body has."""
    return b"".join(pieces) if isinstance(body, bytes) else Spool.of(pieces)


def _gzip_pieces(body: Body) -> Iterator[bytes]:
    # The frame that zlib writes has no time in it.
    packer = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_FRAME)
    for piece in pieces_of(body):
        yield packer.compress(piece)
    yield packer.flush()


def _brotli_pieces(body: Body, quality: int) -> Iterator[bytes]:
    packer = brotli.Compressor(quality=quality, mode=brotli.MODE_TEXT)
    for piece in pieces_of(body):
        yield packer.process(piece)
    yield packer.finish()
