from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from portal.audit.models import Event, Seal
from portal.cases import services
from portal.cases.errors import RequirementsUnmet
from portal.cases.models import Case, Timer, TimerFire
from portal.cases.services import firing
from portal.cases.transitions import Command
from portal.outbox.registry import registry
from portal.outbox.worker import Worker
from tests.factories.people import Cast
from tests.portal.cases.acting import GIVE, NOW
from tests.portal.cases.conftest import Filer

DUE = date(2026, 12, 2)  # five working days after the filing


def fires(case: Case) -> list[tuple[str, str, date]]:
    return list(
        TimerFire.objects.filter(timer__case=case)
        .order_by("pk")
        .values_list("timer__purpose", "rung", "reached_on")
    )


def types(case: Case) -> list[str]:
    events = Event.objects.filter(stream=case.pk).order_by("seq")
    return list(events.values_list("type", flat=True))


def test_nothing_fires_before_its_day(received: Case) -> None:
    assert services.fire_due_timers() == 0
    assert types(received) == ["case.filed"]


def test_each_light_is_recorded_once(
    received: Case, clock: time_machine.Coordinates
) -> None:
    for days in range(8):
        clock.move_to(NOW + timedelta(days=days))
        services.fire_due_timers()
        services.fire_due_timers()
    assert fires(received) == [
        ("acceptance", "yellow", date(2026, 11, 30)),
        ("acceptance", "red", DUE),
    ]
    assert types(received) == ["case.filed"] + ["case.rung_reached"] * 2


def test_warning_in_the_meantime_makes_no_page_stale(
    received: Case, cast: Cast, clock: time_machine.Coordinates
) -> None:
    seen = received.head_seq
    clock.move_to(NOW + timedelta(days=5))
    assert services.fire_due_timers() == 1
    case = services.accept(received.pk, actor=cast.olive, seen_seq=seen)
    assert case.phase == "accepted"
    assert types(case)[:3] == ["case.filed", "case.rung_reached", "case.accepted"]


def test_silence_accepts_as_of_the_day_of_receipt(
    received: Case, clock: time_machine.Coordinates
) -> None:
    clock.move_to(NOW + timedelta(days=8))
    assert services.fire_due_timers() == 1
    case = Case.objects.get()
    assert (case.phase, case.waiting_for) == ("accepted", "review")
    assert case.accepted_at == case.received_at == NOW
    # The promise of six days counts from the receipt, too.
    assert case.due_on == date(2026, 12, 3)
    assert case.documents.filter(kind="acceptance").exists()
    assert types(case) == ["case.filed", "case.rung_reached", "case.deemed_accepted"]
    assert Event.objects.order_by("pk").last().actor == "system"  # type: ignore[union-attr]
    assert {slot.state for slot in case.slots.all()} == {"waived"}
    # The promise was due a day before: its own lights come with the next round.
    services.fire_due_timers()
    assert services.fire_due_timers() == 0


def test_worker_fires_timers_and_seals(
    received: Case, clock: time_machine.Coordinates
) -> None:
    clock.move_to(NOW + timedelta(days=8))
    names = {chore.name for chore in registry.chores}
    assert {"fire timers of cases", "seal the archive"} <= names
    Worker().run(until_empty=True)
    assert Case.objects.get().phase == "accepted"
    assert Seal.objects.count() == 1


def test_officer_who_is_in_time_wins(
    received: Case, cast: Cast, clock: time_machine.Coordinates
) -> None:
    clock.move_to(NOW + timedelta(days=7))
    services.accept(received.pk, actor=cast.olive, seen_seq=None)
    clock.move_to(NOW + timedelta(days=9))
    services.fire_due_timers()
    assert "case.deemed_accepted" not in types(received)


def test_silence_does_not_accept_while_the_applicant_corrects(
    received: Case, cast: Cast, clock: time_machine.Coordinates
) -> None:
    GIVE[Command.REQUEST_CORRECTION](received.pk, actor=cast.olive, seen_seq=None)
    clock.move_to(NOW + timedelta(days=12))
    services.fire_due_timers()
    assert Case.objects.get().phase == "correction"


def test_correction_that_is_not_answered_ends_the_case(
    received: Case, cast: Cast, clock: time_machine.Coordinates
) -> None:
    GIVE[Command.REQUEST_CORRECTION](received.pk, actor=cast.olive, seen_seq=None)
    clock.move_to(NOW + timedelta(days=21))
    services.fire_due_timers()
    assert Case.objects.get().phase == "correction"
    clock.move_to(NOW + timedelta(days=22))
    services.fire_due_timers()
    case = Case.objects.get()
    assert (case.phase, case.outcome) == ("terminated", "terminated")
    assert case.correction_notices.get().state == "lapsed"
    assert case.documents.filter(kind="termination").exists()


@pytest.mark.parametrize("days", [0, 7])
def test_case_is_not_deemed_accepted_before_the_day_is_over(
    received: Case, clock: time_machine.Coordinates, days: int
) -> None:
    clock.move_to(NOW + timedelta(days=days))
    with pytest.raises(RequirementsUnmet, match="还没有届满"):
        services.deemed_accept(received.pk)


def test_failing_case_does_not_hold_back_the_others(
    file_case: Filer,
    clock: time_machine.Coordinates,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken, sound = file_case(), file_case()
    accept = firing._CONSEQUENCES["acceptance"]

    def fail_for_one(case_id: object) -> Case:
        if case_id == broken.pk:
            raise RuntimeError("printer on fire")
        return accept(case_id)  # type: ignore[arg-type]

    monkeypatch.setitem(firing._CONSEQUENCES, "acceptance", fail_for_one)
    clock.move_to(NOW + timedelta(days=8))
    assert services.fire_due_timers() == 1
    assert Case.objects.get(pk=sound.pk).phase == "accepted"
    assert Case.objects.get(pk=broken.pk).phase == "received"
    assert fires(broken) == []
    assert "printer on fire" in caplog.text
    monkeypatch.undo()
    services.fire_due_timers()
    assert Case.objects.get(pk=broken.pk).phase == "accepted"


def test_overdue_decision_is_recorded_and_decides_nothing(
    reviewed: Case, clock: time_machine.Coordinates
) -> None:
    clock.move_to(NOW + timedelta(days=40))
    services.fire_due_timers()
    case = Case.objects.get()
    assert case.phase == "accepted"
    rungs = [(purpose, rung) for purpose, rung, _day in fires(case)]
    assert ("promised", "overdue") in rungs
    assert ("statutory", "overdue") in rungs
    assert services.fire_due_timers() == 0


def test_ended_case_has_no_timer_left_to_fire(decided: Case, cast: Cast) -> None:
    GIVE[Command.COMPLETE_STEP](decided.pk, actor=cast.anna, seen_seq=None)
    services.close(decided.pk, actor=cast.anna, seen_seq=None)
    assert not Timer.objects.filter(next_fire_on__isnull=False).exists()
