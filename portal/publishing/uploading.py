"""Bring an object store to the state of a release, for a CDN that serves from there.

The order lets a reader never meet a link that leads nowhere: assets and attachments,
then pages, then whole lists, then removals. What the last upload left is written down
beside the files, so that only changes are sent. An asset that no page names any more is
kept until the next upload, since pages in caches may still ask for it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Protocol

from whitenoise.media_types import MediaTypes

from portal.publishing.manifest import FAILED, READY
from portal.publishing.packing import COMPRESSED_SUFFIXES
from portal.publishing.releases import Release
from portal.publishing.serving import cache_control

STATE_KEY: Final = ".portal-upload.json"
_ASSETS: Final = "assets/"
_FIRST: Final = ((_ASSETS, "files/"), ("guides/",))
_THREADS: Final = 8
_GZIP_LEVEL: Final = 9
_TEXT: Final = "text/"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredObject:
    """One object with the headers that the store sends with it."""

    key: str
    body: bytes
    content_type: str
    cache_control: str
    content_encoding: str = ""


class Bucket(Protocol):
    """Where objects are put; keys are those of outputs, e.g. guides/food/index.html."""

    def put(self, stored: StoredObject) -> None:
        """Write an object."""

    def get(self, key: str) -> bytes | None:
        """Return an object's body, or None."""

    def remove(self, key: str) -> None:
        """Remove an object; one that is not there is no error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadReport:
    """What an upload did, by paths in the order of doing it."""

    uploaded: list[str]
    removed: list[str]
    kept: int
    bytes: int


@dataclass(slots=True)
class _State:
    """What is known of the bucket.

    `tags` tells what each path holds, `retired` which assets go with the next upload,
    `untold` which paths changed without anybody having been told yet.
    """

    tags: dict[str, str] = field(default_factory=dict)
    retired: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)


def upload(
    release: Release,
    bucket: Bucket,
    *,
    packed: bool = False,
    announce: Callable[[list[str]], object] = lambda _paths: None,
    beat: Callable[[int], None] = lambda _done: None,
) -> UploadReport:
    """Send what differs from the last upload, then remove what is gone.

    `packed` stores text with gzip and says so (`Content-Encoding`): right where every
    client or the CDN unpacks. Else bodies are stored as they are, for a CDN that
    compresses by itself. `announce` gets the paths that changed when all is done; where
    it fails they come again with the next upload. `beat` is called with the number of
    objects sent.
    """
    state = _read_state(bucket)
    wanted = _wanted(release, packed)
    changed = [path for path, tag in wanted.items() if state.tags.get(path) != tag]
    uploaded: list[str] = []
    size = 0
    for path, tag, sent in _send(release.root, bucket, changed, packed):
        state.tags[path] = tag
        uploaded.append(path)
        size += sent
        beat(len(uploaded))
    gone = sorted(set(state.tags) - set(wanted))
    retired = [path for path in gone if path.startswith(_ASSETS)]
    waited = set(state.retired)
    removed = [path for path in gone if path not in retired or path in waited]
    state.untold = sorted({*state.untold, *uploaded, *removed})
    # Written down first: a cut after this leaves what the next upload removes and tells.
    _write_state(bucket, state)
    for path in removed:
        bucket.remove(path)
        del state.tags[path]
    state.retired = [path for path in retired if path not in waited]
    _write_state(bucket, state)
    if state.untold:
        announce(state.untold)
        state.untold = []
        _write_state(bucket, state)
    kept = len(wanted) - len(uploaded)
    return UploadReport(uploaded=uploaded, removed=removed, kept=kept, bytes=size)


def _wanted(release: Release, packed: bool) -> dict[str, str]:
    """Return path -> tag of what has to be there."""
    with release.open_manifest() as manifest:
        states = manifest.outputs(READY, FAILED)
    # What failed is there as its last good copy, or not at all.
    found = {each.output.path: each.digest for each in states if each.digest}
    return {path: _tag(path, digest, packed) for path, digest in found.items()}


def _send(
    root: Path, bucket: Bucket, paths: Iterable[str], packed: bool
) -> Iterator[tuple[str, str, int]]:
    """Put objects, each rank after all of the one before; yield path, tag, bytes."""

    def send(path: str) -> tuple[str, str, int] | None:
        body = _body(root, path)
        if body is None:
            return None
        stored = _object(path, body, packed)
        bucket.put(stored)
        # A publish may have replaced the file since the manifest was read.
        digest = hashlib.sha256(body).hexdigest()
        return path, _tag(path, digest, packed), len(stored.body)

    with ThreadPoolExecutor(_THREADS) as pool:
        for _, same in groupby(sorted(paths, key=_rank_and_path), key=_rank):
            yield from filter(None, pool.map(send, list(same)))


def _rank(path: str) -> int:
    """Return when a path is sent: what pages name, pages of matters, lists of them."""
    for rank, folders in enumerate(_FIRST):
        if path.startswith(folders):
            return rank
    return len(_FIRST)


def _rank_and_path(path: str) -> tuple[int, str]:
    return _rank(path), path


def _tag(path: str, digest: str, packed: bool) -> str:
    """Return what tells whether an object has to be sent again: body and headers."""
    return " ".join((digest, _type(path), cache_control(f"/{path}"), str(int(packed))))


def _body(root: Path, path: str) -> bytes | None:
    try:
        return (root / path).read_bytes()
    except OSError:
        # Withdrawn while the upload was under way: the next one takes it out.
        return None


def _object(path: str, body: bytes, packed: bool) -> StoredObject:
    gzipped = packed and Path(path).suffix in COMPRESSED_SUFFIXES
    return StoredObject(
        key=path,
        body=gzip.compress(body, _GZIP_LEVEL, mtime=0) if gzipped else body,
        content_type=_type(path),
        cache_control=cache_control(f"/{path}"),
        content_encoding="gzip" if gzipped else "",
    )


def _type(path: str) -> str:
    kind = MediaTypes().get_type(path)
    return f"{kind}; charset=utf-8" if kind.startswith(_TEXT) else kind


def _read_state(bucket: Bucket) -> _State:
    body = bucket.get(STATE_KEY)
    try:
        told: Mapping[str, Any] = json.loads(body) if body else {}
    except ValueError:
        # Everything is sent again; nothing is removed that is not known.
        told = {}
    return _State(
        tags=dict(told.get("tags", {})),
        retired=list(told.get("retired", ())),
        untold=list(told.get("untold", ())),
    )


def _write_state(bucket: Bucket, state: _State) -> None:
    body = json.dumps(asdict(state), sort_keys=True, ensure_ascii=False).encode()
    bucket.put(
        StoredObject(
            key=STATE_KEY,
            body=body,
            content_type="application/json",
            cache_control="no-store",
        )
    )
