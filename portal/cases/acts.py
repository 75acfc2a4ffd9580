"""Carry out one command on one case: policy, lock, guards, change, event, one transaction.

A service changes rows inside `acting`; when it leaves the block, the phase, the clocks and
the projections move as the transition table says and the one event is appended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.scenario import resolve
from portal.accounts.models import Duty, User
from portal.audit.canonical import sha256_text
from portal.audit.services import Record, append_event
from portal.cases.authority import Authority, authorise, open_step
from portal.cases.clocks import binding_timer
from portal.cases.documents import issue_document
from portal.cases.errors import (
    CaseNotFound,
    RequirementsUnmet,
    StaleCase,
    TransitionRefused,
)
from portal.cases.facts import Facts, changes_between, facts_of
from portal.cases.guards.request import Request
from portal.cases.guards.table import GUARDS
from portal.cases.history import act_since
from portal.cases.models import Case, DocumentKind, Phase
from portal.cases.plan import QUEUE_OF_KIND
from portal.cases.timers import Limit, apply_effect, clock_of_timer, limit_of, reckon
from portal.cases.transitions import RULES, Command, Rule, Verb, commands_from
from portal.workdays.calendar import Calendar
from portal.workdays.selectors import calendar_for

WAITING_FOR_APPLICANT: Final = "applicant"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to issue; `particulars` is asked when clocks and dates are settled."""

    kind: DocumentKind
    particulars: Callable[[Case], dict[str, Any]]


@dataclass(kw_only=True)
class Act:
    """A command in progress on a case that is locked.

    `public` is what anybody may read of the event later; `details` is for the office.
    `clock_at` is the moment from which clocks run, the act's own by default.
    """

    case: Case
    rule: Rule
    authority: Authority
    calendar: Calendar
    at: datetime
    clock_at: datetime
    before: Facts = field(default_factory=dict)
    public: dict[str, Any] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)
    blobs: list[str] = field(default_factory=list)
    # Steps open after the clocks have moved, papers are issued when their dates are known.
    after_clocks: list[Callable[[], None]] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)

    @property
    def guide(self) -> Mapping[str, Any]:
        """The guide of the pinned version."""
        guide: Mapping[str, Any] = self.case.version.payload["guide"]
        return guide

    def require(self, inputs: Mapping[str, Any]) -> None:
        """Ask every guard of the command and name all that is wrong at once.

        Raises:
            RequirementsUnmet: at least one guard found something.
        """
        request = Request(
            case=self.case,
            authority=self.authority,
            at=self.at,
            calendar=self.calendar,
            inputs=inputs,
        )
        issues = [issue for name in self.rule.guards for issue in GUARDS[name](request)]
        if issues:
            raise RequirementsUnmet(issues)


@contextmanager
def acting(
    case_id: UUID,
    command: Command,
    *,
    actor: User | None = None,
    seen_seq: int | None = None,
    **inputs: Any,
) -> Iterator[Act]:
    """Open a command on a case; its end moves the case and appends the event.

    Raises:
        NotAllowed: this person may not do it, or may not know of the case.
        StaleCase: somebody has acted since event `seen_seq`.
        TransitionRefused: the phase does not allow it.
        RequirementsUnmet: a guard found something.
    """
    rule = RULES[command]
    authority = authorise(_found(case_id), rule, actor)
    with transaction.atomic():
        case = _locked(case_id)
        _refuse_stale(case, seen_seq)
        _refuse_phase(case, rule)
        now = timezone.now()
        act = Act(
            case=case,
            rule=rule,
            authority=authority,
            calendar=calendar_for(case.region),
            at=now,
            clock_at=now,
        )
        act.require({**inputs, "actor": actor})
        act.before = facts_of(case)
        yield act
        conclude(act)


def conclude(act: Act) -> None:
    """Move phase, clocks and projections, save the case and append its event."""
    case, rule = act.case, act.rule
    phase_before = case.phase if act.before else ""
    if rule.to_phase is not None:
        case.phase = rule.to_phase
    for effect in rule.clocks:
        apply_effect(
            case,
            effect,
            at=act.clock_at if effect.verb == Verb.START else act.at,
            calendar=act.calendar,
            limit=_limit(act, effect.purpose) if effect.verb == Verb.START else None,
        )
    for happen in act.after_clocks:
        happen()
    reckon(case, act.calendar)
    for paper in act.papers:
        issue_document(case, paper.kind, paper.particulars(case), at=act.at)
    project(case, act.calendar)
    case.lock_version += 1
    case.save()
    changes = changes_between(act.before, facts_of(case))
    record = Record(
        type=rule.event,
        actor=act.authority.actor,
        acted_as=act.authority.acted_as,
        office=act.authority.office,
        at=act.at,
        blob_digests=act.blobs,
        body={
            "command": rule.command.value,
            "from": phase_before,
            "to": str(case.phase),
            "public": act.public,
            "details": act.details,
            "changes": changes,
        },
    )
    ref = append_event(
        record,
        stream=case.pk,
        genesis=genesis_of(case),
        head=(case.head_seq, case.head_hash),
    )
    case.head_seq, case.head_hash = ref.seq, ref.hash
    case.save(update_fields=["head_seq", "head_hash"])


def genesis_of(case: Case) -> str:
    """Return the link before the first event: the case and the version it is judged by."""
    return sha256_text(f"{case.pk}{case.version.digest}")


def project(case: Case, calendar: Calendar) -> None:
    """Set the columns of a case that are derived from its phase, steps and timers."""
    timer = binding_timer(case)
    clock = clock_of_timer(timer, calendar) if timer is not None else None
    case.due_on = clock.due_on if clock is not None else None
    case.yellow_on = (
        clock.yellow_on if clock is not None and case.due_on is not None else None
    )
    case.waiting_for = waiting_for(case)


def waiting_for(case: Case) -> str:
    """Return the duty whose turn it is, `applicant`, or "" when the case has ended."""
    if case.phase == Phase.RECEIVED:
        return Duty.RECEIVE.value
    if case.phase == Phase.CORRECTION:
        return WAITING_FOR_APPLICANT
    if case.phase not in {Phase.ACCEPTED, Phase.DECIDED}:
        return ""
    step = open_step(case)
    if step is not None:
        return QUEUE_OF_KIND[step.kind].value
    if case.phase == Phase.ACCEPTED:
        return Duty.APPROVE.value
    return Duty.ISSUE.value


def _found(case_id: UUID) -> Case:
    case = Case.objects.select_related("organisation").filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound(_("没有这个办件，或者您无权查看。"))
    return case


def _locked(case_id: UUID) -> Case:
    # Only the case's own row: versions and people are shared by many cases.
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("version", "applicant")
        .get(pk=case_id)
    )


def _refuse_stale(case: Case, seen_seq: int | None) -> None:
    if seen_seq is None or seen_seq == case.head_seq:
        return
    last = act_since(case, seen_seq)
    if last is not None:
        raise StaleCase(who=last.who, when=last.when, what=last.what)


def _refuse_phase(case: Case, rule: Rule) -> None:
    if case.phase in rule.from_phases:
        return
    allowed = commands_from(case.phase, rule.actor)
    raise TransitionRefused(
        phase=str(Phase(case.phase).label),
        command=str(rule.label),
        allowed=[str(RULES[command].label) for command in allowed],
    )


def _limit(act: Act, purpose: str) -> Limit | None:
    submission = act.case.submissions.order_by("round").last()
    answers = submission.scenario_answers if submission is not None else {}
    promise = resolve(act.guide, answers).promise_days
    return limit_of(act.guide, purpose, promise_override=promise)
