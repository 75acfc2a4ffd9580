"""Compare a manifest with what is on disk."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import brotli

from portal.publishing.manifest import READY, Manifest
from portal.publishing.packing import SIBLINGS


def damaged_outputs(root: Path, manifest: Manifest) -> list[str]:
    """Return what is missing or has other bytes than the manifest says."""
    damaged = []
    for state in manifest.outputs(READY):
        path = state.output.path
        try:
            body = (root / path).read_bytes()
        except OSError:
            damaged.append(f"'{path}' is missing")
            continue
        if hashlib.sha256(body).hexdigest() != state.digest:
            damaged.append(f"'{path}' has other content than was written")
    return damaged


def damaged_siblings(root: Path, manifest: Manifest) -> list[str]:
    """Return compressed siblings that do not unpack to their file."""
    damaged = []
    for state in manifest.outputs(READY):
        path = state.output.path
        for suffix, unpack in ((".gz", gzip.decompress), (".br", brotli.decompress)):
            sibling = root / f"{path}{suffix}"
            if not sibling.is_file():
                continue
            try:
                body = unpack(sibling.read_bytes())
            except (OSError, EOFError, brotli.error):
                body = b""
            if hashlib.sha256(body).hexdigest() != state.digest:
                damaged.append(f"'{path}{suffix}' does not unpack to '{path}'")
    return damaged


def unknown_files(root: Path, manifest: Manifest) -> list[str]:
    """Return files of the tree that no output accounts for."""
    known = manifest.paths()
    unknown = []
    for file in sorted(root.rglob("*")):
        if not file.is_file():
            continue
        path = file.relative_to(root).as_posix()
        base = path[:-3] if path.endswith(SIBLINGS) else path
        if path not in known and base not in known:
            unknown.append(f"'{path}' is not in the manifest")
    return unknown
