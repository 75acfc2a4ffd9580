"""Read the records of the release that readers see, for who answers their queries.

They are those that the pages were made from: a query and a page never disagree for longer
than a publication takes, and both go back together.
"""

from __future__ import annotations

import datetime
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.publishing.history import statements as sql
from portal.publishing.history.ledger import Ledger
from portal.publishing.releases import Releases
from portal.publishing.source import MATTER


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRecord:
    """A public record: its payload and since when it is public in this state."""

    kind: str
    key: str
    since: datetime.datetime
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveGuide:
    """A public guide: its payload, version number and time of publication (ISO 8601)."""

    code: str
    number: int
    published_at: str
    payload: Mapping[str, Any]


def live_guide(code: str) -> LiveGuide | None:
    """Return the guide that readers see, or None."""
    found = live_record(MATTER, code)
    return None if found is None else _guide(found)


def live_guides(
    *, department: str, start: int, amount: int
) -> tuple[int, list[LiveGuide]]:
    """Return how many guides there are and some of them, by code; "" is any department."""
    total, found = live_records(
        MATTER, department=department, start=start, amount=amount
    )
    return total, [_guide(record) for record in found]


def live_record(kind: str, key: str) -> LiveRecord | None:
    """Return the record that readers see, or None."""
    with _ledger() as ledger:
        row = ledger.connection.execute(
            sql.LIVE_RECORD, {"kind": kind, "key": key}
        ).fetchone()
    return None if row is None else _record(kind, row)


def live_records(
    kind: str, *, department: str, start: int, amount: int
) -> tuple[int, list[LiveRecord]]:
    """Return how many records of a kind there are and some of them, by key.

    With a department only its own; "" is any.
    """
    chosen = {"kind": kind, "department": department, "start": start, "amount": amount}
    count = sql.COUNT_OF_DEPARTMENT if department else sql.COUNT_LIVE
    rows = sql.LIVE_OF_DEPARTMENT if department else sql.LIVE_RECORDS
    with _ledger() as ledger:
        (total,) = ledger.connection.execute(count, chosen).fetchone()
        found = ledger.connection.execute(rows, chosen).fetchall()
    return total, [_record(kind, row) for row in found]


def live_number() -> int:
    """Return the number of the release that readers see, 0 before the first one."""
    with _ledger() as ledger:
        last = ledger.last()
    return last.number if last else 0


def _ledger() -> Ledger:
    return Ledger.open(Releases.configured().folder)


def _record(kind: str, row: tuple[Any, ...]) -> LiveRecord:
    key, at, payload = row
    return LiveRecord(
        kind=kind,
        key=key,
        since=datetime.datetime.fromisoformat(at),
        payload=json.loads(zlib.decompress(payload)),
    )


def _guide(record: LiveRecord) -> LiveGuide:
    return LiveGuide(
        code=record.key,
        number=record.payload["number"],
        published_at=record.payload["published_at"],
        payload=record.payload["payload"],
    )
