"""Whatever the command: who is a stranger, comes too late or too early is refused."""

from __future__ import annotations

from uuid import uuid4

import pytest

from portal.accounts.models import Duty, PostHolding, User
from portal.audit.models import Event
from portal.cases import services
from portal.cases.errors import CaseNotFound, NotAllowed, StaleCase, TransitionRefused
from portal.cases.models import Case, Phase
from portal.cases.transitions import RULES, Actor, Command
from tests.factories.people import Cast
from tests.portal.cases.acting import ADDRESS_POINT, GIVE, NOW
from tests.portal.cases.conftest import Filer

OFFICERS = {
    Command.ACCEPT: "olive",
    Command.REFUSE_ACCEPTANCE: "olive",
    Command.CHECK_MATERIALS: "olive",
    Command.REQUEST_CORRECTION: "olive",
    Command.CLAIM_STEP: "rita",
    Command.COMPLETE_STEP: "rita",
    Command.RETURN_STEP: "anna",
    Command.DECIDE: "anna",
    Command.CLOSE: "anna",
    Command.TERMINATE: "anna",
    Command.WITHDRAW: "alice",
    Command.ANSWER_CORRECTION: "alice",
}
OFFICE = sorted(command for command in GIVE if RULES[command].actor == Actor.OFFICER)
MISPLACED = [
    (command, phase)
    for command in GIVE
    for phase in Phase
    if phase not in RULES[command].from_phases
]


def in_phase(case: Case, phase: Phase) -> Case:
    """Puts the row into a phase, whatever led there."""
    Case.objects.filter(pk=case.pk).update(phase=phase)
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize(("command", "phase"), MISPLACED)
def test_command_is_refused_in_every_phase_but_its_own(
    received: Case, cast: Cast, command: Command, phase: Phase
) -> None:
    case = in_phase(received, phase)
    actor: User = getattr(cast, OFFICERS[command])
    if command in {Command.CLAIM_STEP, Command.COMPLETE_STEP, Command.RETURN_STEP}:
        # With no step open these belong to whoever issues or approves.
        actor = cast.anna
    with pytest.raises(TransitionRefused) as refused:
        GIVE[command](case.pk, actor=actor, seen_seq=None)
    assert refused.value.phase == phase.label
    assert str(RULES[command].label) not in refused.value.allowed
    assert Event.objects.filter(stream=case.pk).count() == 1


@pytest.mark.parametrize("command", sorted(GIVE))
def test_stranger_learns_nothing(
    received: Case, cast: Cast, oscar: User, command: Command
) -> None:
    for stranger in (cast.charlie, oscar):
        for case_id in (received.pk, uuid4()):
            with pytest.raises(CaseNotFound, match="没有这个办件，或者您无权查看"):
                GIVE[command](case_id, actor=stranger, seen_seq=None)


@pytest.mark.parametrize("command", OFFICE)
def test_officer_without_the_duty_is_refused(
    received: Case, cast: Cast, command: Command
) -> None:
    needed = {"olive": cast.rita, "rita": cast.olive, "anna": cast.olive}
    with pytest.raises(NotAllowed, match="没有这个岗位") as refused:
        GIVE[command](received.pk, actor=needed[OFFICERS[command]], seen_seq=None)
    assert not isinstance(refused.value, CaseNotFound)


@pytest.mark.parametrize("command", OFFICE)
def test_officer_does_not_handle_an_own_case(
    file_case: Filer, cast: Cast, command: Command
) -> None:
    everything = cast.sam
    for duty in Duty:
        PostHolding.objects.get_or_create(
            staff=everything.staff,
            department_key="scj",
            duty=duty,
            defaults={"from_on": NOW.date()},
        )
    case = file_case(applicant=everything)
    with pytest.raises(NotAllowed, match="应当回避"):
        GIVE[command](case.pk, actor=everything, seen_seq=None)


def test_officer_does_not_handle_the_case_of_an_own_organisation(
    file_case: Filer, cast: Cast
) -> None:
    case = file_case(organisation=cast.organisation)
    cast.organisation.members.add(cast.olive)
    with pytest.raises(NotAllowed, match="应当回避"):
        services.accept(case.pk, actor=cast.olive, seen_seq=None)


def test_colleague_may_answer_and_withdraw_for_the_organisation(
    file_case: Filer, cast: Cast
) -> None:
    case = file_case(organisation=cast.organisation)
    GIVE[Command.REQUEST_CORRECTION](case.pk, actor=cast.olive, seen_seq=None)
    GIVE[Command.ANSWER_CORRECTION](case.pk, actor=cast.bob, seen_seq=None)
    assert services.withdraw(case.pk, actor=cast.bob).phase == "withdrawn"


def test_colleague_may_not_touch_a_private_case(received: Case, cast: Cast) -> None:
    with pytest.raises(CaseNotFound):
        services.withdraw(received.pk, actor=cast.bob)


def test_blocked_officer_is_a_stranger(received: Case, cast: Cast) -> None:
    cast.olive.is_active = False
    cast.olive.save(update_fields=["is_active"])
    with pytest.raises(CaseNotFound):
        services.accept(received.pk, actor=cast.olive, seen_seq=None)


@pytest.mark.parametrize("command", OFFICE)
def test_stale_page_is_told_who_did_what_and_when(
    received: Case, cast: Cast, command: Command
) -> None:
    services.check_materials(
        received.pk, actor=cast.olive, seen_seq=received.head_seq, verdicts=[]
    )
    actor: User = getattr(cast, OFFICERS[command])
    if OFFICERS[command] == "rita":
        actor = cast.anna
    with pytest.raises(StaleCase) as stale:
        GIVE[command](received.pk, actor=actor, seen_seq=received.head_seq)
    assert (stale.value.who, stale.value.what) == (
        cast.olive.staff.display_name,
        "核对材料",
    )
    assert stale.value.when == NOW
    assert "2026-11-25 10:00" in str(stale.value)


def test_applicant_who_acted_is_not_named_to_the_office(
    received: Case, cast: Cast
) -> None:
    seen = received.head_seq
    services.withdraw(received.pk, actor=cast.alice)
    with pytest.raises(StaleCase) as stale:
        services.accept(received.pk, actor=cast.olive, seen_seq=seen)
    assert stale.value.who == "申请人"


def test_refused_command_changes_nothing(received: Case, cast: Cast) -> None:
    before = Case.objects.filter(pk=received.pk).values().get()
    with pytest.raises(TransitionRefused):
        services.close(received.pk, actor=cast.anna, seen_seq=None)
    with pytest.raises(NotAllowed):
        services.request_correction(
            received.pk, actor=cast.rita, seen_seq=None, points=[ADDRESS_POINT]
        )
    assert Case.objects.filter(pk=received.pk).values().get() == before


def test_every_phase_but_the_last_ones_has_a_way_on() -> None:
    ways = {phase for rule in RULES.values() for phase in rule.from_phases}
    assert ways == {Phase.RECEIVED, Phase.CORRECTION, Phase.ACCEPTED, Phase.DECIDED}
