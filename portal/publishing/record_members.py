"""Records that are members of a list: whole, or as the lines that lead to them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any, Final

from portal.publishing.cards import canonical_json
from portal.publishing.values import Evaluated, digest_of_parts, evaluated_rows
from portal.theming import theme_pages
from portal.theming.contexts import Link

_IN_ORDER: Final = (
    "FROM members JOIN records "
    "ON records.kind = substr(members.code, 1, instr(members.code, ':') - 1) "
    "AND records.key = substr(members.code, instr(members.code, ':') + 1) "
    "WHERE members.collection = ? ORDER BY members.sort_key, members.code"
)
_MOST_KEPT: Final = 4096


class RecordMembers:
    """The records of lists, from a manifest.

    A list has hundreds of entries and each matter on it shows its name: so lines are kept
    by the digest of their record, and a record is read once for them.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lines: dict[str, Link] = {}

    def entries(self, collection: str) -> Evaluated:
        """Return the payloads of a list of records, in its order."""
        return evaluated_rows(
            self._select("records.digest, records.payload", collection), json.loads
        )

    def lines(self, collection: str) -> Evaluated:
        """Return the lines of a list of records, in its order.

        Their digest stays when what else is in the records changes.
        """
        rows = self._select("records.kind, records.key, records.digest", collection)
        lines = [self._line(*row) for row in rows]
        return Evaluated(digest_of_parts(map(canonical_json, lines)), lines)

    def _line(self, kind: str, key: str, digest: str) -> Link:
        known = self._lines.get(digest)
        if known is not None:
            return known
        if len(self._lines) >= _MOST_KEPT:
            self._lines.clear()
        (payload,) = self._connection.execute(
            "SELECT payload FROM records WHERE kind = ? AND key = ?", (kind, key)
        ).fetchone()
        line = _LINES.get(kind, _plain_line)(json.loads(payload))
        self._lines[digest] = line
        return line

    def _select(self, columns: str, collection: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(
            f"SELECT {columns} {_IN_ORDER}", (collection,)
        ).fetchall()


def _plain_line(payload: Any) -> Link:
    return Link(url=payload["url"], name=payload["name"])


_LINES: Final[dict[str, Callable[[Any], Link]]] = {"theme": theme_pages.theme_link}
