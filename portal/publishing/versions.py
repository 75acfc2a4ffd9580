"""Write versions and snapshots; the rules of when are in `services`."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Max
from django.utils import timezone

from portal.accounts.models import User
from portal.publishing.cards import canonical_json
from portal.publishing.models import MatterVersion, RecordSnapshot

# Applications begun under a version may be filed this long after a newer one.
FILING_GRACE: Final = datetime.timedelta(days=30)

RecordValue = tuple[str, str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A matter's payload, ready to be stored."""

    matter_key: uuid.UUID
    code: str
    source_id: str
    payload_json: str
    digest: str


def compile_matter(matter_key: uuid.UUID, payload: Mapping[str, Any]) -> Compiled:
    """Return a payload in its canonical spelling, with its SHA-256."""
    text = canonical_json(payload)
    return Compiled(
        matter_key=matter_key,
        code=payload["code"],
        source_id=payload["source_id"],
        payload_json=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def add_versions(
    compiled: Sequence[Compiled], user: User | None, at: datetime.datetime
) -> list[str]:
    """Add a version of everything that changed, closing the one before.

    Returns the codes that changed. Call it inside a transaction.
    """
    in_force = open_versions(item.matter_key for item in compiled)
    changed = [
        item
        for item in compiled
        if item.matter_key not in in_force
        or in_force[item.matter_key].digest != item.digest
    ]
    if not changed:
        return []
    superseded = [
        in_force[item.matter_key] for item in changed if item.matter_key in in_force
    ]
    # A version cannot begin before the one that it follows.
    at = max([at, *(version.effective_from for version in superseded)])
    close_versions(superseded, at, grace=FILING_GRACE)
    numbers = _last_numbers(changed)
    MatterVersion.objects.bulk_create(
        [
            MatterVersion(
                matter_key=item.matter_key,
                code=item.code,
                source_id=item.source_id,
                number=numbers.get(item.matter_key, 0) + 1,
                payload_json=item.payload_json,
                digest=item.digest,
                effective_from=at,
                published_by=user,
            )
            for item in changed
        ]
    )
    return [item.code for item in changed]


def open_versions(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, MatterVersion]:
    """Return the versions in force by matter, locked and without their payload."""
    versions = (
        MatterVersion.objects.select_for_update()
        .filter(matter_key__in=list(keys), effective_to__isnull=True)
        .defer("payload_json")
    )
    return {version.matter_key: version for version in versions}


def close_versions(
    versions: Sequence[MatterVersion],
    at: datetime.datetime,
    *,
    grace: datetime.timedelta | None,
) -> None:
    """End versions; with a grace they can still be filed under for that long."""
    if versions:
        MatterVersion.objects.filter(
            pk__in=[version.pk for version in versions]
        ).update(effective_to=at, filing_cutoff=None if grace is None else at + grace)


def put_snapshots(values: Iterable[RecordValue]) -> list[tuple[str, str]]:
    """Store (kind, key, payload) where it changed; return (kind, key) of those."""
    wanted = {(kind, key): canonical_json(payload) for kind, key, payload in values}
    kinds = {kind for kind, _ in wanted}
    known = {
        (snapshot.kind, snapshot.key): snapshot.digest
        for snapshot in RecordSnapshot.objects.filter(kind__in=kinds).only(
            "kind", "key", "digest"
        )
    }
    now = timezone.now()
    changed = [
        RecordSnapshot(
            kind=kind, key=key, payload_json=text, digest=digest, updated_at=now
        )
        for (kind, key), text in wanted.items()
        if known.get((kind, key))
        != (digest := hashlib.sha256(text.encode()).hexdigest())
    ]
    RecordSnapshot.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["payload_json", "digest", "updated_at"],
    )
    return [(snapshot.kind, snapshot.key) for snapshot in changed]


def _last_numbers(compiled: Sequence[Compiled]) -> dict[uuid.UUID, int]:
    versions = MatterVersion.objects.filter(
        matter_key__in=[item.matter_key for item in compiled]
    )
    # The model's own order would become part of the grouping.
    return dict(
        versions.order_by()
        .values("matter_key")
        .annotate(last=Max("number"))
        .values_list("matter_key", "last")
    )
