from __future__ import annotations

import gzip
import hashlib
import random
import tracemalloc
from pathlib import Path

import brotli

from portal.publishing.bodies import PIECE, Spool, bytes_of, digest_of
from portal.publishing.packing import compressed
from portal.publishing.writers import SCRATCH, Content, Writer

TEXT = "".join(
    f'{{"code":"m{number:06d}","name":"事项{number * 7919 % 1000}"}}\n'
    for number in range(60_000)
).encode()


def pieces(body: bytes) -> list[bytes]:
    source = random.Random(1)
    found, start = [], 0
    while start < len(body):
        size = source.randrange(1, 200_000)
        found.append(body[start : start + size])
        start += size
    return found


def test_spool_gives_back_what_was_put_in_as_often_as_asked() -> None:
    spool = Spool.of(pieces(TEXT))

    assert len(TEXT) > 2 * PIECE
    assert len(spool) == len(TEXT)
    assert bytes_of(spool) == bytes_of(spool) == TEXT
    assert digest_of(spool) == hashlib.sha256(TEXT).hexdigest()
    assert {len(piece) for piece in list(spool.pieces())[:-1]} == {PIECE}


def test_empty_spool_has_no_bytes() -> None:
    assert bytes_of(Spool.of([])) == b""
    assert len(Spool()) == 0


def test_spool_never_has_all_its_pieces_in_memory() -> None:
    amount = 32
    tracemalloc.start()
    try:
        spool = Spool.of(bytes(PIECE) for _ in range(amount))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(spool) == amount * PIECE
    assert peak < len(spool) / 2


def test_compressed_spools_unpack_to_the_body_whatever_the_pieces_were() -> None:
    packed = compressed("data/guides.jsonl", Spool.of(pieces(TEXT)))
    again = compressed("data/guides.jsonl", Spool.of([TEXT]))

    assert gzip.decompress(bytes_of(packed[".gz"] or b"")) == TEXT
    assert brotli.decompress(bytes_of(packed[".br"] or b"")) == TEXT
    for suffix, body in packed.items():
        assert bytes_of(body or b"") == bytes_of(again[suffix] or b"")


def test_spool_is_written_with_its_siblings(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / SCRATCH).mkdir()
    writer = Writer(root, durable=False)

    written = writer.write("data/guides.jsonl", Content(Spool.of(pieces(TEXT))))

    assert (root / "data/guides.jsonl").read_bytes() == TEXT
    assert written.digest == hashlib.sha256(TEXT).hexdigest()
    assert written.size == len(TEXT)
    files = list(root.rglob("guides.jsonl*"))
    assert len(files) == 3
    assert written.stored == sum(file.stat().st_size for file in files)
    again = writer.write(
        "data/guides.jsonl", Content(Spool.of([TEXT])), known=written.digest
    )
    assert not again.changed
