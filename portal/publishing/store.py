"""Read what is published from a manifest; every read through a view is recorded.

A key names a value ("record|department|rsj", "links|person:085"). `Store.evaluate`
is the only place that turns a key into its value and digest, so what a page read and
what is compared later cannot differ.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from portal.publishing.bodies import Body, digest_of
from portal.publishing.cards import Card, canonical_json, card_from_json
from portal.publishing.manifest import Manifest
from portal.publishing.record_members import RecordMembers
from portal.publishing.streams import CardLists, CardStream, page_rows
from portal.publishing.values import (
    Evaluated,
    LastPage,
    PublishedMatter,
    RecentVersion,
    Seal,
    digest_of_parts,
    evaluated_row,
    evaluated_rows,
    evaluated_texts,
)
from portal.theming.contexts import Link
from portal.theming.paging import ListPage

# Of keys; a method of the store gives the values of each.
_KINDS: Final = (
    "record", "records", "card", "list", "link", "held", "named", "sound",
    "links", "lines", "newest", "letters", "counts", "size", "recent",
)  # fmt: skip
_CACHED: Final = (
    "record|site", "record|department", "record|look", "count", "links", "letters",
)  # fmt: skip
_ABSENT: Final = ""
# How many rows of lists are kept between two outputs, and how long the text of one is.
_MOST_KEPT: Final = 2000
_ROW: Final = 500
# Beyond so many, the cards of a list are read one by one.
_SHORT: Final = 300
# How many matters a feed names, and how many the list of changes.
NEWEST: Final = 30
MOST_CHANGES: Final = 1000
RECENT: Final = "recent|matters"

Payload = Mapping[str, Any]
Fields = Mapping[str, Any]


class Store:
    """Values of keys in a manifest; `edits` hides the manifest's for a preview."""

    def __init__(
        self, manifest: Manifest, edits: Mapping[str, Evaluated] | None = None
    ) -> None:
        self.manifest = manifest
        self._edits = edits or {}
        self._cache: dict[str, Evaluated] = {}
        self._kept: dict[str, Evaluated] = {}
        self._weight = 0
        self.seals: dict[str, Seal] = {}
        self.last_page: LastPage | None = None
        members, lists = RecordMembers(manifest.connection), CardLists(manifest)
        self._evaluators: dict[str, Callable[[str], Evaluated]] = {
            "entries": members.entries,
            "record_links": members.lines,
            "count": lists.count,
            "latest": lists.latest,
            "fields": lists.fields,
            "page_fields": lists.page_fields,
            "card_fields": lists.card_fields,
            **{kind: getattr(self, f"_{kind}") for kind in _KINDS},
        }

    def evaluate(self, key: str) -> Evaluated:
        """Return the value of a key as it is now."""
        cached = self._edits.get(key) or self._cache.get(key) or self._kept.get(key)
        if cached is not None:
            return cached
        kind, _, rest = key.partition("|")
        evaluated = self._evaluators[kind](rest)
        if key.startswith(_CACHED):
            self._cache[key] = evaluated
        else:
            self._keep(key, evaluated)
        return evaluated

    def _keep(self, key: str, evaluated: Evaluated) -> None:
        """Keep a value for the next output that reads it, within bounded memory."""
        rows = len(evaluated.value) if isinstance(evaluated.value, list | dict) else 0
        weight = 1 + max(rows, evaluated.size // _ROW)
        if weight > _MOST_KEPT:
            return
        if self._weight + weight > _MOST_KEPT:
            self._kept.clear()
            self._weight = 0
        self._kept[key] = evaluated
        self._weight += weight

    def forget(self) -> None:
        """Drop cached values after the manifest's records have changed."""
        self._cache.clear()
        self._kept.clear()
        self._weight = 0
        self.seals.clear()
        self.last_page = None

    def view(self) -> View:
        """Return a view that records what it reads."""
        return View(self)

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self.manifest.connection.execute(sql, values).fetchall()

    def _record(self, rest: str) -> Evaluated:
        kind, _, key = rest.partition("|")
        rows = self._rows(
            "SELECT digest, payload FROM records WHERE kind = ? AND key = ?", kind, key
        )
        return evaluated_row(rows, json.loads)

    def _records(self, kind: str) -> Evaluated:
        rows = self._rows(
            "SELECT digest, payload FROM records WHERE kind = ? ORDER BY sort_key, key",
            kind,
        )
        return evaluated_rows(rows, json.loads)

    def _card(self, code: str) -> Evaluated:
        rows = self._rows("SELECT digest, card FROM cards WHERE code = ?", code)
        return evaluated_row(rows, card_from_json)

    def _list(self, collection: str) -> Evaluated:
        cards = CardStream(self.manifest.connection, collection)
        if len(cards) > _SHORT:
            return Evaluated(digest_of_parts(cards.digests()), cards)
        return evaluated_rows(cards.rows(), card_from_json)

    def _link(self, code: str) -> Evaluated:
        card = self._card(code).value
        if card is None:
            return Evaluated(_ABSENT, None)
        return Evaluated(digest_of_parts([canonical_json(card.link)]), card.link)

    def _held(self, code: str) -> Evaluated:
        card = self.evaluate(f"card|{code}").value
        names = () if card is None else card.variants
        return Evaluated(" ".join(names), names)

    def _named(self, code: str) -> Evaluated:
        card = self.evaluate(f"card|{code}").value
        return evaluated_texts({} if card is None else card.english_names)

    def _sound(self, code: str) -> Evaluated:
        card = self.evaluate(f"card|{code}").value
        sound = "" if card is None else card.sort_key
        return Evaluated(sound, sound)

    def _links(self, collection: str) -> Evaluated:
        links = [card.link for card in self._list(collection).value]
        return Evaluated(digest_of_parts(canonical_json(link) for link in links), links)

    def _lines(self, rest: str) -> Evaluated:
        collection, _, number = rest.rpartition("|")
        rows = page_rows(self.manifest, collection, int(number))
        for _line, code, digest, card in rows:
            # The variants of the page ask which of its guides they have.
            self._keep(f"card|{code}", Evaluated(digest, card_from_json(card)))
        digest = digest_of_parts(row[0] for row in rows)
        return Evaluated(digest, [json.loads(row[0]) for row in rows])

    def _newest(self, collection: str) -> Evaluated:
        rows = self._rows(
            "SELECT cards.digest, cards.card FROM (SELECT code, published_on "
            "FROM members WHERE collection = ? AND published_on <> '' "
            "ORDER BY published_on DESC, code DESC LIMIT ?) AS newest "
            "JOIN cards ON cards.code = newest.code "
            "ORDER BY newest.published_on DESC, newest.code DESC",
            collection,
            NEWEST,
        )
        return evaluated_rows(rows, card_from_json)

    def _recent(self, _matters: str) -> Evaluated:
        rows = self._rows(
            "SELECT cards.digest, cards.card, versions.number, versions.published_at "
            "FROM versions JOIN cards USING (code) "
            "ORDER BY versions.published_at DESC, versions.code DESC LIMIT ?",
            MOST_CHANGES,
        )
        recent = [
            RecentVersion(number=number, published_at=at, card=card_from_json(card))
            for _digest_of_card, card, number, at in rows
        ]
        parts = (f"{digest} {number} {at}" for digest, _card, number, at in rows)
        return Evaluated(digest_of_parts(parts), recent)

    def _letters(self, collection: str) -> Evaluated:
        rows = self._rows(
            "SELECT letter, amount FROM tallies WHERE collection = ? ORDER BY letter",
            collection,
        )
        digest = digest_of_parts(f"{letter}={count}" for letter, count in rows)
        return Evaluated(digest, dict(rows))

    def _size(self, kind: str) -> Evaluated:
        rows = self._rows("SELECT count(*) FROM records WHERE kind = ?", kind)
        return Evaluated(str(rows[0][0]), rows[0][0])

    def _counts(self, side: str) -> Evaluated:
        rows = self._rows(
            "SELECT substr(collection, ?), sum(amount) FROM tallies "
            "WHERE collection >= ? AND collection < ? "
            "GROUP BY collection ORDER BY collection",
            len(side) + 2,
            f"{side}:",
            f"{side};",
        )
        parts = (f"{name}={count}" for name, count in rows)
        return Evaluated(digest_of_parts(parts), dict(rows))


class View:
    """What a renderer sees; `reads` tells which keys it read, with their digests."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.reads: dict[str, str] = {}

    def matter(self, code: str) -> PublishedMatter | None:
        """Return a matter in force, or None."""
        stored = self._read(f"record|matter|{code}")
        return None if stored is None else PublishedMatter(**stored)

    def card(self, code: str) -> Card | None:
        """Return the card of a matter in force, or None."""
        card: Card | None = self._read(f"card|{code}")
        return card

    def record(self, kind: str, key: str) -> Payload | None:
        """Return the payload of a department, hall, region or the site, or None."""
        payload: Payload | None = self._read(f"record|{kind}|{key}")
        return payload

    def records(self, kind: str) -> Sequence[Payload]:
        """Return all payloads of a kind in the order of their names' sound."""
        payloads: Sequence[Payload] = self._read(f"records|{kind}")
        return payloads

    def theme(self) -> Payload:
        """Return the address of the site; and depend on all that shapes a page."""
        theme: Payload = self._read("record|look|default")
        return theme

    def count(self, collection: str) -> int:
        """Return how many matters a list has."""
        count: int = self._read(f"count|{collection}")
        return count

    def everything(self, collection: str) -> Collection[Card]:
        """Return all cards of a list in the order of the names' sound.

        Those of a long list are read one by one, each time anew.
        """
        cards: Collection[Card] = self._read(f"list|{collection}")
        return cards

    def link(self, code: str) -> Link | None:
        """Return the line of a matter in lists, or None when it is not published."""
        link: Link | None = self._read(f"link|{code}")
        return link

    def by_sound(self, codes: Iterable[str]) -> list[Link]:
        """Return the lines of some matters that are published, by their names' sound."""
        ordered = sorted(codes, key=lambda code: str(self._read(f"sound|{code}")))
        return [link for link in map(self.link, ordered) if link is not None]

    def held(self, code: str) -> Sequence[str]:
        """Return the names of the site's variants that have the guide of a matter."""
        names: Sequence[str] = self._read(f"held|{code}")
        return names

    def english_names(self, codes: Collection[str]) -> dict[str, str]:
        """Return the English of the names of matters by these names."""
        names: dict[str, str] = {}
        for code in codes:
            names |= self._read(f"named|{code}")
        return names

    def links(self, collection: str) -> Sequence[Link]:
        """Return the lines of a list in the order of the names' sound."""
        links: Sequence[Link] = self._read(f"links|{collection}")
        return links

    def newest(self, collection: str) -> Sequence[Card]:
        """Return the cards of a list that were published last, the newest first."""
        cards: Sequence[Card] = self._read(f"newest|{collection}")
        return cards

    def latest(self, collection: str) -> str:
        """Return the day when a matter of a list was published last, "" for none."""
        day: str = self._read(f"latest|{collection}")
        return day

    def recent(self) -> Sequence[RecentVersion]:
        """Return the versions that were published last, the newest first."""
        recent: Sequence[RecentVersion] = self._read(RECENT)
        return recent

    def page(self, name: str, make: Callable[[View], bytes]) -> bytes:
        """Return what `make` gives; made once for the outputs that follow each other.

        `name` tells what is made. So the variants of a page are made of it without
        rendering it anew.
        """
        last = self._store.last_page
        if last is None or last.name != name:
            inner = View(self._store)
            try:
                body = make(inner)
            finally:
                self.reads |= inner.reads
            last = LastPage(name=name, body=body, reads=inner.reads)
            self._store.last_page = last
        self.reads |= last.reads
        return last.body

    def made(self, name: str, make: Callable[[View], Body]) -> Body:
        """Return what `make` gives, and keep its seal for who asks for it by name."""
        inner = View(self._store)
        body = make(inner)
        self._store.seals[name] = Seal(
            size=len(body), sha256=digest_of(body), reads=inner.reads
        )
        self.reads |= inner.reads
        return body

    def seal(self, name: str, make: Callable[[View], Body]) -> Seal:
        """Return the seal of what `make` gives; made anew only when it is not known."""
        if name not in self._store.seals:
            self.made(name, make)
        seal = self._store.seals[name]
        self.reads |= seal.reads
        return seal

    def lines(self, collection: str, number: int) -> ListPage:
        """Return one page of a list, without reading the others."""
        links: Sequence[Link] = self._read(f"lines|{collection}|{number}")
        return ListPage(number=number, amount=self.count(collection), links=links)

    def card_fields(self, code: str, names: str) -> Fields | None:
        """Return some fields of a card ("url,name"), None when it is not published."""
        fields: Fields | None = self._read(f"card_fields|{code}|{names}")
        return fields

    def fields(self, collection: str, names: str, number: int = 0) -> Sequence[Fields]:
        """Return some fields of the cards of a list, or of those on one page of it."""
        of_page = f"page_fields|{collection}|{names}|{number}"
        key = of_page if number else f"fields|{collection}|{names}"
        fields: Sequence[Fields] = self._read(key)
        return fields

    def letters(self, collection: str) -> Mapping[str, int]:
        """Return how many names of a list begin with each letter, "~" for none."""
        letters: Mapping[str, int] = self._read(f"letters|{collection}")
        return letters

    def entries(self, collection: str) -> Sequence[Payload]:
        """Return the payloads of a list of records in the order of the names' sound."""
        entries: Sequence[Payload] = self._read(f"entries|{collection}")
        return entries

    def record_links(self, collection: str) -> Sequence[Link]:
        """Return the lines of a list of records in the order of the names' sound."""
        links: Sequence[Link] = self._read(f"record_links|{collection}")
        return links

    def size(self, kind: str) -> int:
        """Return how many records of a kind there are."""
        size: int = self._read(f"size|{kind}")
        return size

    def counts(self, side: str) -> Mapping[str, int]:
        """Return the sizes of the lists of a side: person, company, department."""
        counts: Mapping[str, int] = self._read(f"counts|{side}")
        return counts

    def _read(self, key: str) -> Any:
        evaluated = self._store.evaluate(key)
        self.reads[key] = evaluated.digest
        return evaluated.value
