"""What changes of records reach: scopes, places in lists, fields of cards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import fields
from enum import Enum, auto

from portal.publishing.cards import Card
from portal.publishing.keys import parts_of
from portal.publishing.source import MATTER
from portal.publishing.store import RECENT

_FIELDS, _PAGE_FIELDS = "fields", "page_fields"

# Where a card stands in its lists: key of its name's sound, and code.
Place = tuple[str, str]


class Effect(Enum):
    """What is known of a key's value without looking at it."""

    NONE = auto()
    UNKNOWN = auto()
    SURE = auto()


class Touched:
    """What changes reached: scopes, and where members of lists were or are.

    Lists are shown in pages; the places tell which of them can be others now.
    """

    def __init__(self) -> None:
        self.scopes: set[str] = set()
        self.places: dict[str, list[Place]] = {}
        self.growth: Counter[str] = Counter()
        # The scopes on which it hangs what outputs there are: a list in which cards
        # only changed has the pages that it had.
        self.planning: set[str] = set()
        # By list: which fields of its cards differ, None when cards came or went.
        self.differing: dict[str, set[str] | None] = {}
        # By list: from where to where cards moved in it.
        self.moves: dict[str, list[tuple[Place, Place]]] = {}

    def record(self, scopes: set[str]) -> None:
        """Note what a record that is no matter reaches."""
        self.scopes |= scopes
        self.planning |= scopes

    def matter(self, code: str) -> None:
        """Note that a matter came, changed or went."""
        self.scopes |= {f"record|{MATTER}|{code}", RECENT}
        self.planning.add(f"record|{MATTER}|{code}")

    def edited(self, old: Card | None, new: Card | None) -> None:
        """Note a card before and after a change; None where it was not there."""
        before = list_scopes(old.collections) if old else set()
        after = list_scopes(new.collections) if new else set()
        if old is not None:
            self._card(old, -1)
        if new is not None:
            self._card(new, 1)
        self.planning |= before ^ after
        differing = _differing_fields(old, new)
        for scope in before | after:
            collection = scope.removeprefix("list|")
            known = self.differing.setdefault(collection, set())
            if known is None or old is None or new is None or scope in before ^ after:
                self.differing[collection] = None
                continue
            known |= differing
            if old.sort_key != new.sort_key:
                move = (old.sort_key, old.code), (new.sort_key, new.code)
                self.moves.setdefault(collection, []).append(move)

    def effect(self, key: str, passes: Callable[[str, Place, Place], bool]) -> Effect:
        """Tell what changed cards do to the value of a key.

        `passes` tells whether a card that moved in a list went past another one.
        """
        kind = key.partition("|")[0]
        if kind not in (_FIELDS, _PAGE_FIELDS):
            return Effect.UNKNOWN
        collection, names, *_number = parts_of(key)
        differing = self.differing.get(collection)
        if differing is None or not differing.isdisjoint(names.split(",")):
            # One page can still be as it was.
            return Effect.SURE if kind == _FIELDS else Effect.UNKNOWN
        moves = self.moves.get(collection, ())
        # Two that moved may have changed places with nobody between them now.
        moved = len(moves) > 1 or any(passes(collection, *move) for move in moves)
        return Effect.UNKNOWN if moved else Effect.NONE

    def _card(self, card: Card, growth: int) -> None:
        self.scopes |= {"counts", f"card|{card.code}"}
        for collection in card.collections:
            self.scopes.add(f"list|{collection}")
            place = (card.sort_key, card.code)
            self.places.setdefault(collection, []).append(place)
            self.growth[collection] += growth


def list_scopes(collections: Iterable[str]) -> set[str]:
    """Return the scopes of lists, and that of their sizes when there are any."""
    scopes = {f"list|{collection}" for collection in collections}
    return scopes | {"counts"} if scopes else scopes


def _differing_fields(old: Card | None, new: Card | None) -> set[str]:
    names = (field.name for field in fields(Card))
    return {
        name for name in names if getattr(old, name, None) != getattr(new, name, None)
    }
