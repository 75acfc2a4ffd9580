"""Several people at the same moment; a real server is needed for that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from portal.audit import triggers
from portal.audit.models import Event, Seal
from portal.audit.services import seal_now
from portal.cases import services
from portal.cases.archive import verify_archive
from portal.cases.errors import CaseError, StaleCase
from portal.cases.models import Case
from tests.factories.people import Cast
from tests.portal.cases.acting import NOW, filing
from tests.portal.cases.conftest import Filer

PARALLEL = 6

pytestmark = [
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="an in-memory SQLite database has one connection; PostgreSQL runs this",
    ),
    pytest.mark.usefixtures("emptied_afterwards"),
]


@pytest.fixture
def emptied_afterwards(transactional_db: None) -> Iterator[None]:
    """Lets the tables be emptied after the test: recorded events refuse that."""
    yield
    triggers.drop(connection)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Returns what each act gave, or the refusal that it met."""

    def one(act: Callable[[], object]) -> object:
        try:
            return act()
        except CaseError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_parallel_filings_with_one_key_give_one_case(food: object, cast: Cast) -> None:
    inputs = filing(version=food, applicant=cast.alice)
    cases = at_once(*[lambda: services.file_case(**inputs).pk] * PARALLEL)
    assert len(set(cases)) == 1
    assert Case.objects.count() == 1
    assert verify_archive().ok


def test_parallel_filings_get_numbers_without_a_gap(file_case: Filer) -> None:
    at_once(*[file_case] * PARALLEL)
    serials = sorted(Case.objects.values_list("number", flat=True))
    assert [int(number[14:20]) for number in serials] == list(range(1, PARALLEL + 1))
    assert verify_archive().ok


def test_one_of_several_officers_wins_and_the_others_are_told(
    received: Case, cast: Cast
) -> None:
    def accept() -> Case:
        return services.accept(received.pk, actor=cast.olive, seen_seq=1)

    results = at_once(*[accept] * PARALLEL)
    assert sum(isinstance(result, Case) for result in results) == 1
    assert sum(isinstance(result, StaleCase) for result in results) == PARALLEL - 1
    assert Event.objects.filter(stream=received.pk).count() == 2
    assert verify_archive().ok


def test_race_at_midnight_has_one_outcome_a_case(
    file_case: Filer, cast: Cast, clock: time_machine.Coordinates
) -> None:
    cases = [file_case() for _ in range(4)]
    clock.move_to(NOW + timedelta(days=8))
    acts: list[Callable[[], object]] = [services.fire_due_timers] * 2
    for case in cases:
        acts.append(
            lambda case=case: services.accept(  # type: ignore[misc]
                case.pk, actor=cast.olive, seen_seq=1
            )
        )
        acts.append(lambda case=case: services.withdraw(case.pk, actor=cast.alice))  # type: ignore[misc]
    at_once(*acts)
    services.fire_due_timers()
    for case in Case.objects.all():
        types = list(
            Event.objects.filter(stream=case.pk).values_list("type", flat=True)
        )
        accepted = types.count("case.accepted") + types.count("case.deemed_accepted")
        assert accepted <= 1
        assert accepted + types.count("case.withdrawn") >= 1
    assert verify_archive().ok


def test_parallel_sealing_makes_one_seal(received: Case) -> None:
    at_once(*[seal_now] * PARALLEL)
    assert Seal.objects.count() == 1
    assert verify_archive().ok
