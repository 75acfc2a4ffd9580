"""Note in the ledger what readers see from now on.

A builder says first that files are about to change, and last what has changed. One that
is killed in between leaves the first note, and the next one compares everything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.utils import timezone

from portal.publishing.history.ledger import Ledger
from portal.publishing.history.objects import FOLDER, Objects
from portal.publishing.manifest import DIRTY, FAILED, READY, Manifest
from portal.publishing.releases import Releases
from portal.publishing.source import Record, RecordKey

PUBLISH: Final = "publish"
BUILD: Final = "build"
ROLLBACK: Final = "rollback"

Records = Mapping[RecordKey, Record | None]
Files = Mapping[str, str | None]


class Recorder:
    """Writes to the ledger on behalf of a builder, which holds the lock."""

    def __init__(self, releases: Releases, ledger: Ledger) -> None:
        self.ledger = ledger
        self.objects = Objects(releases.folder / FOLDER)
        self._releases = releases
        self._unsure = ledger.is_unsure or ledger.last() is None
        ledger.set_unsure(unsure=True)

    def note_changes(
        self,
        manifest: Manifest,
        records: Iterable[RecordKey],
        written: Iterable[str],
        removed: Iterable[str],
    ) -> int:
        """Note what a synchronisation did in the current release.

        Returns the number of the release that is live now. Files that change without a
        record belong to the release that is live already.
        """
        if self._unsure:
            return self.note_everything(manifest, PUBLISH)
        files: dict[str, str | None] = dict.fromkeys(removed)
        for path in written:
            state = manifest.output(path)
            files[path] = state.digest if state is not None else None
        return self._note(_records_of(manifest, records), files, PUBLISH)

    def note_everything(self, manifest: Manifest, cause: str) -> int:
        """Compare all that is live with the ledger, after a switch or a kill.

        Files that were replaced are looked for in the releases that are still there.
        """
        known = self.ledger.open_files()
        live = {
            state.output.path: state.digest
            # What failed in a new build was copied from the release before.
            or known.get(state.output.path, "")
            # One that waits for a run of its own is on disk as it was written last.
            for state in manifest.outputs(READY, FAILED, DIRTY)
        }
        live = {path: digest for path, digest in live.items() if digest}
        files: dict[str, str | None] = {
            path: digest for path, digest in live.items() if known.get(path) != digest
        }
        files |= dict.fromkeys(set(known) - set(live))
        for path in files:
            if path in known:
                self._rescue(path, known[path])
        return self._note(self._changed_records(manifest), files, cause)

    def _changed_records(self, manifest: Manifest) -> Records:
        known = self.ledger.open_records()
        present: set[RecordKey] = set()
        changed: list[RecordKey] = []
        for kind, key, digest in manifest.connection.execute(
            "SELECT kind, key, digest FROM records"
        ):
            present.add((kind, key))
            if known.get((kind, key)) != digest:
                changed.append((kind, key))
        return _records_of(manifest, [*changed, *(set(known) - present)])

    def _rescue(self, path: str, digest: str) -> None:
        for root in self._releases.roots():
            file = root / path
            if file.is_file() and _digest_of(file) == digest:
                self.objects.keep(file, digest)
                return

    def _note(self, records: Records, files: Files, cause: str) -> int:
        ledger = self.ledger
        with ledger.transaction():
            last = ledger.last()
            if records or last is None:
                hold = ledger.hold()
                told = f"{ROLLBACK}:{hold.number}" if hold else cause
                number = ledger.begin(timezone.now(), told)
                ledger.put_records(number, records)
                ledger.put_files(number, files)
            else:
                number = last.number
                if files:
                    ledger.put_files(number, files)
            ledger.set_unsure(unsure=False)
        self._unsure = False
        self._releases.write_number(number)
        return number


@contextmanager
def recording(releases: Releases) -> Iterator[Recorder]:
    """Give a recorder to a builder that is about to change what readers see."""
    with Ledger.open(releases.folder) as ledger:
        yield Recorder(releases, ledger)


def _records_of(manifest: Manifest, keys: Iterable[RecordKey]) -> Records:
    found: dict[RecordKey, Record | None] = {}
    for kind, key in keys:
        row = manifest.connection.execute(
            "SELECT digest, payload FROM records WHERE kind = ? AND key = ?",
            (kind, key),
        ).fetchone()
        found[kind, key] = (
            Record(kind=kind, key=key, digest=row[0], payload=row[1]) if row else None
        )
    return found


def _digest_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
