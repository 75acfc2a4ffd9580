"""The ledger of releases: which records and files were public from when to when.

One SQLite file beside the releases. Each change of what is published is a numbered
release; a record or a file has a span of numbers, from the one that brought it to
the one that replaced it. A build into a new folder is not a release by itself: only what
readers see counts.
"""

from __future__ import annotations

import datetime
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from portal.publishing.errors import NoSuchRelease
from portal.publishing.history import statements as sql
from portal.publishing.history.heads import (
    BUCKETS,
    FileSpan,
    Hold,
    PastRelease,
    bucket_of,
    head_text,
    lines_text,
    text_digest,
    utc_text,
)
from portal.publishing.history.signing import Signed, sign
from portal.publishing.source import Record, RecordKey
from portal.publishing.sqlite_file import SqliteFile

FILE: Final = "history.sqlite3"
# Each publish adds a few records; speed counts more than size.
_PACKING: Final = 1
# Where a record names its department.
_DEPARTMENTS: Final = {
    "matter": "$.payload.guide.department",
    "theme": "$.lead_department",
    "article": "$.issuer",
}
_UNSURE: Final = "unsure"
_HOLD: Final = "hold"


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record before and after a release; None where it was not there."""

    before: Record | None
    after: Record | None


class Ledger(SqliteFile):
    """Access to the file; one writer at a time (the builder's lock)."""

    @classmethod
    def open(cls, folder: Path) -> Ledger:
        """Open the ledger of a folder of releases; a missing one is made."""
        folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(folder / FILE, isolation_level=None, timeout=20)
        connection.execute("PRAGMA synchronous=NORMAL")
        # Readers ask at every query; only the first one of all finds it empty or old.
        (made,) = connection.execute("PRAGMA user_version").fetchone()
        if made < sql.VERSION:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(sql.SCHEMA)
        return cls(connection)

    def last(self) -> PastRelease | None:
        """Return the newest release, None before the first one."""
        return self._release(sql.LAST)

    def first(self) -> PastRelease | None:
        """Return the oldest release, None before there is one."""
        return self._release(sql.FIRST)

    def find(self, number: int) -> PastRelease | None:
        """Return a release by number, or None."""
        return self._release(sql.NUMBERED, number)

    def release(self, number: int) -> PastRelease:
        """Return a release by number.

        Raises:
            NoSuchRelease: there is none with that number.
        """
        found = self.find(number)
        if found is None:
            last = self.last()
            known = f"1 to {last.number}" if last else "none yet"
            raise NoSuchRelease(
                f"There is no release {number}; expected one of those on record "
                f"({known}). See them on the page /releases/."
            )
        return found

    def release_at(self, moment: datetime.datetime) -> PastRelease | None:
        """Return the release that was live at a moment, None before the first one."""
        return self._release(sql.LIVE_AT, utc_text(moment))

    def releases(self, *, before: int | None, amount: int) -> list[PastRelease]:
        """Return releases, the newest first; those before a number."""
        rows = self.connection.execute(
            sql.BEFORE,
            (before if before is not None else 1 << 62, amount),
        )
        return [_past_release(row) for row in rows]

    def file_at(self, path: str, number: int) -> FileSpan | None:
        """Return the state of a file in a release, or None."""
        row = self.connection.execute(
            "SELECT path, begun, ended, digest FROM files WHERE path = ? "
            "AND begun <= ? AND (ended IS NULL OR ended > ?) ORDER BY begun DESC",
            (path, number, number),
        ).fetchone()
        return FileSpan(**_named(row)) if row else None

    def states_of(self, path: str, *, amount: int) -> list[FileSpan]:
        """Return the states of a file, the newest first."""
        rows = self.connection.execute(
            "SELECT path, begun, ended, digest FROM files WHERE path = ? "
            "ORDER BY begun DESC LIMIT ?",
            (path, amount),
        )
        return [FileSpan(**_named(row)) for row in rows]

    def files_at(self, number: int) -> Iterator[tuple[str, str]]:
        """Yield (path, digest) of all files of a release, bucket by bucket."""
        rows = self.connection.execute(
            "SELECT path, digest FROM files WHERE begun <= ? "
            "AND (ended IS NULL OR ended > ?) ORDER BY bucket, path",
            (number, number),
        )
        yield from rows

    def changed_files(self, number: int, *, amount: int) -> list[str]:
        """Return the paths that a release brought, changed or took away."""
        rows = self.connection.execute(
            "SELECT path FROM (SELECT path FROM files WHERE begun = ? "
            "UNION SELECT path FROM files WHERE ended = ?) ORDER BY path LIMIT ?",
            (number, number, amount),
        )
        return [path for (path,) in rows]

    def open_files(self) -> dict[str, str]:
        """Return path -> digest of what is live by the ledger."""
        rows = self.connection.execute(
            "SELECT path, digest FROM files WHERE ended IS NULL"
        )
        return dict(rows.fetchall())

    def open_records(self) -> dict[RecordKey, str]:
        """Return (kind, key) -> digest of the records in force by the ledger."""
        rows = self.connection.execute(
            "SELECT kind, key, digest FROM records WHERE ended IS NULL"
        )
        return {(kind, key): digest for kind, key, digest in rows}

    def digests_at(
        self, number: int, kind: str, keys: Iterable[str] | None = None
    ) -> dict[str, str]:
        """Return key -> digest of the records of a kind in a release."""
        span = {"number": number, "kind": kind}
        if keys is None:
            return dict(self.connection.execute(sql.DIGESTS, span).fetchall())
        found: dict[str, str] = {}
        for key in keys:
            one = self.connection.execute(sql.ONE_DIGEST, span | {"key": key})
            found |= dict(one.fetchall())
        return found

    def matters_at(
        self, number: int, keys: Iterable[str] | None = None
    ) -> Iterator[Record]:
        """Yield the matters of a release, all or some."""
        if keys is None:
            rows = self.connection.execute(sql.MATTERS, {"number": number})
            yield from map(_record, rows)
            return
        for key in keys:
            one = self.connection.execute(sql.MATTER, {"number": number, "key": key})
            yield from map(_record, one)

    def others_at(self, number: int) -> Iterator[Record]:
        """Yield all records of a release that are not matters."""
        yield from map(_record, self.connection.execute(sql.OTHERS, {"number": number}))

    def contents_at(self, number: int) -> dict[RecordKey, str]:
        """Return (kind, key) -> digest of all records of a release."""
        rows = self.connection.execute(sql.CONTENTS, {"number": number})
        return {(kind, key): digest for kind, key, digest in rows}

    def changes(self, number: int, *, amount: int) -> list[RecordChange]:
        """Return what a release brought, changed or took away, at most so many."""
        span = {"number": number, "amount": amount}
        after = map(_record, self.connection.execute(sql.BROUGHT, span))
        before = map(_record, self.connection.execute(sql.ENDED, span))
        found = {
            (record.kind, record.key): RecordChange(None, record) for record in after
        }
        for record in before:
            known = found.get((record.kind, record.key))
            latest = known.after if known else None
            found[record.kind, record.key] = RecordChange(record, latest)
        return [found[key] for key in sorted(found)][:amount]

    def begin(self, at: datetime.datetime, cause: str) -> int:
        """Open the next release and return its number."""
        last = self.last()
        number = last.number + 1 if last else 1
        # A clock that was put back must not bring releases out of order.
        moment = max(at, last.at) if last else at
        self.connection.execute(
            "INSERT INTO releases (number, at, cause) VALUES (?, ?, ?)",
            (number, utc_text(moment), cause),
        )
        return number

    def put_records(
        self, number: int, changes: Mapping[RecordKey, Record | None]
    ) -> None:
        """Note records that a release brings, changes (a record) or ends (None)."""
        for (kind, key), record in changes.items():
            self.connection.execute(sql.FORGET_RECORD, (kind, key, number))
            self.connection.execute(sql.END_RECORD, (number, kind, key))
            if record is None:
                continue
            self.connection.execute(
                sql.PUT_RECORD,
                {
                    "kind": kind,
                    "key": key,
                    "number": number,
                    "digest": record.digest,
                    "packed": zlib.compress(record.payload.encode(), _PACKING),
                    "payload": record.payload,
                    "path": _DEPARTMENTS.get(kind, "$.department"),
                },
            )

    def put_files(self, number: int, changes: Mapping[str, str | None]) -> None:
        """Note files that a release brings, changes (a digest) or removes (None)."""
        touched = set()
        for path, digest in changes.items():
            bucket = bucket_of(path)
            touched.add(bucket)
            self.connection.execute(sql.FORGET_FILE, (path, number))
            self.connection.execute(sql.END_FILE, (number, path))
            if digest is not None:
                self.connection.execute(
                    "INSERT INTO files (path, begun, digest, bucket) "
                    "VALUES (?, ?, ?, ?)",
                    (path, number, digest, bucket),
                )
        for bucket in sorted(touched):
            self._sum_up(bucket)
        self._sign(number)

    @property
    def is_unsure(self) -> bool:
        """Whether a builder may have changed files without noting them."""
        return self.fact(_UNSURE) != ""

    def set_unsure(self, *, unsure: bool) -> None:
        """Say that files are about to change, or that all is noted."""
        self.set_fact(_UNSURE, "1" if unsure else "")

    def hold(self) -> Hold | None:
        """Return to which release the site is held, or None."""
        told = self.fact(_HOLD)
        if not told:
            return None
        value = json.loads(told)
        value["at"] = datetime.datetime.fromisoformat(value["at"])
        return Hold(**value)

    def set_hold(self, hold: Hold | None) -> None:
        """Hold the site at a release, or let it follow what is published."""
        if hold is None:
            self.set_fact(_HOLD, "")
            return
        value = {
            "number": hold.number,
            "at": utc_text(hold.at),
            "by": hold.by,
            "reason": hold.reason,
        }
        self.set_fact(_HOLD, json.dumps(value, ensure_ascii=False))

    def _sum_up(self, bucket: int) -> None:
        rows = self.connection.execute(
            "SELECT path, digest FROM files WHERE bucket = ? AND ended IS NULL "
            "ORDER BY path",
            (bucket,),
        ).fetchall()
        self.connection.execute(
            "INSERT INTO buckets VALUES (?, ?, ?) ON CONFLICT (bucket) DO UPDATE SET "
            "files = excluded.files, digest = excluded.digest",
            (bucket, len(rows), text_digest(lines_text(rows))),
        )

    def _sign(self, number: int) -> None:
        found = {
            bucket: (files, digest)
            for bucket, files, digest in self.connection.execute(
                "SELECT bucket, files, digest FROM buckets"
            )
        }
        empty = text_digest("")
        digest = text_digest(
            "".join(f"{found.get(n, (0, empty))[1]}\n" for n in range(BUCKETS))
        )
        files = sum(count for count, _ in found.values())
        release = self.release(number)
        signed = sign(head_text(number, release.at, files, digest))
        self.connection.execute(
            "UPDATE releases SET files = ?, digest = ?, signature = ?, public_key = ? "
            "WHERE number = ?",
            (files, digest, signed.signature, signed.public_key, number),
        )

    def _release(self, condition: str, *values: object) -> PastRelease | None:
        row = self.connection.execute(condition, values).fetchone()
        return _past_release(row) if row else None


def _record(row: tuple[Any, ...]) -> Record:
    kind, key, digest, payload = row
    text = zlib.decompress(payload).decode()
    return Record(kind=kind, key=key, digest=digest, payload=text)


def _named(row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(("path", "begun", "ended", "digest"), row, strict=True))


def _past_release(row: tuple[Any, ...]) -> PastRelease:
    number, at, cause, files, digest, signature, public_key = row
    return PastRelease(
        number=number,
        at=datetime.datetime.fromisoformat(at),
        cause=cause,
        files=files,
        digest=digest,
        signed=Signed(signature=signature, public_key=public_key),
    )
