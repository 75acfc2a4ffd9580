"""Take, complete and send back the steps of a case."""

from __future__ import annotations

from uuid import UUID

from portal.accounts.models import User
from portal.cases.acts import acting
from portal.cases.authority import open_step
from portal.cases.models import Case, StepInstance, StepKind, StepState
from portal.cases.steps import abandon, finish, open_again, open_next
from portal.cases.transitions import Command


def claim_step(
    case_id: UUID, *, actor: User, seen_seq: int | None, step_id: int
) -> Case:
    """Take a step, so that colleagues see who works on it."""
    with acting(
        case_id, Command.CLAIM_STEP, actor=actor, seen_seq=seen_seq, step_id=step_id
    ) as act:
        step = StepInstance.objects.get(pk=step_id)
        step.state = StepState.CLAIMED
        step.claimed_by = actor
        step.acted_as = act.authority.acted_as
        step.save(update_fields=["state", "claimed_by", "acted_as"])
        act.details["step"] = step.name
    return act.case


def complete_step(
    case_id: UUID,
    *,
    actor: User,
    seen_seq: int | None,
    step_id: int,
    opinion: str,
    result: str,
) -> Case:
    """End a step with a conclusion and an opinion; the next one opens."""
    with acting(
        case_id,
        Command.COMPLETE_STEP,
        actor=actor,
        seen_seq=seen_seq,
        step_id=step_id,
        opinion=opinion,
        result=result,
    ) as act:
        step = StepInstance.objects.get(pk=step_id)
        finish(act, step, user=actor, opinion=opinion, result=result)
        open_next(act, after_order=step.stage_order, issue=step.kind == StepKind.ISSUE)
        act.public["detail"] = step.name
    return act.case


def return_step(
    case_id: UUID,
    *,
    actor: User,
    seen_seq: int | None,
    target_order: int,
    reason: str,
) -> Case:
    """Send a case back to an earlier step of its version; the case's clocks run on.

    Args:
        case_id: The case.
        actor: The holder of the open step, or, with none open, whoever decides.
        seen_seq: The last event that the page showed.
        target_order: The order of the stage to go back to.
        reason: Why.
    """
    with acting(
        case_id,
        Command.RETURN_STEP,
        actor=actor,
        seen_seq=seen_seq,
        target_order=target_order,
        reason=reason,
    ) as act:
        step = open_step(act.case)
        if step is not None:
            abandon(step, state=StepState.RETURNED, at=act.at)
        open_again(act, target_order)
        act.details["reason"] = reason.strip()
        act.details["target_order"] = target_order
    return act.case
