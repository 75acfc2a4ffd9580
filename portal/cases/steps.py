"""Open, complete and send back the steps of a case."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.cases.acts import Act, Paper
from portal.cases.models import (
    DocumentKind,
    PauseGround,
    StepInstance,
    StepKind,
    StepState,
    Timer,
    TimerPurpose,
    TimerState,
)
from portal.cases.plan import PlannedStep, planned_steps, step_after
from portal.cases.timers import Limit, end, pause, resume, start_timer

_CASE_CLOCKS: Final = (TimerPurpose.PROMISED, TimerPurpose.STATUTORY)


def open_next(act: Act, *, after_order: int, issue: bool = False) -> None:
    """Open the step that follows a stage, when there is one, once the clocks have moved."""
    planned = step_after(act.guide, after_order, issue=issue)
    if planned is not None:
        act.after_clocks.append(lambda: _open(act, planned))


def open_again(act: Act, order: int) -> None:
    """Open the step of a stage anew, once the clocks have moved."""
    planned = next(step for step in planned_steps(act.guide) if step.order == order)
    act.after_clocks.append(lambda: _open(act, planned))


def finish(
    act: Act, step: StepInstance, *, user: User, opinion: str, result: str
) -> None:
    """End a step with its conclusion; the clocks that it held run again."""
    step.state = StepState.DONE
    step.claimed_by = step.claimed_by or user
    step.acted_as = act.authority.acted_as
    step.done_by = user
    step.done_at = act.at
    step.opinion = opinion.strip()
    step.result = result
    step.save(
        update_fields=[
            "state",
            "claimed_by",
            "acted_as",
            "done_by",
            "done_at",
            "opinion",
            "result",
        ]
    )
    _leave(step, act.at)


def abandon(step: StepInstance, *, state: str, at: datetime) -> None:
    """End a step without a conclusion: returned or cancelled."""
    step.state = state
    step.done_at = at
    step.save(update_fields=["state", "done_at"])
    _leave(step, at)


def _open(act: Act, planned: PlannedStep) -> None:
    case = act.case
    step = StepInstance.objects.create(
        case=case,
        sequence=case.steps.count() + 1,
        stage_order=planned.order,
        name=planned.name,
        kind=planned.kind,
        counted=planned.counted,
        unit_dept=planned.unit_dept,
        post_name=planned.post_name,
        state=StepState.OPEN,
        opened_at=act.at,
    )
    start_timer(
        case,
        TimerPurpose.STAGE,
        Limit(planned.days, planned.unit),
        at=act.clock_at,
        calendar=act.calendar,
        step=step,
    )
    if not planned.counted and planned.kind != StepKind.ISSUE:
        _hold_case_clocks(act, planned)


def _hold_case_clocks(act: Act, planned: PlannedStep) -> None:
    for timer in _case_clocks(act.case.pk):
        pause(
            timer,
            ground=PauseGround.SPECIAL_STEP,
            on=act.at,
            seq=act.case.head_seq + 1,
        )
    # Days may be left out only if the applicant is told in writing.
    act.papers.append(
        Paper(
            DocumentKind.SPECIAL,
            lambda _case: {
                "step": planned.name,
                "days": planned.days,
                "unit": planned.unit,
                "text": _("“%(step)s”所需时间依法不计入办理期限，结束后继续计算。")
                % {"step": planned.name},
            },
        )
    )


def _leave(step: StepInstance, at: datetime) -> None:
    for timer in step.timers.filter(state=TimerState.RUNNING):
        end(timer, state=TimerState.STOPPED, on=at)
    if not step.counted:
        for timer in _case_clocks(step.case_id):
            resume(timer, on=at)


def _case_clocks(case_id: UUID) -> list[Timer]:
    return list(
        Timer.objects.filter(
            case_id=case_id, purpose__in=_CASE_CLOCKS, state=TimerState.RUNNING
        )
    )
