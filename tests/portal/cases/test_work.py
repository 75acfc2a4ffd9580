from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from portal.accounts.models import Absence, Duty, User
from portal.audit.models import Event
from portal.cases import services
from portal.cases.errors import NotAllowed, RequirementsUnmet
from portal.cases.models import Case
from portal.cases.transitions import Command
from tests.factories.people import Cast, make_officer
from tests.portal.cases.acting import GIVE, NOW, filing, finish_steps, open_step_id
from tests.portal.cases.conftest import Changer, Filer
from tests.portal.cases.samples import done_at_once


@pytest.fixture
def roy(cast: Cast) -> User:
    """Reviews beside rita."""
    return make_officer("roy", Duty.REVIEW, department_key=cast.department_key)


def test_steps_follow_the_stages_of_the_version(accepted: Case, cast: Cast) -> None:
    case = finish_steps(accepted, cast.rita)
    assert [(step.name, step.kind, step.state) for step in case.steps.all()] == [
        ("审查", "review", "done"),
        ("公示", "special", "done"),
    ]
    assert case.waiting_for == "approve"
    decided = GIVE[Command.DECIDE](case.pk, actor=cast.anna, seen_seq=None)
    assert decided.steps.order_by("sequence").last().name == "制证"  # type: ignore[union-attr]
    assert decided.waiting_for == "issue"


def test_claimed_step_is_left_to_its_holder(
    accepted: Case, cast: Cast, roy: User
) -> None:
    case = GIVE[Command.CLAIM_STEP](accepted.pk, actor=cast.rita, seen_seq=None)
    assert case.steps.get().claimed_by == cast.rita
    for command in (Command.CLAIM_STEP, Command.COMPLETE_STEP):
        with pytest.raises(RequirementsUnmet, match="其他工作人员"):
            GIVE[command](case.pk, actor=roy, seen_seq=None)
    done = GIVE[Command.COMPLETE_STEP](case.pk, actor=cast.rita, seen_seq=None)
    assert done.steps.order_by("sequence")[0].done_by == cast.rita


@pytest.mark.parametrize(
    ("opinion", "result", "field"),
    [
        (" ", "passed", "opinion"),
        ("可以", "maybe", "result"),
        ("长" * 1001, "passed", "opinion"),
    ],
)
def test_step_needs_an_opinion_and_a_conclusion(
    accepted: Case, cast: Cast, opinion: str, result: str, field: str
) -> None:
    with pytest.raises(RequirementsUnmet) as refused:
        services.complete_step(
            accepted.pk,
            actor=cast.rita,
            seen_seq=None,
            step_id=open_step_id(accepted),
            opinion=opinion,
            result=result,
        )
    assert [issue.field for issue in refused.value.issues] == [field]


def test_step_that_is_over_cannot_be_completed_again(
    accepted: Case, cast: Cast
) -> None:
    step_id = open_step_id(accepted)
    GIVE[Command.COMPLETE_STEP](accepted.pk, actor=cast.rita, seen_seq=None)
    with pytest.raises(RequirementsUnmet, match="刷新"):
        services.complete_step(
            accepted.pk,
            actor=cast.rita,
            seen_seq=None,
            step_id=step_id,
            opinion="再来",
            result="passed",
        )


def test_days_of_a_publicity_period_are_not_counted_and_told(
    accepted: Case, cast: Cast, clock: time_machine.Coordinates
) -> None:
    before = accepted.due_on
    paused = GIVE[Command.COMPLETE_STEP](accepted.pk, actor=cast.rita, seen_seq=None)
    assert before == date(2026, 12, 3)
    assert paused.due_on is None
    assert paused.documents.filter(kind="special").count() == 1
    clock.move_to(NOW + timedelta(days=8))
    resumed = GIVE[Command.COMPLETE_STEP](paused.pk, actor=cast.rita, seen_seq=None)
    # Six working days after Thursday 3 December: none was used before the pause.
    assert resumed.due_on == date(2026, 12, 11)


def test_returning_opens_the_step_anew_and_keeps_the_clocks(
    accepted: Case, cast: Cast
) -> None:
    GIVE[Command.COMPLETE_STEP](accepted.pk, actor=cast.rita, seen_seq=None)
    case = GIVE[Command.RETURN_STEP](accepted.pk, actor=cast.rita, seen_seq=None)
    assert [(step.name, step.state) for step in case.steps.all()] == [
        ("审查", "done"),
        ("公示", "returned"),
        ("审查", "open"),
    ]
    assert case.due_on == date(2026, 12, 3)


def test_approver_sends_a_finished_review_back(reviewed: Case, cast: Cast) -> None:
    case = GIVE[Command.RETURN_STEP](reviewed.pk, actor=cast.anna, seen_seq=None)
    assert case.waiting_for == "review"


@pytest.mark.parametrize(("target", "reason"), [(2, " "), (3, "x"), (4, "x"), (9, "x")])
def test_unsound_return_is_refused(
    accepted: Case, cast: Cast, target: int, reason: str
) -> None:
    GIVE[Command.COMPLETE_STEP](accepted.pk, actor=cast.rita, seen_seq=None)
    with pytest.raises(RequirementsUnmet):
        services.return_step(
            accepted.pk,
            actor=cast.rita,
            seen_seq=None,
            target_order=target,
            reason=reason,
        )


def test_deciding_needs_all_steps_done(accepted: Case, cast: Cast) -> None:
    with pytest.raises(RequirementsUnmet, match="审查"):
        GIVE[Command.DECIDE](accepted.pk, actor=cast.anna, seen_seq=None)


def test_maker_does_not_decide(accepted: Case, cast: Cast) -> None:
    both = make_officer("both", Duty.REVIEW, Duty.APPROVE, department_key="scj")
    finish_steps(accepted, both)
    with pytest.raises(RequirementsUnmet, match="办理过本件"):
        GIVE[Command.DECIDE](accepted.pk, actor=both, seen_seq=None)
    assert GIVE[Command.DECIDE](
        accepted.pk, actor=cast.anna, seen_seq=None
    ).outcome == ("granted")


def test_deciding_stops_the_clocks_and_starts_delivery(
    reviewed: Case, cast: Cast
) -> None:
    case = GIVE[Command.DECIDE](reviewed.pk, actor=cast.anna, seen_seq=None)
    assert (case.phase, case.outcome, case.decided_at) == ("decided", "granted", NOW)
    running = set(case.timers.filter(state="running").values_list("purpose", flat=True))
    assert running == {"delivery", "stage"}
    assert case.decision.made_by == cast.anna
    assert "行政复议" in case.documents.get(kind="decision").content["remedies"]


@pytest.mark.parametrize(
    ("outcome", "reasons", "basis", "field"),
    [
        ("granted", " ", "", "reasons"),
        ("withdrawn", "好", "", "outcome"),
        ("refused", "不符合", " ", "legal_basis"),
        ("partly", "部分符合", "", "legal_basis"),
    ],
)
def test_unreasoned_decision_is_refused(
    reviewed: Case, cast: Cast, outcome: str, reasons: str, basis: str, field: str
) -> None:
    with pytest.raises(RequirementsUnmet) as refused:
        services.decide(
            reviewed.pk,
            actor=cast.anna,
            seen_seq=None,
            outcome=outcome,
            reasons=reasons,
            legal_basis=basis,
        )
    assert [issue.field for issue in refused.value.issues] == [field]


def test_refusal_opens_no_certificate_step(reviewed: Case, cast: Cast) -> None:
    case = services.decide(
        reviewed.pk,
        actor=cast.anna,
        seen_seq=None,
        outcome="refused",
        reasons="场所不符合要求",
        legal_basis="食品安全法第三十三条",
    )
    closed = services.close(case.pk, actor=cast.anna, seen_seq=None)
    assert (closed.phase, closed.outcome) == ("closed", "refused")


def test_closing_waits_for_the_certificate(decided: Case, cast: Cast) -> None:
    with pytest.raises(RequirementsUnmet, match="制证"):
        services.close(decided.pk, actor=cast.anna, seen_seq=None)
    finish_steps(decided, cast.anna)
    case = services.close(decided.pk, actor=cast.anna, seen_seq=None)
    assert (case.phase, case.waiting_for, case.closed_at) == ("closed", "", NOW)
    assert not case.timers.filter(state="running").exists()


def test_matter_done_on_the_spot_has_no_steps(
    file_case: Filer, change_food: Changer, cast: Cast
) -> None:
    case = file_case(version=change_food(done_at_once))
    case = services.accept(case.pk, actor=cast.olive, seen_seq=None)
    assert (case.waiting_for, case.due_on) == ("approve", date(2026, 11, 25))
    assert not case.steps.exists()
    case = GIVE[Command.DECIDE](case.pk, actor=cast.anna, seen_seq=None)
    assert services.close(case.pk, actor=cast.anna, seen_seq=None).phase == "closed"


def test_deputy_acts_only_while_the_principal_is_away(
    reviewed: Case, cast: Cast
) -> None:
    with pytest.raises(NotAllowed):
        GIVE[Command.DECIDE](reviewed.pk, actor=cast.dora, seen_seq=None)
    Absence.objects.create(staff=cast.anna.staff, from_on=NOW.date(), to_on=NOW.date())
    GIVE[Command.DECIDE](reviewed.pk, actor=cast.dora, seen_seq=None)
    event = Event.objects.filter(stream=reviewed.pk).order_by("seq").last()
    assert event is not None
    assert event.actor == f"user:{cast.dora.pk}"
    assert event.acted_as == cast.anna.staff.staff_no


def test_terminating_ends_steps_and_clocks(accepted: Case, cast: Cast) -> None:
    case = GIVE[Command.TERMINATE](accepted.pk, actor=cast.anna, seen_seq=None)
    assert (case.phase, case.outcome) == ("terminated", "terminated")
    assert case.steps.get().state == "cancelled"
    assert not case.timers.filter(state="running").exists()
    with pytest.raises(RequirementsUnmet):
        services.terminate(
            _second(case, cast).pk, actor=cast.anna, seen_seq=None, reasons=" "
        )


def _second(case: Case, cast: Cast) -> Case:
    other = services.file_case(
        **filing(version=case.version, applicant=cast.bob, idempotency_key="other")
    )
    return services.accept(other.pk, actor=cast.olive, seen_seq=None)
