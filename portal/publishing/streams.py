"""Lists that are read one by one, so that memory does not grow with them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from typing import Final

from portal.publishing.cards import Card, card_from_json
from portal.publishing.manifest import Manifest
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

    def __iter__(self) -> Iterator[Card]:
        for (card,) in self._select("cards.card"):
            yield card_from_json(card)

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
