from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest

from portal.audit.canonical import sha256_text
from portal.audit.chain import Record, append_event, link_hash, verify_stream
from portal.audit.errors import ChainForkError, RecordIsFinal
from portal.audit.models import Event, EventPayload
from tests.portal.audit.conftest import GENESIS, Appender, events_of

pytestmark = pytest.mark.django_db


def broken_at(stream: UUID, head: tuple[int, str]) -> tuple[int, str] | None:
    found = verify_stream(stream, genesis=GENESIS, head=head, events=events_of(stream))
    return (found.seq, found.reason) if found else None


@pytest.fixture
def head(open_tables: None, append: Appender) -> tuple[int, str]:
    """The head of a chain of five events."""
    for number in range(4):
        append(body={"number": number})
    ref = append(body={"number": 4}, blob_digests=["a" * 64])
    return (ref.seq, ref.hash)


def test_events_are_linked_from_the_genesis_on(append: Appender, stream: UUID) -> None:
    refs = [append(), append(body={})]
    first, second = events_of(stream)
    assert [ref.seq for ref in refs] == [1, 2]
    assert (first.prev_hash, second.prev_hash) == (GENESIS, first.hash)
    assert refs[1].hash == second.hash == link_hash(second)
    assert first.commitment == sha256_text(first.payload.salt + first.payload.body)


def test_event_keeps_what_it_was_told(append: Appender, stream: UUID) -> None:
    moment = datetime(2026, 3, 2, 7, 0, 0, 1, tzinfo=UTC)
    append(
        office="mzj", acted_as="T1", at=moment, blob_digests=["b" * 64, "a" * 64] * 2
    )
    event = events_of(stream)[0]
    assert event.recorded_at == "2026-03-02T07:00:00.000001Z"
    assert event.blob_digests == ("a" * 64, "b" * 64)
    assert (event.office, event.acted_as) == ("mzj", "T1")


def test_equal_bodies_have_different_commitments(
    append: Appender, stream: UUID
) -> None:
    append()
    append()
    first, second = events_of(stream)
    assert first.payload.body == second.payload.body
    assert first.commitment != second.commitment


def test_second_event_on_an_old_head_is_refused(append: Appender, stream: UUID) -> None:
    append()
    with pytest.raises(ChainForkError):
        append_event(
            Record(type="tea.made", actor="user:2", body={}),
            stream=stream,
            genesis=GENESIS,
            head=(0, ""),
        )
    assert len(events_of(stream)) == 1


def test_rows_refuse_to_be_saved_again_or_deleted(
    append: Appender, stream: UUID
) -> None:
    append()
    event = events_of(stream)[0]
    for row in (event, event.payload):
        with pytest.raises(RecordIsFinal):
            row.save()
        with pytest.raises(RecordIsFinal):
            row.delete()


def test_untouched_chain_is_whole(head: tuple[int, str], stream: UUID) -> None:
    assert broken_at(stream, head) is None


@pytest.mark.parametrize(
    "column",
    [
        "type",
        "schema_version",
        "actor",
        "acted_as",
        "office",
        "recorded_at",
        "commitment",
        "blob_list",
        "prev_hash",
        "hash",
    ],
)
def test_one_changed_column_is_found_at_its_row(
    head: tuple[int, str], stream: UUID, column: str
) -> None:
    rows = Event.objects.filter(stream=stream, seq=3)
    old = getattr(rows.get(), column)
    rows.update(**{column: 2 if column == "schema_version" else _bent(old)})
    found = broken_at(stream, head)
    assert found is not None
    assert found[0] == 3


@pytest.mark.parametrize("column", ["salt", "body"])
def test_one_changed_byte_of_a_body_is_found(
    head: tuple[int, str], stream: UUID, column: str
) -> None:
    rows = EventPayload.objects.filter(event__stream=stream, event__seq=3)
    rows.update(**{column: _bent(getattr(rows.get(), column))})
    assert broken_at(stream, head) == (
        3,
        "the body does not fit the event's commitment",
    )


def test_missing_body_is_found(head: tuple[int, str], stream: UUID) -> None:
    EventPayload.objects.filter(event__stream=stream, event__seq=2).delete()
    assert broken_at(stream, head) == (2, "the body of the event is missing")


@pytest.mark.parametrize("seq", [1, 3, 5])
def test_deleted_event_is_found(head: tuple[int, str], stream: UUID, seq: int) -> None:
    EventPayload.objects.filter(event__stream=stream, event__seq=seq).delete()
    Event.objects.filter(stream=stream, seq=seq).delete()
    found = broken_at(stream, head)
    assert found is not None
    assert found[0] == seq
    assert re.search(f"event {seq} is missing", found[1])


def test_swapped_events_are_found(head: tuple[int, str], stream: UUID) -> None:
    rows = Event.objects.filter(stream=stream)
    for old, new in ((2, 99), (3, 2), (99, 3)):
        rows.filter(seq=old).update(seq=new)
    found = broken_at(stream, head)
    assert found is not None
    assert found[0] == 2


def test_event_added_at_the_end_is_found(
    head: tuple[int, str], stream: UUID, append: Appender
) -> None:
    append()
    assert broken_at(stream, head) == (6, "event 6 is beyond the owner's head 5")


def test_head_with_another_hash_is_found(head: tuple[int, str], stream: UUID) -> None:
    assert broken_at(stream, (5, "0" * 64)) == (
        5,
        "the owner's head hash is not that of its last event",
    )


def test_other_genesis_is_found(head: tuple[int, str], stream: UUID) -> None:
    found = verify_stream(stream, genesis="0" * 64, head=head, events=events_of(stream))
    assert found is not None
    assert found.seq == 1


def _bent(text: str) -> str:
    if not text:
        return "x"
    return ("1" if text[0] != "1" else "2") + text[1:]
