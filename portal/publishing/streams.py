"""Lists that are read one by one or in part, so that memory does not grow with them.

Who reads some fields of the cards hangs on these alone: a new summary is no reason to make
a statistic or a list of names again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from portal.publishing.cards import Card, canonical_json, card_from_json
from portal.publishing.manifest import Manifest
from portal.publishing.values import Evaluated, digest_of_parts
from portal.theming.paging import PAGE_SIZE

_IN_ORDER: Final = (
    "FROM members JOIN cards USING (code) WHERE members.collection = ? "
    "ORDER BY members.sort_key, members.code"
)


class CardStream(Collection[Card]):
    """The cards of a list in the order of the names' sound, from the manifest."""

    def __init__(self, connection: sqlite3.Connection, collection: str) -> None:
        self._connection = connection
        self._collection = collection

    def rows(self) -> list[tuple[str, str]]:
        """Return digest and text of every card at once, for a list that is short."""
        return self._select("cards.digest, cards.card").fetchall()

    def digests(self) -> Iterator[str]:
        """Yield the digest of each card."""
        for (digest,) in self._select("cards.digest"):
            yield digest

    def texts(self) -> Iterator[str]:
        """Yield each card as JSON."""
        for (card,) in self._select("cards.card"):
            yield card

    def __iter__(self) -> Iterator[Card]:
        return map(card_from_json, self.texts())

    def __len__(self) -> int:
        (count,) = self._connection.execute(
            "SELECT coalesce(sum(amount), 0) FROM tallies WHERE collection = ?",
            (self._collection,),
        ).fetchone()
        return int(count)

    def __contains__(self, card: object) -> bool:
        return any(card == each for each in self)

    def _select(self, columns: str) -> sqlite3.Cursor:
        return self._connection.execute(
            f"SELECT {columns} {_IN_ORDER}", (self._collection,)
        )


class CardLists:
    """What is read of lists without their whole cards, from a manifest."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._connection = manifest.connection

    def count(self, collection: str) -> Evaluated:
        """Return how many cards a list has."""
        count = len(CardStream(self._connection, collection))
        return Evaluated(str(count), count)

    def latest(self, collection: str) -> Evaluated:
        """Return the day when a card of a list was published last, "" for none."""
        ((day,),) = self._connection.execute(
            "SELECT max(published_on) FROM members "
            "WHERE collection = ? AND published_on <> ''",
            (collection,),
        )
        return Evaluated(day or "", day or "")

    def fields(self, key: str) -> Evaluated:
        """Return what `LIST|FIELD,FIELD` means: a mapping for each card in order."""
        collection, _, names = key.rpartition("|")
        return _in_part(CardStream(self._connection, collection).texts(), names)

    def page_fields(self, key: str) -> Evaluated:
        """Return what `LIST|FIELD,FIELD|NUMBER` means: those of one page of the list."""
        collection, names, number = key.rsplit("|", 2)
        rows = page_rows(self._manifest, collection, int(number))
        return _in_part((card for *_others, card in rows), names)

    def card_fields(self, key: str) -> Evaluated:
        """Return what `CODE|FIELD,FIELD` means; None when there is no such card."""
        code, _, names = key.rpartition("|")
        rows = self._connection.execute(
            "SELECT card FROM cards WHERE code = ?", (code,)
        )
        found = _in_part((card for (card,) in rows), names)
        return Evaluated(found.digest, next(iter(found.value), None))


def _in_part(cards: Iterable[str], names: str) -> Evaluated:
    """Return some fields of cards, given as JSON."""
    fields = names.split(",")
    found = []
    for text in cards:
        card = json.loads(text)
        found.append({name: card[name] for name in fields})
    texts = [canonical_json(each) for each in found]
    digest = digest_of_parts(texts) if texts else ""
    return Evaluated(digest, found, size=sum(map(len, texts)))


def page_rows(
    manifest: Manifest, collection: str, number: int
) -> list[tuple[str, str, str, str]]:
    """Return line, code, digest and text of the cards on a page of a list."""
    letter, skipped = manifest.place_of_member(collection, (number - 1) * PAGE_SIZE)
    return manifest.connection.execute(
        "SELECT cards.line, cards.code, cards.digest, cards.card "
        "FROM (SELECT sort_key, code FROM members WHERE collection = ? AND sort_key >= ? "
        "ORDER BY sort_key, code LIMIT ? OFFSET ?) AS page "
        "JOIN cards ON cards.code = page.code ORDER BY page.sort_key, page.code",
        (collection, letter, PAGE_SIZE, skipped),
    ).fetchall()
