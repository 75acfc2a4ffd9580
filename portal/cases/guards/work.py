"""What must hold before a step, a decision or an end."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from portal.cases.authority import open_step
from portal.cases.errors import Issue
from portal.cases.guards.request import Request, text_issues
from portal.cases.models import Outcome, StepResult, StepState
from portal.cases.plan import planned_steps

_DECISIONS: Final = {Outcome.GRANTED, Outcome.PARTLY, Outcome.REFUSED}


def step_open(request: Request) -> list[Issue]:
    """The step is the one to do now and nobody else has taken it."""
    step = open_step(request.case)
    if step is None or step.pk != request.inputs["step_id"]:
        return [_issue("", _("这个环节现在不能办理，请刷新页面。"))]
    holder = step.claimed_by
    if holder is not None and holder.pk != request.inputs["actor"].pk:
        return [_issue("", _("这个环节已由其他工作人员领取。"))]
    return []


def opinion_given(request: Request) -> list[Issue]:
    """A step ends with a conclusion and an opinion."""
    issues = text_issues(request, "opinion", _("处理意见"))
    if request.inputs["result"] not in StepResult.values:
        issues.append(_issue("result", _("请选择环节结论。")))
    return issues


def return_reasoned(request: Request) -> list[Issue]:
    """Sending back needs a reason."""
    return text_issues(request, "reason", _("退回理由"))


def return_target_earlier(request: Request) -> list[Issue]:
    """A case goes back only to a step of its version that it has been through."""
    done = set(
        request.case.steps.filter(state=StepState.DONE).values_list(
            "stage_order", flat=True
        )
    )
    step = open_step(request.case)
    before = step.stage_order if step is not None else max(done, default=0) + 1
    known = {planned.order for planned in planned_steps(request.guide)}
    target = request.inputs["target_order"]
    if target in known and target in done and target < before:
        return []
    return [_issue("target_order", _("只能退回本件已经办过的前一环节。"))]


def steps_done(request: Request) -> list[Issue]:
    """No step is open."""
    step = open_step(request.case)
    if step is None:
        return []
    return [_issue("", _("环节“%(name)s”还没有办完。") % {"name": step.name})]


def checker_is_not_maker(request: Request) -> list[Issue]:
    """Whoever completed a step does not decide on it too."""
    made = request.case.steps.filter(
        state=StepState.DONE, done_by=request.inputs["actor"]
    )
    if not made.exists():
        return []
    return [_issue("", _("您办理过本件的审查环节，不能再作决定，请由其他批准人决定。"))]


def decision_reasoned(request: Request) -> list[Issue]:
    """A decision has an outcome and reasons; against the applicant also its basis."""
    issues = text_issues(request, "reasons", _("决定理由"))
    outcome = request.inputs["outcome"]
    if outcome not in _DECISIONS:
        issues.append(_issue("outcome", _("请选择准予、部分准予或者不予。")))
    elif outcome != Outcome.GRANTED:
        issues.extend(text_issues(request, "legal_basis", _("决定依据")))
    return issues


def termination_reasoned(request: Request) -> list[Issue]:
    """Ending a case without a decision needs reasons."""
    return text_issues(request, "reasons", _("终止理由"))


def _issue(name: str, message: str) -> Issue:
    return Issue(field=name, message=message)
