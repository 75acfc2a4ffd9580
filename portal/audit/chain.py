"""Append events to a hash chain and check a chain link by link.

    commitment = SHA-256(salt + canonical JSON of the body)
    hash       = SHA-256(prev_hash + canonical JSON of the envelope with the commitment)

The first `prev_hash` of a stream is its genesis, which the stream's owner derives from
what the stream is about.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.audit.canonical import canonical_json, sha256_text
from portal.audit.errors import ChainForkError
from portal.audit.models import ALGORITHM, SCHEMA_VERSION, Event, EventPayload

_SALT_BYTES: Final = 32
_DIGEST_LENGTH: Final = 64


@dataclass(frozen=True, slots=True)
class EventRef:
    """The new head of a stream."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What an event says.

    Attributes:
        type: What happened, e.g. "case.accepted".
        actor: Who did it, as a stable id that names no person, e.g. "user:42".
        body: What is recorded; no floats (see `portal.audit.canonical`).
        office: The key of the office in whose name, or "".
        acted_as: In whose place (B for A), or "".
        blob_digests: Digests of the stored files that it speaks of.
        at: When; now by default.
    """

    type: str
    actor: str
    body: Mapping[str, Any]
    office: str = ""
    acted_as: str = ""
    blob_digests: Sequence[str] = ()
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The first place at which a stream is not what was written."""

    stream: str
    seq: int
    reason: str


def append_event(
    record: Record, *, stream: UUID, genesis: str, head: tuple[int, str]
) -> EventRef:
    """Append one event to a stream and return the new head.

    The caller holds the lock on the row that owns the stream and runs this in the same
    transaction as the change that it records.

    Args:
        record: What to record.
        stream: The stream's id.
        genesis: What the first event's `prev_hash` is; ignored later.
        head: The (seq, hash) of the last event; (0, "") for a new stream.

    Raises:
        ChainForkError: somebody else has appended since `head` was read.
    """
    seq = head[0] + 1
    salt = secrets.token_hex(_SALT_BYTES)
    body_text = canonical_json(record.body)
    event = Event(
        stream=stream,
        seq=seq,
        type=record.type,
        schema_version=SCHEMA_VERSION,
        actor=record.actor,
        acted_as=record.acted_as,
        office=record.office,
        recorded_at=utc_text(record.at or timezone.now()),
        commitment=sha256_text(salt + body_text),
        blob_list=",".join(sorted(set(record.blob_digests))),
        algo=ALGORITHM,
        prev_hash=head[1] if head[0] else genesis,
    )
    event.hash = link_hash(event)
    try:
        with transaction.atomic():
            event.save(force_insert=True)
            EventPayload(event=event, salt=salt, body=body_text).save(force_insert=True)
    except IntegrityError as err:
        raise ChainForkError(
            f"Event {seq} of stream '{stream}' exists already; expected '{head[1]}' to "
            f"be the head. Lock the owner's row before reading its head."
        ) from err
    return EventRef(seq, event.hash)


def link_hash(event: Event) -> str:
    """Return the hash that an event's columns must have."""
    envelope = {
        "stream": str(event.stream),
        "seq": event.seq,
        "type": event.type,
        "schema_version": event.schema_version,
        "actor": event.actor,
        "acted_as": event.acted_as,
        "office": event.office,
        "recorded_at": event.recorded_at,
        "commitment": event.commitment,
        "blob_digests": event.blob_list,
        "algo": event.algo,
    }
    return sha256_text(event.prev_hash + canonical_json(envelope))


def utc_text(at: datetime) -> str:
    """Return a time as UTC text with exactly six digits of a second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def verify_stream(
    stream: UUID, *, genesis: str, head: tuple[int, str], events: Iterable[Event]
) -> Break | None:
    """Return the first break of a stream, or None when it is whole.

    Args:
        stream: The stream's id.
        genesis: What the first `prev_hash` must be.
        head: What the owner of the stream says the last event is.
        events: The stream's events by seq, with their payloads selected.
    """
    seq, link = 0, genesis
    for event in events:
        if reason := _link_reason(event, expected_seq=seq + 1, expected_prev=link):
            return Break(stream=str(stream), seq=min(event.seq, seq + 1), reason=reason)
        seq, link = event.seq, event.hash
    if seq < head[0]:
        reason = f"event {seq + 1} is missing; the owner's head is {head[0]}"
        return Break(stream=str(stream), seq=seq + 1, reason=reason)
    if seq > head[0]:
        reason = f"event {head[0] + 1} is beyond the owner's head {head[0]}"
        return Break(stream=str(stream), seq=head[0] + 1, reason=reason)
    if link != (head[1] or genesis):
        reason = "the owner's head hash is not that of its last event"
        return Break(stream=str(stream), seq=seq, reason=reason)
    return None


def _link_reason(event: Event, *, expected_seq: int, expected_prev: str) -> str:
    if event.seq != expected_seq:
        return f"event {expected_seq} is missing; the next one is {event.seq}"
    if event.prev_hash != expected_prev:
        return "prev_hash is not the hash of the event before"
    if event.algo != ALGORITHM:
        return f"algorithm '{event.algo}' is not '{ALGORITHM}'"
    if event.hash != link_hash(event):
        return "hash does not fit the event's columns"
    if any(len(digest) != _DIGEST_LENGTH for digest in event.blob_digests):
        return "a file's digest is malformed"
    return _payload_reason(event)


def _payload_reason(event: Event) -> str:
    try:
        payload = event.payload
    except EventPayload.DoesNotExist:
        return "the body of the event is missing"
    if sha256_text(payload.salt + payload.body) != event.commitment:
        return "the body does not fit the event's commitment"
    try:
        json.loads(payload.body)
    except ValueError:
        return "the body is no JSON"
    return ""
