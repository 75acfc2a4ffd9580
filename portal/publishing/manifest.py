"""The manifest of a release: what it was made from, what it holds and why.

One SQLite file beside the release's folder. It keeps the records as they were built
(so that builders need nothing else), every output with its digest, and for every
output the keys that it read: the dependency graph.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from portal.publishing.errors import ManifestCorrupt
from portal.publishing.keys import scope_of
from portal.publishing.sqlite_file import SqliteFile

SCHEMA_VERSION: Final = "6"
HOW_TO_REBUILD: Final = "Build a new release with: manage.py build_site"

_SCHEMA: Final = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE records (
    kind TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL,
    payload TEXT NOT NULL, sort_key TEXT NOT NULL, PRIMARY KEY (kind, key));
-- Comparing digests must not turn over the pages of all payloads.
CREATE INDEX records_digest ON records (kind, key, digest);
CREATE TABLE cards (
    code TEXT PRIMARY KEY, digest TEXT NOT NULL, card TEXT NOT NULL,
    line TEXT NOT NULL);
CREATE TABLE versions (
    code TEXT PRIMARY KEY, number INTEGER NOT NULL,
    published_at TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX versions_newest ON versions (published_at, code);
CREATE TABLE members (
    collection TEXT NOT NULL, sort_key TEXT NOT NULL, code TEXT NOT NULL,
    published_on TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (collection, sort_key, code)) WITHOUT ROWID;
CREATE INDEX members_newest ON members (collection, published_on, code)
    WHERE published_on <> '';
-- How many members begin with a letter: lists of any length are counted at once.
CREATE TABLE tallies (
    collection TEXT NOT NULL, letter TEXT NOT NULL, amount INTEGER NOT NULL,
    PRIMARY KEY (collection, letter)) WITHOUT ROWID;
CREATE TRIGGER member_came AFTER INSERT ON members BEGIN
    INSERT INTO tallies VALUES (NEW.collection, substr(NEW.sort_key, 1, 1), 1)
    ON CONFLICT (collection, letter) DO UPDATE SET amount = amount + 1;
END;
CREATE TRIGGER member_went AFTER DELETE ON members BEGIN
    UPDATE tallies SET amount = amount - 1
    WHERE collection = OLD.collection AND letter = substr(OLD.sort_key, 1, 1);
    DELETE FROM tallies WHERE amount = 0
    AND collection = OLD.collection AND letter = substr(OLD.sort_key, 1, 1);
END;
CREATE TABLE outputs (
    path TEXT PRIMARY KEY, owner TEXT NOT NULL, renderer TEXT NOT NULL,
    arguments TEXT NOT NULL, state TEXT NOT NULL, digest TEXT NOT NULL DEFAULT '',
    size INTEGER NOT NULL DEFAULT 0, stored INTEGER NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '');
CREATE INDEX outputs_owner ON outputs (owner);
CREATE INDEX outputs_unfinished ON outputs (state) WHERE state <> 'ready';
CREATE TABLE keys (
    key TEXT PRIMARY KEY, scope TEXT NOT NULL, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX keys_scope ON keys (scope);
CREATE TABLE reads (
    path TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (path, key)) WITHOUT ROWID;
CREATE INDEX reads_key ON reads (key);
"""

READY: Final = "ready"
DIRTY: Final = "dirty"
GONE: Final = "gone"
FAILED: Final = "failed"
# No name begins with it or with anything behind it.
_AFTER_ALL: Final = "\U0010ffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One file of the site: where it is, who it belongs to and what makes it."""

    path: str
    owner: str
    renderer: str
    arguments: Mapping[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputState:
    """An output as the manifest knows it; sizes in bytes, `stored` with siblings."""

    output: Output
    state: str
    digest: str
    size: int
    stored: int
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What became of an output: digest and sizes, or the error; and what it read."""

    path: str
    digest: str
    size: int
    stored: int
    error: str
    reads: Mapping[str, str]


class Manifest(SqliteFile):
    """Access to one manifest file; one writer at a time."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self.path = path

    @classmethod
    def create(cls, path: Path) -> Manifest:
        """Make an empty manifest; `path` must not exist."""
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.executescript(_SCHEMA)
        manifest = cls(path, connection)
        manifest.set_fact("schema", SCHEMA_VERSION)
        return manifest

    @classmethod
    def open(cls, path: Path) -> Manifest:
        """Open a release's manifest.

        Raises:
            ManifestCorrupt: it is missing, unreadable or of another schema.
        """
        if not path.is_file():
            raise ManifestCorrupt(
                f"Manifest '{path}' does not exist; expected it beside its release. "
                f"{HOW_TO_REBUILD}"
            )
        connection = sqlite3.connect(path, isolation_level=None, timeout=20)
        manifest = cls(path, connection)
        try:
            connection.execute("PRAGMA synchronous=NORMAL")
            schema = manifest.fact("schema")
        except sqlite3.DatabaseError as error:
            connection.close()
            raise ManifestCorrupt(
                f"Manifest '{path}' cannot be read ({error}); expected a SQLite file "
                f"written by build_site. {HOW_TO_REBUILD}"
            ) from error
        if schema != SCHEMA_VERSION:
            connection.close()
            raise ManifestCorrupt(
                f"Manifest '{path}' has schema '{schema}'; expected "
                f"'{SCHEMA_VERSION}'. {HOW_TO_REBUILD}"
            )
        return manifest

    def outputs(self, *states: str) -> list[OutputState]:
        """Return outputs in those states (all without one), ordered by path."""
        marks = ", ".join("?" * len(states))
        where = f"WHERE state IN ({marks})" if states else ""
        if states and READY not in states:
            # Said in these words, the index of the few unfinished ones is used.
            where += " AND state <> 'ready'"
        return self._outputs(where, states)

    def waiting(self) -> int:
        """Return how many outputs are to be rendered."""
        found = self.connection.execute(
            "SELECT count(*) FROM outputs WHERE state = ? AND state <> 'ready'",
            (DIRTY,),
        )
        amount: int = found.fetchone()[0]
        return amount

    def outputs_of(self, owner: str) -> list[OutputState]:
        """Return the outputs of an owner, ordered by path."""
        return self._outputs("WHERE owner = ?", (owner,))

    def output(self, path: str) -> OutputState | None:
        """Return one output, or None."""
        found = self._outputs("WHERE path = ?", (path,))
        return found[0] if found else None

    def matters_shown(self, codes: Collection[str]) -> dict[str, tuple[str, str]]:
        """Return code -> (digest of its record, path of its page) of written pages.

        Left out are matters whose page is still to be rendered. One that failed is
        given, though its last good copy may be missing.
        """
        marks = ", ".join("?" * len(codes))
        rows = self.connection.execute(
            "SELECT records.key, records.digest, outputs.path FROM records "  # noqa: S608 - only marks
            "JOIN outputs ON outputs.owner = 'matter:' || records.key "
            "AND outputs.renderer = 'guide' AND outputs.state IN ('ready', 'failed') "
            f"WHERE records.kind = 'matter' AND records.key IN ({marks})",
            tuple(codes),
        )
        return {code: (digest, path) for code, digest, path in rows}

    def paths(self) -> set[str]:
        """Return the paths of all outputs that are to be there."""
        rows = self.connection.execute(
            "SELECT path FROM outputs WHERE state <> ?", (GONE,)
        )
        return {path for (path,) in rows}

    def totals(self) -> dict[str, tuple[int, int]]:
        """Return how many outputs there are in each state and their bytes on disk."""
        rows = self.connection.execute(
            "SELECT state, count(*), sum(stored) FROM outputs GROUP BY state"
        )
        return {state: (count, size) for state, count, size in rows}

    def passes(
        self, collection: str, before: tuple[str, str], after: tuple[str, str]
    ) -> bool:
        """Tell whether another card stands between two places of a list."""
        low, high = sorted((before, after))
        row = self.connection.execute(
            "SELECT 1 FROM members WHERE collection = ? AND (sort_key, code) > (?, ?) "
            "AND (sort_key, code) < (?, ?) LIMIT 1",
            (collection, *low, *high),
        ).fetchone()
        return row is not None

    def members_before(self, collection: str, place: tuple[str, str]) -> int:
        """Return how many members of a list stand before a sort key and code."""
        letter = place[0][:1]
        (others,) = self.connection.execute(
            "SELECT coalesce(sum(amount), 0) FROM tallies "
            "WHERE collection = ? AND letter < ?",
            (collection, letter),
        ).fetchone()
        (own,) = self.connection.execute(
            "SELECT count(*) FROM members WHERE collection = ? AND sort_key >= ? "
            "AND (sort_key, code) < (?, ?)",
            (collection, letter, *place),
        ).fetchone()
        return int(others) + int(own)

    def place_of_member(self, collection: str, before: int) -> tuple[str, int]:
        """Return the letter of a member, and how many of that letter it comes after.

        `before` is how many members of all letters it comes after. So a page in the middle of a long list is found without counting from its start.
        """
        rows = self.connection.execute(
            "SELECT letter, amount FROM tallies WHERE collection = ? ORDER BY letter",
            (collection,),
        )
        for letter, amount in rows.fetchall():
            if before < amount:
                return str(letter), before
            before -= amount
        return _AFTER_ALL, 0

    def expect(self, outputs: Iterable[Output]) -> None:
        """Add outputs that are still to be rendered."""
        self.connection.executemany(
            "INSERT INTO outputs (path, owner, renderer, arguments, state) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET "
            "owner = excluded.owner, renderer = excluded.renderer, "
            "arguments = excluded.arguments, state = excluded.state",
            (
                (
                    output.path,
                    output.owner,
                    output.renderer,
                    json.dumps(dict(output.arguments), sort_keys=True),
                    DIRTY,
                )
                for output in outputs
            ),
        )

    def mark(self, paths: Iterable[str], state: str) -> None:
        """Set the state of outputs."""
        self.connection.executemany(
            "UPDATE outputs SET state = ? WHERE path = ?",
            ((state, path) for path in paths),
        )

    def mark_readers_dirty(self, key: str) -> None:
        """Ask for all outputs that read a key to be rendered again."""
        self.connection.execute(
            "UPDATE outputs SET state = ? WHERE state <> ? AND path IN "
            "(SELECT path FROM reads WHERE key = ?)",
            (DIRTY, GONE, key),
        )

    def record_rendered(self, results: Iterable[Rendered]) -> None:
        """Keep what became of outputs; a failed one keeps its last good digest."""
        digests: dict[str, str] = {}
        for result in results:
            digests |= result.reads
            if result.error:
                self.connection.execute(
                    "UPDATE outputs SET state = ?, error = ? WHERE path = ?",
                    (FAILED, result.error, result.path),
                )
            else:
                self.connection.execute(
                    "UPDATE outputs SET state = ?, digest = ?, size = ?, stored = ?, "
                    "error = '' WHERE path = ?",
                    (READY, result.digest, result.size, result.stored, result.path),
                )
            self._record_reads(result)
        self.connection.executemany(
            "INSERT INTO keys VALUES (?, ?, ?) ON CONFLICT (key) "
            "DO UPDATE SET digest = excluded.digest WHERE digest <> excluded.digest",
            ((key, scope_of(key), digest) for key, digest in digests.items()),
        )

    def remove(self, path: str) -> None:
        """Forget an output."""
        self.connection.execute("DELETE FROM reads WHERE path = ?", (path,))
        self.connection.execute("DELETE FROM outputs WHERE path = ?", (path,))

    def _record_reads(self, result: Rendered) -> None:
        """Keep what an output read; mostly that is what it read before."""
        rows = self.connection.execute(
            "SELECT key FROM reads WHERE path = ?", (result.path,)
        )
        known = {key for (key,) in rows.fetchall()}
        for statement, keys in (
            ("DELETE FROM reads WHERE path = ? AND key = ?", known - set(result.reads)),
            ("INSERT INTO reads VALUES (?, ?)", set(result.reads) - known),
        ):
            self.connection.executemany(
                statement, ((result.path, key) for key in sorted(keys))
            )

    def _outputs(self, where: str, values: Iterable[str]) -> list[OutputState]:
        rows = self.connection.execute(
            "SELECT path, owner, renderer, arguments, state, digest, size, stored, "  # noqa: S608 - the condition is one of the literals above
            f"error FROM outputs {where} ORDER BY path",
            tuple(values),
        )
        return [_output_state(row) for row in rows]


@lru_cache(maxsize=4096)
def _arguments(text: str) -> Mapping[str, str | int]:
    """Return arguments as stored; the hundreds of pages of a list are read each time."""
    found: Mapping[str, str | int] = json.loads(text)
    return found


def _output_state(row: tuple[Any, ...]) -> OutputState:
    path, owner, renderer, arguments, state, digest, size, stored, error = row
    return OutputState(
        output=Output(
            path=path,
            owner=owner,
            renderer=renderer,
            arguments=_arguments(arguments),
        ),
        state=state,
        digest=digest,
        size=size,
        stored=stored,
        error=error,
    )
