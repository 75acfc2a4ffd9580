from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from portal.audit import blobs
from portal.audit.errors import BlobDamaged, BlobMissing

CONTENT = b"%PDF-1.7 tea"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.mark.parametrize(
    "source", [CONTENT, io.BytesIO(CONTENT)], ids=["bytes", "file"]
)
def test_stored_bytes_are_found_under_their_digest(source: bytes | io.BytesIO) -> None:
    assert blobs.store(source) == DIGEST
    assert blobs.verify(DIGEST)
    assert blobs.read_blob(DIGEST) == CONTENT
    with blobs.open_blob(DIGEST) as blob:
        assert blob.read() == CONTENT


def test_large_file_is_stored_in_pieces() -> None:
    content = b"0123456789" * 300_000
    assert blobs.read_blob(blobs.store(io.BytesIO(content))) == content


def test_storing_twice_keeps_one_file(own_store: Path) -> None:
    blobs.store(CONTENT)
    blobs.store(CONTENT)
    files = [path for path in own_store.rglob("*") if path.is_file()]
    assert files == [own_store / DIGEST[:2] / DIGEST]
    assert not files[0].stat().st_mode & 0o222


def test_damaged_file_is_noticed_and_healed_by_storing_again() -> None:
    blobs.store(CONTENT)
    path = blobs.blob_path(DIGEST)
    path.chmod(0o640)
    path.write_bytes(CONTENT[:-1] + b"X")
    assert not blobs.verify(DIGEST)
    with pytest.raises(BlobDamaged):
        blobs.read_blob(DIGEST)
    blobs.store(CONTENT)
    assert blobs.verify(DIGEST)


def test_missing_file_is_named_without_its_folder(own_store: Path) -> None:
    assert not blobs.verify(DIGEST)
    with pytest.raises(BlobMissing) as missing:
        blobs.open_blob(DIGEST)
    assert DIGEST in str(missing.value)
    assert str(own_store) not in str(missing.value)


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", DIGEST.upper(), DIGEST + "\n"]
)
def test_name_that_is_no_digest_is_never_a_path(name: str) -> None:
    assert not blobs.verify(name)
    with pytest.raises(BlobMissing):
        blobs.blob_path(name)


class _Broken(io.BytesIO):
    def read(self, _size: int | None = -1) -> bytes:
        raise OSError("the line is down")


def test_broken_upload_leaves_nothing(own_store: Path) -> None:
    with pytest.raises(OSError, match="line is down"):
        blobs.store(_Broken())
    assert list(own_store.iterdir()) == []
