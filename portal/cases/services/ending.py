"""Decide a case, close it, or end it early."""

from __future__ import annotations

from uuid import UUID

from portal.accounts.models import User
from portal.cases.acts import Act, Paper, acting
from portal.cases.authority import open_step
from portal.cases.documents import remedies_of
from portal.cases.models import (
    Case,
    Decision,
    DocumentKind,
    NoticeState,
    Outcome,
    StepState,
)
from portal.cases.steps import abandon, open_next
from portal.cases.transitions import Command


def decide(
    case_id: UUID,
    *,
    actor: User,
    seen_seq: int | None,
    outcome: str,
    reasons: str,
    legal_basis: str = "",
) -> Case:
    """Decide a case: granted, partly or refused, with reasons and remedies."""
    with acting(
        case_id,
        Command.DECIDE,
        actor=actor,
        seen_seq=seen_seq,
        outcome=outcome,
        reasons=reasons,
        legal_basis=legal_basis,
    ) as act:
        decision = Decision.objects.create(
            case=act.case,
            outcome=outcome,
            reasons=reasons.strip(),
            legal_basis=legal_basis.strip(),
            remedies=remedies_of(act.guide),
            made_by=actor,
            made_at=act.at,
        )
        act.case.outcome = outcome
        act.case.decided_at = act.at
        act.public["detail"] = str(Outcome(outcome).label)
        particulars = {
            "outcome": str(Outcome(outcome).label),
            "reasons": decision.reasons,
            "legal_basis": decision.legal_basis,
            "remedies": decision.remedies,
        }
        act.papers.append(Paper(DocumentKind.DECISION, lambda _case: particulars))
        if outcome != Outcome.REFUSED:
            open_next(act, after_order=0, issue=True)
    return act.case


def close(case_id: UUID, *, actor: User, seen_seq: int | None) -> Case:
    """Close a decided case: its result has been handed over (办结)."""
    with acting(case_id, Command.CLOSE, actor=actor, seen_seq=seen_seq) as act:
        act.case.closed_at = act.at
    return act.case


def withdraw(
    case_id: UUID, *, actor: User, reason: str = "", seen_seq: int | None = None
) -> Case:
    """Take an application back; possible until it is decided."""
    with acting(case_id, Command.WITHDRAW, actor=actor, seen_seq=seen_seq) as act:
        _end_early(act, Outcome.WITHDRAWN)
        act.details["reason"] = reason.strip()[:500]
    return act.case


def terminate(
    case_id: UUID, *, actor: User, seen_seq: int | None, reasons: str
) -> Case:
    """End an accepted case without a decision, with reasons (终止)."""
    with acting(
        case_id, Command.TERMINATE, actor=actor, seen_seq=seen_seq, reasons=reasons
    ) as act:
        _end_early(act, Outcome.TERMINATED)
        particulars = {
            "reasons": reasons.strip(),
            "remedies": remedies_of(act.guide),
        }
        act.papers.append(Paper(DocumentKind.TERMINATION, lambda _case: particulars))
    return act.case


def _end_early(act: Act, outcome: Outcome) -> None:
    act.case.outcome = outcome
    act.case.closed_at = act.at
    act.case.correction_notices.filter(state=NoticeState.OPEN).update(
        state=NoticeState.CANCELLED
    )
    step = open_step(act.case)
    if step is not None:
        abandon(step, state=StepState.CANCELLED, at=act.at)
