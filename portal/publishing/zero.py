"""Keep the four-zero list: when a matter came on it, and when and why it left."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils import timezone

from content.zero_list import zero_entries
from portal.publishing.models import RecordSnapshot, ZeroListing
from portal.publishing.versions import Compiled, put_snapshots

ZERO_LOG: Final = "log"

Held = dict[tuple[str, str, str], str]


def take_versions(compiled: Iterable[Compiled], at: datetime.datetime) -> None:
    """Bring the list to what new versions say, and log what came and went.

    Call it inside the transaction that adds the versions.
    """
    payloads = {item.code: json.loads(item.payload_json) for item in compiled}
    held: Held = {
        (code, entry.kind, entry.scenario): entry.proof
        for code, payload in payloads.items()
        if payload["kind"] == "guide"
        for entry in zero_entries(payload["guide"])
    }
    names = {code: payload["guide"]["name"] for code, payload in payloads.items()}
    _change(names, held, at, "办事指南修改后不再符合")


def take_withdrawal(code: str, at: datetime.datetime) -> None:
    """Take a withdrawn matter off the list."""
    _change({code: ""}, {}, at, "办事指南已撤下")


def zero_log() -> dict[str, Any]:
    """Return the list and its log as they are published."""
    rows = ZeroListing.objects.order_by("code", "kind", "scenario", "since", "pk")
    return {
        "key": ZERO_LOG,
        "name": "四零清单",
        "since": [
            {"code": row.code, "kind": row.kind, "scenario": row.scenario}
            | {"since": row.since.isoformat()}
            for row in rows
            if row.withdrawn_on is None
        ],
        "withdrawn": [
            {
                "code": row.code,
                "name": row.name,
                "kind": row.kind,
                "scenario": row.scenario,
                "since": row.since.isoformat(),
                "withdrawn_on": row.withdrawn_on.isoformat(),
                "reason": row.reason,
            }
            for row in rows
            if row.withdrawn_on is not None
        ],
    }


def _change(
    names: Mapping[str, str], held: Held, at: datetime.datetime, reason: str
) -> None:
    day = timezone.localdate(at)
    listed = {
        (row.code, row.kind, row.scenario): row
        for row in ZeroListing.objects.filter(code__in=names, withdrawn_on=None)
    }
    gone = [row for key, row in listed.items() if key not in held]
    for row in gone:
        row.withdrawn_on, row.reason = day, reason
    ZeroListing.objects.bulk_update(gone, ["withdrawn_on", "reason"])
    new = [
        ZeroListing(
            code=code,
            name=names[code],
            kind=kind,
            scenario=scenario,
            proof=proof,
            since=day,
        )
        for (code, kind, scenario), proof in held.items()
        if (code, kind, scenario) not in listed
    ]
    ZeroListing.objects.bulk_create(new)
    if gone or new:
        put_snapshots([(RecordSnapshot.Kind.ZERO.value, ZERO_LOG, zero_log())])
