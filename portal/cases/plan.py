"""The steps that the stages of the pinned version ask for.

Accepting, deciding and closing are commands of their own; what is left between and after
them are steps that an officer completes with an opinion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from portal.accounts.models import Duty
from portal.cases.models import StepKind

_ACCEPTING: Final = ("受理", "收件")
_DECIDING: Final = ("决定", "审批", "批准")
_CLOSING: Final = ("办结", "送达", "发放")
_ISSUING: Final = ("制证", "制卡", "制发")

DUTIES_OF_KIND: Final[Mapping[str, tuple[Duty, ...]]] = {
    StepKind.REVIEW: (Duty.REVIEW, Duty.HANDLE),
    StepKind.SPECIAL: (Duty.HANDLE, Duty.REVIEW),
    StepKind.ISSUE: (Duty.ISSUE, Duty.HANDLE),
}
# Whose queue a step appears in; the other duties of the kind see it there too.
QUEUE_OF_KIND: Final[Mapping[str, Duty]] = {
    StepKind.REVIEW: Duty.REVIEW,
    StepKind.SPECIAL: Duty.REVIEW,
    StepKind.ISSUE: Duty.ISSUE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """One stage of the version as a step of a case."""

    order: int
    name: str
    kind: StepKind
    counted: bool
    days: int
    unit: str
    unit_dept: str
    post_name: str
    content: str


def planned_steps(guide: Mapping[str, Any]) -> tuple[PlannedStep, ...]:
    """Return the steps of a guide in order; those after the decision are of kind ISSUE."""
    stages = sorted(guide.get("stages") or (), key=lambda stage: stage["order"])
    decided = False
    steps = []
    for stage in stages:
        name = stage["name"]
        if _names(name, _DECIDING):
            decided = True
        elif not _names(name, _ACCEPTING) and not _names(name, _CLOSING):
            steps.append(_planned(stage, after_decision=decided))
    return tuple(steps)


def step_after(
    guide: Mapping[str, Any], order: int, *, issue: bool
) -> PlannedStep | None:
    """Return the next step after a stage's order, before or after the decision."""
    for step in planned_steps(guide):
        if step.order > order and (step.kind == StepKind.ISSUE) is issue:
            return step
    return None


def _planned(stage: Mapping[str, Any], *, after_decision: bool) -> PlannedStep:
    issuing = after_decision or _names(stage["name"], _ISSUING)
    kind = StepKind.SPECIAL if stage.get("special") else StepKind.REVIEW
    return PlannedStep(
        order=int(stage["order"]),
        name=stage["name"],
        kind=StepKind.ISSUE if issuing else kind,
        counted=bool(stage.get("counted", True)),
        days=int(stage.get("days") or 0),
        unit=str(stage.get("unit") or "1"),
        unit_dept=stage.get("unit_dept") or "",
        post_name=stage.get("post") or "",
        content=stage.get("content") or "",
    )


def _names(name: str, words: tuple[str, ...]) -> bool:
    return any(word in name for word in words)
