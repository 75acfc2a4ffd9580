"""Write outputs to disk so that a reader never meets half a file.

A file is written under another name, synced and renamed. Its compressed siblings come
first, so that the file itself is the last to change. What belongs together is prepared
first and then renamed in one go, the siblings of all before the first of the files.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Final

from portal.publishing.bodies import Body, digest_of, pieces_of
from portal.publishing.errors import OutputRefused, UnsafePath
from portal.publishing.history.objects import Objects
from portal.publishing.packing import SIBLINGS, compressed

# Lines of JSON are none when there is nothing to tell.
_MAY_BE_EMPTY: Final = ".jsonl"
SCRATCH: Final = ".scratch"
_HTTP_OK: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What is on disk now: digest, size, and size with siblings, in bytes."""

    digest: str
    size: int
    stored: int
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What only has to be renamed to be seen: new files, in the order of their names.

    `dropped` are siblings that the new content has not.
    """

    written: Written
    renames: list[tuple[Path, Path]] = field(default_factory=list)
    dropped: list[Path] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Content:
    """The body of an output and the status that a server would give it."""

    body: Body
    status: int = _HTTP_OK


class Writer:
    """Writes below one root folder.

    `durable` syncs every file; a full build syncs once at its end instead. `packed` writes
    compressed siblings, too. What is replaced is kept in `objects`, where that is given.
    Half-written files are in a folder beside the root, which has to be there.
    """

    def __init__(
        self,
        root: Path,
        *,
        durable: bool,
        packed: bool = True,
        objects: Objects | None = None,
    ) -> None:
        self.root = root
        self.durable = durable
        self.packed = packed
        self.objects = objects
        self._real_root = root.resolve()
        self._scratch = root.parent / SCRATCH

    def write(self, path: str, content: Content, *, known: str = "") -> Written:
        """Write an output unless the file already has these bytes.

        Takes and raises what `prepare` does.
        """
        prepared = self.prepare(path, content, known=known)
        self.commit([prepared])
        return prepared.written

    def prepare(self, path: str, content: Content, *, known: str = "") -> Prepared:
        """Put an output beside its place, where no reader sees it yet.

        Args:
            path: Below the root, e.g. "guides/food/index.html".
            content: What to write.
            known: Digest of what is on disk by the manifest, "" when not known.

        Raises:
            OutputRefused: the status is not 200 or the body is empty.
            UnsafePath: the path leaves the root.
        """
        _check(path, content)
        target = self.target(path)
        digest = digest_of(content.body)
        if digest == known and target.is_file():
            stored = _stored_size(target)
            size = len(content.body)
            return Prepared(
                written=Written(digest=digest, size=size, stored=stored, changed=False)
            )
        self._keep(target, known)
        stored = len(content.body)
        renames, dropped = [], []
        packs = compressed if self.packed else _no_siblings
        for suffix, packed in packs(path, content.body).items():
            sibling = target.with_name(target.name + suffix)
            if packed is None:
                dropped.append(sibling)
            else:
                renames.append((self._put_by(packed), sibling))
                stored += len(packed)
        renames.append((self._put_by(content.body), target))
        written = Written(
            digest=digest, size=len(content.body), stored=stored, changed=True
        )
        return Prepared(written=written, renames=renames, dropped=dropped)

    def commit(self, outputs: Iterable[Prepared]) -> None:
        """Show what was prepared, all of it as nearly at once as renaming is.

        So a page, its data and its notification change together.
        """
        prepared = list(outputs)
        folders = dict.fromkeys(
            target.parent for each in prepared for _, target in each.renames
        )
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        shown: dict[Path, list[tuple[Path, Path]]] = {}
        for each in prepared:
            for sibling in each.dropped:
                sibling.unlink(missing_ok=True)
            if each.renames:
                *siblings, own = each.renames
                for temporary, sibling in siblings:
                    self._replace(temporary, sibling)
                shown.setdefault(own[1].parent, []).append(own)
        # A server looks at the file itself. Now nothing but renaming is left, what
        # stands in one folder, a page with its data, first.
        for temporary, target in chain.from_iterable(shown.values()):
            self._replace(temporary, target)
        if self.durable:
            for folder in folders:
                sync_folder(folder)

    def remove(self, path: str, *, known: str = "") -> None:
        """Remove an output with its siblings and the folders that it leaves empty."""
        target = self.target(path)
        self._keep(target, known)
        target.unlink(missing_ok=True)
        for suffix in SIBLINGS:
            target.with_name(target.name + suffix).unlink(missing_ok=True)
        folder = target.parent
        while folder != self.root and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent

    def target(self, path: str) -> Path:
        """Return where an output is on disk.

        Raises:
            UnsafePath: it would be outside the root.
        """
        parts = PurePosixPath(path).parts
        target = self.root.joinpath(*parts)
        inside = target.parent.resolve().is_relative_to(self._real_root)
        if not parts or path.startswith("/") or ".." in parts or not inside:
            raise UnsafePath(
                f"Output '{path}' would be written outside '{self.root}'; expected a "
                f"relative path that stays inside."
            )
        return target

    def _keep(self, target: Path, known: str) -> None:
        if self.objects is not None and known:
            self.objects.keep(target, known)

    def _replace(self, temporary: Path, target: Path) -> None:
        temporary.replace(target)

    def _put_by(self, data: Body) -> Path:
        temporary = self._scratch / secrets.token_hex(12)
        with temporary.open("wb") as file:
            file.writelines(pieces_of(data))
            if self.durable:
                file.flush()
                os.fsync(file.fileno())
        return temporary


def _no_siblings(_path: str, _body: Body) -> dict[str, Body | None]:
    return dict.fromkeys(SIBLINGS)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder survive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _check(path: str, content: Content) -> None:
    if content.status != _HTTP_OK:
        raise OutputRefused(
            f"Output '{path}' has status {content.status}; expected {_HTTP_OK}. "
            f"An error page is never written as a page."
        )
    if not _has_text(content.body) and not path.endswith(_MAY_BE_EMPTY):
        raise OutputRefused(
            f"Output '{path}' is empty; expected some content. Check its template."
        )


def _stored_size(target: Path) -> int:
    files = (target, *(target.with_name(target.name + suffix) for suffix in SIBLINGS))
    return sum(file.stat().st_size for file in files if file.is_file())


def _has_text(body: Body) -> bool:
    return any(piece.strip() for piece in pieces_of(body))
