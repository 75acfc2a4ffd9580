"""Change any byte, row or file behind the services' back: the archive must tell where."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from portal.audit import blobs, triggers
from portal.audit.chain import Record, append_event, link_hash
from portal.audit.models import Event
from portal.audit.services import seal_now
from portal.cases import services
from portal.cases.archive import verify_archive
from portal.cases.archive_edges import FirstBreak
from portal.cases.models import Case
from tests.factories.people import Cast
from tests.portal.cases.acting import ADDRESS_POINT, NOW, PLAN_POINT, material
from tests.portal.cases.conftest import Filer, finish_steps

TABLES: Final = (
    "audit_event",
    "audit_eventpayload",
    "audit_seal",
    "audit_sealleaf",
    "cases_case",
    "cases_casenumbercounter",
    "cases_clockspan",
    "cases_correctionnotice",
    "cases_correctionpoint",
    "cases_decision",
    "cases_document",
    "cases_materialfile",
    "cases_materialslot",
    "cases_stepinstance",
    "cases_submission",
    "cases_timer",
    "cases_timerfire",
    "publishing_matterversion",
)
# Row numbers mean nothing by themselves, and these columns of a version are kept by the
# database's own triggers: no case repeats them.
NOT_PROVEN: Final = {
    ("publishing_matterversion", name)
    for name in (
        "matter_key",
        "number",
        "effective_from",
        "effective_to",
        "filing_cutoff",
        "published_by_id",
        "created_at",
    )
}
ROWS_A_COLUMN: Final = 2


class Undone(Exception):
    """Ends a mutation: everything is as before."""


@contextmanager
def mutation() -> Iterator[None]:
    try:
        with transaction.atomic():
            # Whoever tampers with the tables does not mind their foreign keys.
            run("PRAGMA defer_foreign_keys = ON")
            yield
            raise Undone
    except (Undone, IntegrityError):
        # Either everything was seen and undone, or the database itself refused it.
        pass


def run(statement: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return cursor.fetchall() if cursor.description else []


def first_break() -> FirstBreak | None:
    return verify_archive().first_break


@pytest.fixture
def archive(file_case: Filer, cast: Cast, clock: time_machine.Traveller) -> list[Case]:
    """A corrected, decided and closed case, one that silence accepted, and a new one."""
    if connection.vendor != "sqlite":
        pytest.skip("changes raw SQLite rows; the checks are the same everywhere")
    triggers.drop(connection)
    long = file_case()
    services.request_correction(
        long.pk, actor=cast.olive, seen_seq=None, points=[ADDRESS_POINT, PLAN_POINT]
    )
    clock.move_to(NOW + timedelta(days=2))
    services.answer_correction(
        long.pk,
        actor=cast.alice,
        answers={"addr": "云溪区文昌街道书香路5号2层"},
        materials=[material(3, "better")],
    )
    services.accept(long.pk, actor=cast.olive, seen_seq=None)
    finish_steps(long, cast.rita)
    seal_now()
    services.decide(
        long.pk, actor=cast.anna, seen_seq=None, outcome="granted", reasons="符合条件"
    )
    finish_steps(long, cast.anna)
    services.close(long.pk, actor=cast.anna, seen_seq=None)
    silent = file_case()
    clock.move_to(NOW + timedelta(days=40))
    services.fire_due_timers()
    seal_now()
    fresh = file_case()
    assert first_break() is None
    return [Case.objects.get(pk=case.pk) for case in (long, silent, fresh)]


def flipped(rng: random.Random, value: Any) -> Any:
    """Return the value with one bit of one byte changed; None when it has none."""
    if isinstance(value, str) and value:
        raw = value.encode()
        while True:
            changed = bytearray(raw)
            changed[rng.randrange(len(raw))] ^= 1 << rng.randrange(7)
            try:
                return changed.decode()
            except UnicodeDecodeError:
                continue
    if isinstance(value, int) and not isinstance(value, bool):
        return value ^ (1 << rng.randrange(4))
    if isinstance(value, bool):
        return not value
    return "x" if value == "" else None


def columns_of(table: str) -> list[str]:
    names = [str(row[1]) for row in run(f"PRAGMA table_info({table})")]
    return [name for name in names if name != "id" and (table, name) not in NOT_PROVEN]


def rows_of(table: str) -> list[int]:
    return [
        row[0] for row in run(" ".join(["SELECT rowid FROM", table, "ORDER BY rowid"]))
    ]


def value_of(table: str, column: str, rowid: int) -> Any:
    return run(
        " ".join([f'SELECT "{column}"', "FROM", table, "WHERE rowid = %s"]), rowid
    )[0][0]


def change(table: str, column: str, rowid: int, value: object) -> None:
    run(
        " ".join(["UPDATE", table, f'SET "{column}" = %s', "WHERE rowid = %s"]),
        value,
        rowid,
    )


def take_away(table: str, rowid: int) -> None:
    run(" ".join(["DELETE FROM", table, "WHERE rowid = %s"]), rowid)


@pytest.mark.usefixtures("archive")
def test_one_bit_changed_in_any_column_is_found() -> None:
    seed = random.SystemRandom().randrange(10**6)
    rng = random.Random(seed)
    missed, changes = [], 0
    for table in TABLES:
        rows = rows_of(table)
        for column in columns_of(table):
            for rowid in rng.sample(rows, min(ROWS_A_COLUMN, len(rows))):
                old = value_of(table, column, rowid)
                new = flipped(rng, old)
                if new is None or means_the_same(column, old, new):
                    continue
                with mutation():
                    change(table, column, rowid, new)
                    changes += 1
                    if first_break() is None:
                        missed.append((table, column, old, new))
    assert not missed, f"seed {seed}"
    assert changes > len(TABLES)


def means_the_same(column: str, old: object, new: object) -> bool:
    """A UUID reads the same in capitals, a time with another sign before the hour."""
    if column.endswith("_at"):
        return str(old)[:10] + str(old)[11:] == str(new)[:10] + str(new)[11:]
    return column in {"id", "stream", "version_id", "case_id"} and (
        str(old).lower() == str(new).lower()
    )


@pytest.mark.usefixtures("archive")
def test_any_row_taken_away_is_found() -> None:
    for table in TABLES:
        rows = rows_of(table)
        assert rows, table
        for rowid in rows:
            with mutation():
                take_away(table, rowid)
                assert first_break() is not None, (table, rowid)


@pytest.mark.parametrize("column", ["salt", "body"])
def test_every_byte_of_a_body_counts(archive: list[Case], column: str) -> None:
    rowid = rows_of("audit_eventpayload")[1]
    text = str(value_of("audit_eventpayload", column, rowid)).encode()
    step = max(len(text) // 60, 1)
    for position in range(0, len(text), step):
        changed = bytearray(text)
        changed[position] ^= 1
        with mutation():
            value = changed.decode(errors="replace")
            change("audit_eventpayload", column, rowid, value)
            found = first_break()
            assert found is not None, position
            assert (found.case, found.seq) == (archive[0].number, 2)


def test_every_column_of_an_event_is_named_by_its_place(archive: list[Case]) -> None:
    case = archive[0]
    rng = random.Random(3)
    for column in columns_of("audit_event"):
        rowid = rows_of("audit_event")[2]
        new = flipped(rng, value_of("audit_event", column, rowid))
        with mutation():
            if column in {"seq", "stream"}:
                new = 99 if column == "seq" else archive[2].pk.hex
            change("audit_event", column, rowid, new)
            found = first_break()
            assert found is not None, column
            assert (found.case, found.seq) == (case.number, 3), column


def test_one_byte_of_a_stored_file_is_named(archive: list[Case]) -> None:
    case = archive[0]
    file = case.slots.get(order=4).files.get()
    path = blobs.blob_path(file.digest)
    content = path.read_bytes()
    path.chmod(0o600)
    for position in range(len(content)):
        changed = bytearray(content)
        changed[position] ^= 1
        path.write_bytes(bytes(changed))
        found = first_break()
        assert found is not None
        assert (found.case, found.seq) == (case.number, 1)
        assert file.digest in found.reason
    path.write_bytes(content[:-1])
    assert first_break() is not None
    path.unlink()
    found = first_break()
    assert found is not None
    assert "missing" in found.reason
    path.write_bytes(content)
    assert first_break() is None


def test_events_that_change_places_are_found(archive: list[Case]) -> None:
    second, third = rows_of("audit_event")[1:3]
    with mutation():
        change("audit_event", "seq", second, 99)
        change("audit_event", "seq", third, 2)
        change("audit_event", "seq", second, 3)
        found = first_break()
        assert found is not None
        assert (found.case, found.seq) == (archive[0].number, 2)


def test_chain_that_is_cut_at_its_end_is_found(archive: list[Case]) -> None:
    case = archive[0]
    with mutation():
        run(
            "DELETE FROM audit_eventpayload WHERE event_id IN (SELECT id FROM "
            "audit_event WHERE stream = %s AND seq = %s)",
            case.pk.hex,
            case.head_seq,
        )
        run(
            "DELETE FROM audit_event WHERE stream = %s AND seq = %s",
            case.pk.hex,
            case.head_seq,
        )
        found = first_break()
        assert found is not None
        assert (found.case, found.seq) == (case.number, case.head_seq)


def test_event_that_was_slipped_in_is_found(archive: list[Case]) -> None:
    case = archive[0]
    with mutation():
        append_event(
            Record(type="case.closed", actor="user:1", body={"from": "", "to": ""}),
            stream=case.pk,
            genesis="",
            head=(case.head_seq, case.head_hash),
        )
        found = first_break()
        assert found is not None
        assert (found.case, found.seq) == (case.number, case.head_seq + 1)


def test_case_rewritten_with_fresh_hashes_is_found_by_its_seal(
    archive: list[Case],
) -> None:
    case = archive[1]
    with mutation():
        # The last event is made again with another officer, hash and head with it.
        event = case_events(case)[-1]
        event.actor = "user:4711"
        event.hash = link_hash(event)
        row = run(
            "SELECT rowid FROM audit_event WHERE stream = %s AND seq = %s",
            case.pk.hex,
            event.seq,
        )[0][0]
        change("audit_event", "actor", row, event.actor)
        change("audit_event", "hash", row, event.hash)
        run(
            "UPDATE cases_case SET head_hash = %s WHERE id = %s",
            event.hash,
            case.pk.hex,
        )
        found = first_break()
        assert found is not None
        assert (found.case, found.seq) == (case.number, event.seq)
        assert "seal" in found.reason


def test_case_deleted_with_all_its_rows_leaves_a_gap(archive: list[Case]) -> None:
    case = archive[2]
    with mutation():
        for table in ("cases_submission", "cases_document", "cases_timer"):
            run(" ".join(["DELETE FROM", table, "WHERE case_id = %s"]), case.pk.hex)
        run(
            "DELETE FROM cases_materialfile WHERE slot_id IN (SELECT id FROM "
            "cases_materialslot WHERE case_id = %s)",
            case.pk.hex,
        )
        run("DELETE FROM cases_materialslot WHERE case_id = %s", case.pk.hex)
        run(
            "DELETE FROM audit_eventpayload WHERE event_id IN (SELECT id FROM "
            "audit_event WHERE stream = %s)",
            case.pk.hex,
        )
        run("DELETE FROM audit_event WHERE stream = %s", case.pk.hex)
        run("DELETE FROM cases_case WHERE id = %s", case.pk.hex)
        found = first_break()
        assert found is not None
        assert case.number.startswith(found.case[:20])


def case_events(case: Case) -> list[Event]:
    return list(Event.objects.filter(stream=case.pk).order_by("seq"))
