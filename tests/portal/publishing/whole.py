"""Look at a folder of releases as a reader and as an auditor do."""

from __future__ import annotations

import gzip
import hashlib
import sqlite3
from pathlib import Path

import brotli

from portal.publishing.history.ledger import Ledger
from portal.publishing.links import local_links

SIBLINGS = {".gz": gzip.decompress, ".br": brotli.decompress}


def tree_of(root: Path) -> dict[str, bytes]:
    """Return all files below a folder with their bytes."""
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in sorted(root.rglob("*"))
        if file.is_file()
    }


def faults_of(releases: Path) -> list[str]:
    """Return what a reader of the current release could not use."""
    tree = tree_of(releases / "current")
    faults = []
    for path, body in tree.items():
        if path.endswith(".html"):
            if not body.rstrip().endswith(b"</html>"):
                faults.append(f"'{path}' is not whole")
            faults += _dead_links(path, body, tree)
        unpack = SIBLINGS.get(Path(path).suffix)
        if unpack is not None:
            try:
                plain = unpack(body)
            except (OSError, EOFError, brotli.error):
                plain = b""
            # It may be newer than the file itself, but it is whole.
            page = Path(path).stem.endswith(".html")
            if not plain or (page and not plain.rstrip().endswith(b"</html>")):
                faults.append(f"'{path}' does not unpack")
    name = (releases / "current").readlink().name
    manifest = sqlite3.connect(releases / f"{name}.sqlite3")
    ready = manifest.execute("SELECT path FROM outputs WHERE state = 'ready'")
    faults += [f"'{path}' is missing" for (path,) in ready if path not in tree]
    manifest.close()
    return faults


def ledger_faults(releases: Path) -> list[str]:
    """Return in what the ledger and the current release differ."""
    tree = tree_of(releases / "current")
    live = {
        path: hashlib.sha256(body).hexdigest()
        for path, body in tree.items()
        if Path(path).suffix not in SIBLINGS
    }
    with Ledger.open(releases) as ledger:
        noted = ledger.open_files()
    paths = [p for p in sorted({*live, *noted}) if live.get(p) != noted.get(p)]
    return [f"ledger and disk differ in {paths[:5]}"] if paths else []


def _dead_links(path: str, body: bytes, tree: dict[str, bytes]) -> list[str]:
    found = []
    for link in local_links(path, body):
        address = link.partition("#")[0].partition("?")[0]
        if not address.startswith(("/guides/", "/departments/", "/topics/")):
            continue
        target = address.strip("/")
        if target not in tree and f"{target}/index.html" not in tree:
            found.append(f"'{path}' links to '{address}', which is not there")
    return found
