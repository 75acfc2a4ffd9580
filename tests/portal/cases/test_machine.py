"""Any order of commands by anybody keeps the invariants and an archive that verifies."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import time_machine
from django.db import connection, transaction
from hypothesis import HealthCheck, event, settings, strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from portal.accounts.models import User
from portal.audit.models import Event
from portal.cases import selectors, services
from portal.cases.archive import verify_archive
from portal.cases.errors import CaseError
from portal.cases.models import (
    Case,
    Decision,
    MaterialSlot,
    Phase,
    StepInstance,
    Submission,
    Timer,
)
from portal.cases.transitions import FINAL_PHASES, RULE_OF_EVENT, Actor, Command
from portal.workdays.loader import load_calendar
from tests.factories.people import make_cast
from tests.factories.versions import make_version
from tests.portal.cases.acting import GIVE, NOW, filing
from tests.portal.cases.samples import with_every_stage

PEOPLE = ("alice", "charlie", "olive", "rita", "anna", "dora", "sam")


class CaseMachine(RuleBasedStateMachine):
    """One case, seven people, a clock that only goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.travel = time_machine.travel(NOW, tick=False)
        self.clock = self.travel.start()
        self.now = NOW
        # Undoes the run: Hypothesis replays many in one test.
        self.undo = transaction.atomic()
        self.undo.__enter__()
        load_calendar()
        self.cast = make_cast("scj")
        self.case = services.file_case(
            **filing(
                version=make_version("food", change=with_every_stage),
                applicant=self.cast.alice,
            )
        )
        self.consumed: dict[int, int] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)
        self.travel.stop()
        assert not connection.needs_rollback

    def person(self, name: str) -> User:
        user: User = getattr(self.cast, name)
        return user

    @rule(command=st.sampled_from(sorted(GIVE)), name=st.sampled_from(PEOPLE))
    def anybody_tries_anything(self, command: Command, name: str) -> None:
        user, before = self.person(name), Case.objects.get()
        allowed = command in selectors.allowed_commands(before, user)
        try:
            GIVE[command](before.pk, actor=user, seen_seq=before.head_seq)
        except CaseError:
            after = Case.objects.get()
            assert after.head_seq == before.head_seq
            assert after.phase == before.phase
        else:
            assert allowed, f"{name} could {command} in {before.phase}"

    @precondition(lambda self: Case.objects.get().phase not in FINAL_PHASES)
    @rule(data=st.data())
    def somebody_does_what_is_allowed(self, data: st.DataObject) -> None:
        case = Case.objects.get()
        able = [
            (name, command)
            for name in PEOPLE
            for command in selectors.allowed_commands(case, self.person(name))
            if command not in {Command.WITHDRAW, Command.REFUSE_ACCEPTANCE}
            and command != Command.TERMINATE
        ]
        name, command = data.draw(st.sampled_from(able))
        with suppress(CaseError):
            GIVE[command](case.pk, actor=self.person(name), seen_seq=None)
        event(f"reached {Case.objects.get().phase}")

    @precondition(lambda self: Case.objects.get().phase not in FINAL_PHASES)
    @rule()
    def whose_turn_it_is_goes_on(self) -> None:
        case = Case.objects.get()
        busy = case.steps.filter(state__in=["open", "claimed"]).exists()
        name, command = {
            Phase.RECEIVED: ("olive", Command.ACCEPT),
            Phase.CORRECTION: ("alice", Command.ANSWER_CORRECTION),
            Phase.ACCEPTED: ("rita", Command.COMPLETE_STEP)
            if busy
            else ("anna", Command.DECIDE),
            Phase.DECIDED: ("anna", Command.COMPLETE_STEP if busy else Command.CLOSE),
        }[Phase(case.phase)]
        with suppress(CaseError):
            GIVE[command](case.pk, actor=self.person(name), seen_seq=None)
        event(f"reached {Case.objects.get().phase}")

    @rule(days=st.integers(1, 9), late=st.booleans())
    def days_pass(self, days: int, late: bool) -> None:
        self.now += timedelta(days=days)
        self.clock.move_to(self.now)
        for _ in range(1 if late else 3):
            services.fire_due_timers()

    @rule()
    def stale_page_is_refused(self) -> None:
        case = Case.objects.get()
        try:
            services.withdraw(
                case.pk, actor=self.cast.alice, seen_seq=case.head_seq + 1
            )
        except CaseError:
            return
        raise AssertionError("a stale page was let through")

    @invariant()
    def archive_verifies(self) -> None:
        report = verify_archive()
        assert report.ok, report.first_break

    @invariant()
    def phases_follow_the_table(self) -> None:
        types = list(Event.objects.order_by("seq").values_list("type", flat=True))
        phase = ""
        for each in types:
            row = RULE_OF_EVENT[each]
            assert phase not in FINAL_PHASES
            assert not row.from_phases or phase in row.from_phases
            phase = row.to_phase or phase
        case = Case.objects.get()
        assert case.phase == phase
        assert bool(case.outcome) == (phase in FINAL_PHASES or phase == Phase.DECIDED)
        assert types.count("case.filed") == 1
        assert types.count("case.decided") == Decision.objects.count() <= 1

    @invariant()
    def one_step_is_open_and_none_after_the_end(self) -> None:
        case = Case.objects.get()
        opened = StepInstance.objects.filter(state__in=["open", "claimed"])
        assert opened.count() <= 1
        if case.phase in FINAL_PHASES:
            assert not opened.exists()
            assert not Timer.objects.filter(state="running").exists()
            assert (case.due_on, case.waiting_for) == (None, "")
        else:
            assert case.waiting_for

    @invariant()
    def accepted_means_settled_materials(self) -> None:
        if Case.objects.get().phase in {Phase.ACCEPTED, Phase.DECIDED, Phase.CLOSED}:
            unsettled = MaterialSlot.objects.filter(
                required=True, state__in=["missing", "rejected", "uploaded"]
            )
            assert not unsettled.exists()

    @invariant()
    def nobody_checks_an_own_work(self) -> None:
        decision = Decision.objects.first()
        if decision is not None:
            makers = StepInstance.objects.filter(
                state="done", kind__in=["review", "special"]
            )
            assert decision.made_by_id not in makers.values_list("done_by", flat=True)
        actors = {
            each.actor
            for each in Event.objects.all()
            if RULE_OF_EVENT[each.type].actor == Actor.OFFICER
        }
        assert f"user:{self.cast.alice.pk}" not in actors
        assert f"user:{self.cast.charlie.pk}" not in actors

    @invariant()
    def corrections_are_asked_once_and_kept(self) -> None:
        case = Case.objects.get()
        notices = list(case.correction_notices.order_by("round"))
        assert all(notice.override_reason for notice in notices[1:])
        assert all(notice.points.count() for notice in notices)
        assert Submission.objects.count() == 1 + sum(
            notice.state == "answered" for notice in notices
        )

    @invariant()
    def used_days_never_fall(self) -> None:
        view = selectors.clock_of(Case.objects.get())
        if view.days_left is None:
            return
        timer = Timer.objects.filter(purpose=view.purpose, state="running").last()
        assert timer is not None
        used = view.budget - view.days_left
        assert used >= self.consumed.get(timer.pk, 0)
        self.consumed[timer.pk] = used


CaseMachine.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


class TestCaseMachine(CaseMachine.TestCase, TestCase):  # type: ignore[misc, name-defined]
    """Runs the machine with a database."""
