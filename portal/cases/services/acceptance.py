"""Accept an application, refuse it, or let silence accept it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from portal.accounts.models import User
from portal.cases.acts import Act, Paper, acting
from portal.cases.documents import acceptance_particulars, remedies_of
from portal.cases.inputs import MaterialVerdict
from portal.cases.models import (
    Case,
    DocumentKind,
    NoticeState,
    Outcome,
    RefusalReason,
    SlotState,
)
from portal.cases.steps import open_next
from portal.cases.transitions import Command

DEEMED_NOTE = "视为受理"


def accept(case_id: UUID, *, actor: User, seen_seq: int | None, note: str = "") -> Case:
    """Accept an application: its materials count as checked by this officer.

    The committed and the statutory clock start, the first step opens, and the notice of
    acceptance (受理通知书) is issued.
    """
    with acting(case_id, Command.ACCEPT, actor=actor, seen_seq=seen_seq) as act:
        act.case.accepted_at = act.at
        act.case.slots.filter(state=SlotState.UPLOADED).update(
            state=SlotState.CHECKED, decided_by=actor
        )
        act.details["note"] = note.strip()
        _begin_work(act)
    return act.case


def deemed_accept(case_id: UUID) -> Case:
    """Accept an application as of its receipt, since no notice went out in time.

    Materials that nobody has looked at count as waived for acceptance.
    """
    with acting(case_id, Command.DEEMED_ACCEPT) as act:
        act.case.accepted_at = act.case.received_at
        act.clock_at = act.case.received_at
        unsettled = [SlotState.UPLOADED, SlotState.MISSING, SlotState.REJECTED]
        act.case.slots.filter(required=True, state__in=unsettled).update(
            state=SlotState.WAIVED, note=DEEMED_NOTE
        )
        _begin_work(act)
    return act.case


def refuse_acceptance(
    case_id: UUID,
    *,
    actor: User,
    seen_seq: int | None,
    reason_code: str,
    reasons: str,
) -> Case:
    """Refuse to accept an application, with a reason of the list and its explanation."""
    with acting(
        case_id,
        Command.REFUSE_ACCEPTANCE,
        actor=actor,
        seen_seq=seen_seq,
        reason_code=reason_code,
        reasons=reasons,
    ) as act:
        act.case.outcome = Outcome.NOT_ACCEPTED
        act.case.closed_at = act.at
        _drop_open_notice(act)
        particulars = {
            "reason": str(RefusalReason(reason_code).label),
            "reasons": reasons.strip(),
            "remedies": remedies_of(act.guide),
        }
        act.papers.append(Paper(DocumentKind.REFUSAL, lambda _case: particulars))
        act.details["reason_code"] = reason_code
    return act.case


def check_materials(
    case_id: UUID,
    *,
    actor: User,
    seen_seq: int | None,
    verdicts: Sequence[MaterialVerdict],
) -> Case:
    """Record an officer's verdict on single materials before acceptance."""
    with acting(
        case_id,
        Command.CHECK_MATERIALS,
        actor=actor,
        seen_seq=seen_seq,
        verdicts=verdicts,
    ) as act:
        for verdict in verdicts:
            act.case.slots.filter(order=verdict.order).update(
                state=verdict.state, note=verdict.note.strip(), decided_by=actor
            )
    return act.case


def _begin_work(act: Act) -> None:
    act.papers.append(Paper(DocumentKind.ACCEPTANCE, acceptance_particulars))
    open_next(act, after_order=0)


def _drop_open_notice(act: Act) -> None:
    act.case.correction_notices.filter(state=NoticeState.OPEN).update(
        state=NoticeState.CANCELLED
    )
