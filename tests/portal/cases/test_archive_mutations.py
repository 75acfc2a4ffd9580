"""Change any byte, row or file behind the services' back: the archive must tell where."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any, Final

import pytest
import time_machine
from django.db import connection, transaction

from portal.audit import blobs, triggers
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
ROWS_A_COLUMN: Final = 3


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
    except Undone:
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
    names = [str(row[1]) for row in run(f"PRAGMA table_info({table})")]  # noqa: S608 - fixed
    return [name for name in names if name != "id" and (table, name) not in NOT_PROVEN]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.usefixtures("archive")
def test_one_byte_changed_in_any_column_is_found(table: str) -> None:
    seed = random.SystemRandom().randrange(10**6)
    rng = random.Random(seed)
    rows = [row[0] for row in run(f"SELECT rowid FROM {table}")]  # noqa: S608 - fixed
    missed = []
    changed = count()
    for column in columns_of(table):
        for rowid in rng.sample(rows, min(ROWS_A_COLUMN, len(rows))):
            select = f'SELECT "{column}" FROM {table} WHERE rowid = %s'  # noqa: S608 - fixed
            old = run(select, rowid)[0][0]
            new = flipped(rng, old)
            if new is None or (table, column, str(new).lower()) == (
                table,
                "version_id",
                str(old).lower(),
            ):
                continue
            with mutation():
                update = f'UPDATE {table} SET "{column}" = %s WHERE rowid = %s'  # noqa: S608 - fixed
                run(update, new, rowid)
                next(changed)
                if first_break() is None:
                    missed.append((column, old, new))
    assert not missed, f"seed {seed}"
    assert next(changed) > 0, "nothing was changed"


@pytest.mark.parametrize("table", [name for name in TABLES if name != "audit_seal"])
@pytest.mark.usefixtures("archive")
def test_any_row_taken_away_is_found(table: str) -> None:
    rows = [row[0] for row in run(f"SELECT rowid FROM {table}")]  # noqa: S608 - fixed
    assert rows
    for rowid in rows:
        with mutation():
            run(f"DELETE FROM {table} WHERE rowid = %s", rowid)  # noqa: S608 - fixed
            assert first_break() is not None, rowid
