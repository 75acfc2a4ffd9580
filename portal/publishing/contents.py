"""Bring a manifest's records to the state of the source and find what that touches."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from portal.publishing.cards import (
    Card,
    canonical_json,
    card_as_json,
    card_from_json,
    card_from_payload,
    place_in_order,
)
from portal.publishing.manifest import Manifest
from portal.publishing.record_cards import member_code, record_collections
from portal.publishing.source import MATTER, Record, RecordKey
from portal.publishing.store import RECENT, Store
from portal.publishing.touched import Effect, Touched, list_scopes
from portal.theming.formats import iso_date
from portal.theming.paging import PAGE_SIZE

# Cards are in the list that changed, so the list of them has surely changed: reading it
# all would only say so. The next reader records its true digest.
_CHANGED: Final = "changed"
# Keys of one page of a list; their last part is its number.
_PAGES: Final = ("lines|", "page_fields|")


class Source(Protocol):
    """Where records come from: the database, or values in a test."""

    def matter_digests(self, codes: Collection[str] | None = None) -> dict[str, str]:
        """Return code -> digest of matters in force."""

    def matters(self, codes: Iterable[str] | None = None) -> Iterator[Record]:
        """Yield records of matters in force."""

    def records(self) -> Mapping[RecordKey, Record]:
        """Return all other records."""


@dataclass(slots=True)
class Difference:
    """What the source has and the manifest has not, and the other way round."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    removed_records: list[RecordKey] = field(default_factory=list)

    def keys(self) -> list[RecordKey]:
        """Return (kind, key) of everything that differs."""
        codes = [*self.added, *self.changed, *self.removed]
        records = [(record.kind, record.key) for record in self.records]
        matters = [(MATTER, code) for code in codes]
        return [*matters, *records, *self.removed_records]

    def __bool__(self) -> bool:
        return bool(
            self.added
            or self.changed
            or self.removed
            or self.records
            or self.removed_records
        )


def difference(
    manifest: Manifest, source: Source, codes: Collection[str] | None = None
) -> Difference:
    """Compare digests; with `codes` only these matters (and all other records)."""
    found = Difference()
    theirs = source.matter_digests(codes)
    ours = _known_digests(manifest, codes)
    for code, digest in theirs.items():
        if code not in ours:
            found.added.append(code)
        elif ours[code] != digest:
            found.changed.append(code)
    found.removed = sorted(set(ours) - set(theirs))
    records = source.records()
    known = _known_records(manifest)
    found.records = [
        record for key, record in records.items() if known.get(key) != record.digest
    ]
    found.removed_records = sorted(set(known) - set(records))
    return found


def fill(manifest: Manifest, source: Source) -> int:
    """Put all records of the source into an empty manifest; return how many matters."""
    matters = 0
    with manifest.transaction():
        for record in source.records().values():
            _put(manifest, record)
            _add_member(manifest, record)
        for record in source.matters():
            stored = json.loads(record.payload)
            _put(manifest, record)
            _put_version(manifest, record.key, stored)
            _add_card(manifest, _card_of(stored))
            matters += 1
    return matters


def apply(
    manifest: Manifest, source: Source, changes: Difference, store: Store
) -> set[str]:
    """Take changes over, mark readers dirty and return the scopes of the plan touched.

    Call it inside `manifest.transaction()`.
    """
    touched = Touched()
    for code in changes.removed:
        _drop_matter(manifest, code, touched)
    for record in source.matters(changes.added + changes.changed):
        _take_matter(manifest, record, touched)
    for record in changes.records:
        touched.record(_drop_member(manifest, record.kind, record.key))
        _put(manifest, record)
        touched.record(_add_member(manifest, record))
        touched.record(_scopes(record.kind, record.key))
    for kind, key in changes.removed_records:
        touched.record(_drop_member(manifest, kind, key))
        _drop(manifest, kind, key)
        touched.record(_scopes(kind, key))
    store.forget()
    _mark_readers(manifest, store, touched)
    return touched.planning


def _mark_readers(manifest: Manifest, store: Store, touched: Touched) -> None:
    for scope in sorted(touched.scopes):
        rows = manifest.connection.execute(
            "SELECT key, digest FROM keys WHERE scope = ?", (scope,)
        ).fetchall()
        pages = _pages_touched(manifest, scope, touched)
        for key, digest in rows:
            if key.startswith(_PAGES) and int(key.rpartition("|")[2]) not in pages:
                continue
            effect = touched.effect(key, manifest.passes)
            if effect is Effect.NONE:
                continue
            known = effect is Effect.SURE or (key == scope and (pages or key == RECENT))
            now = _CHANGED if known else store.evaluate(key).digest
            if now != digest:
                manifest.mark_readers_dirty(key)
                manifest.connection.execute(
                    "UPDATE keys SET digest = ? WHERE key = ?", (now, key)
                )


def _pages_touched(manifest: Manifest, scope: str, touched: Touched) -> range:
    """Return the numbers of a list's pages that can have other lines now.

    What lies before the first place and, if as many came as went, behind the last one
    stands where it stood.
    """
    collection = scope.removeprefix("list|")
    places = touched.places.get(collection, [])
    if not places:
        return range(0)
    first = _page_of(manifest, collection, min(places))
    if touched.growth[collection]:
        return range(first, sys.maxsize)
    return range(first, _page_of(manifest, collection, max(places)) + 1)


def _page_of(manifest: Manifest, collection: str, place: tuple[str, str]) -> int:
    return manifest.members_before(collection, place) // PAGE_SIZE + 1


def _take_matter(manifest: Manifest, record: Record, touched: Touched) -> None:
    old = _known_card(manifest, record.key)
    stored = json.loads(record.payload)
    new = _card_of(stored)
    _put(manifest, record)
    _put_version(manifest, record.key, stored)
    touched.matter(record.key)
    if old == new:
        return
    if old is not None:
        _remove_card(manifest, old)
    _add_card(manifest, new)
    touched.edited(old, new)


def _drop_matter(manifest: Manifest, code: str, touched: Touched) -> None:
    _drop(manifest, MATTER, code)
    manifest.connection.execute("DELETE FROM versions WHERE code = ?", (code,))
    old = _known_card(manifest, code)
    touched.matter(code)
    if old is not None:
        _remove_card(manifest, old)
        touched.edited(old, None)


def _scopes(kind: str, key: str) -> set[str]:
    return {f"record|{kind}|{key}", f"records|{kind}"}


def _card_of(stored: Mapping[str, Any]) -> Card:
    day = iso_date(stored["published_at"])
    return card_from_payload(stored["payload"], day, stored.get("english", {}))


def _known_card(manifest: Manifest, code: str) -> Card | None:
    row = manifest.connection.execute(
        "SELECT card FROM cards WHERE code = ?", (code,)
    ).fetchone()
    return card_from_json(row[0]) if row else None


def _add_card(manifest: Manifest, card: Card) -> None:
    text = card_as_json(card)
    digest = hashlib.sha256(text.encode()).hexdigest()
    manifest.connection.execute(
        "INSERT INTO cards (code, digest, card, line) VALUES (?, ?, ?, ?)",
        (card.code, digest, text, canonical_json(card.link)),
    )
    manifest.connection.executemany(
        "INSERT INTO members (collection, sort_key, code, published_on) "
        "VALUES (?, ?, ?, ?)",
        [
            (collection, card.sort_key, card.code, card.published_on)
            for collection in card.collections
        ],
    )


def _remove_card(manifest: Manifest, card: Card) -> None:
    manifest.connection.execute("DELETE FROM cards WHERE code = ?", (card.code,))
    manifest.connection.executemany(
        "DELETE FROM members WHERE collection = ? AND sort_key = ? AND code = ?",
        [(collection, card.sort_key, card.code) for collection in card.collections],
    )


def _put(manifest: Manifest, record: Record) -> None:
    order = "" if record.kind == MATTER else _order_of(record)
    manifest.connection.execute(
        "INSERT INTO records (kind, key, digest, payload, sort_key) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET "
        "digest = excluded.digest, payload = excluded.payload, "
        "sort_key = excluded.sort_key",
        (record.kind, record.key, record.digest, record.payload, order),
    )


def _put_version(manifest: Manifest, code: str, stored: Mapping[str, Any]) -> None:
    manifest.connection.execute(
        "INSERT OR REPLACE INTO versions (code, number, published_at) VALUES (?, ?, ?)",
        (code, stored["number"], stored["published_at"]),
    )


def _add_member(manifest: Manifest, record: Record) -> set[str]:
    collections = record_collections(record.kind, json.loads(record.payload))
    code, order = member_code(record.kind, record.key), _order_of(record)
    manifest.connection.executemany(
        "INSERT INTO members (collection, sort_key, code) VALUES (?, ?, ?)",
        [(collection, order, code) for collection in collections],
    )
    return list_scopes(collections)


def _drop_member(manifest: Manifest, kind: str, key: str) -> set[str]:
    row = manifest.connection.execute(
        "SELECT payload, sort_key FROM records WHERE kind = ? AND key = ?", (kind, key)
    ).fetchone()
    if row is None:
        return set()
    collections = record_collections(kind, json.loads(row[0]))
    manifest.connection.executemany(
        "DELETE FROM members WHERE collection = ? AND sort_key = ? AND code = ?",
        [(collection, row[1], member_code(kind, key)) for collection in collections],
    )
    return list_scopes(collections)


def _order_of(record: Record) -> str:
    payload = json.loads(record.payload)
    told = payload if isinstance(payload, dict) else {}
    if "published_on" in told and "kind" in told:
        # Documents: the latest first.
        return _latest_first(told["published_on"])
    name = told.get("name", "")
    return place_in_order(name)[1] if name else ""


def _latest_first(day: str) -> str:
    return "".join(str(9 - int(sign)) if sign.isdigit() else sign for sign in day)


def _drop(manifest: Manifest, kind: str, key: str) -> None:
    manifest.connection.execute(
        "DELETE FROM records WHERE kind = ? AND key = ?", (kind, key)
    )


def _known_digests(manifest: Manifest, codes: Collection[str] | None) -> dict[str, str]:
    if codes is None:
        rows = manifest.connection.execute(
            "SELECT key, digest FROM records WHERE kind = ?", (MATTER,)
        )
        return dict(rows.fetchall())
    found: dict[str, str] = {}
    for code in codes:
        one = manifest.connection.execute(
            "SELECT key, digest FROM records WHERE kind = ? AND key = ?", (MATTER, code)
        )
        found |= dict(one.fetchall())
    return found


def _known_records(manifest: Manifest) -> dict[RecordKey, str]:
    rows = manifest.connection.execute(
        "SELECT kind, key, digest FROM records WHERE kind < ? "
        "UNION ALL SELECT kind, key, digest FROM records WHERE kind > ?",
        (MATTER, MATTER),
    )
    return {(kind, key): digest for kind, key, digest in rows}
