"""The one table of what may be done to a case, by whom, from where to where.

Every service, the desk's buttons, the public labels of the timeline and the verification
of the archive read this table; no phase is set anywhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Duty
from portal.cases.models import Phase, TimerPurpose


class Command(StrEnum):
    """What can be done to a case."""

    FILE = "file"
    ACCEPT = "accept"
    DEEMED_ACCEPT = "deemed_accept"
    REFUSE_ACCEPTANCE = "refuse_acceptance"
    CHECK_MATERIALS = "check_materials"
    REQUEST_CORRECTION = "request_correction"
    ANSWER_CORRECTION = "answer_correction"
    LAPSE_CORRECTION = "lapse_correction"
    CLAIM_STEP = "claim_step"
    COMPLETE_STEP = "complete_step"
    RETURN_STEP = "return_step"
    DECIDE = "decide"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    TERMINATE = "terminate"
    REACH_RUNG = "reach_rung"


class Actor(StrEnum):
    """Who may give a command."""

    APPLICANT = "applicant"
    OFFICER = "officer"
    SYSTEM = "system"


class Verb(StrEnum):
    """What a command does to a clock."""

    START = "start"
    STOP = "stop"
    EXPIRE = "expire"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class ClockEffect:
    """One effect on every running timer of a purpose."""

    verb: Verb
    purpose: TimerPurpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the table.

    `from_phases` is empty only for filing. `to_phase` None keeps the phase. `guards` name
    functions of `portal.cases.guards`, which are asked in this order.
    """

    command: Command
    label: Promise
    event: str
    event_label: Promise
    actor: Actor
    from_phases: tuple[Phase, ...] = ()
    to_phase: Phase | None = None
    duties: tuple[Duty, ...] = ()
    guards: tuple[str, ...] = ()
    clocks: tuple[ClockEffect, ...] = ()
    public: bool = True


def _effects(verb: Verb, *purposes: TimerPurpose) -> tuple[ClockEffect, ...]:
    return tuple(ClockEffect(verb, purpose) for purpose in purposes)


_T: Final = TimerPurpose
_FIRST_CLOCKS: Final = (_T.STATUTORY, _T.PROMISED)
_OPEN: Final = (Phase.RECEIVED, Phase.CORRECTION, Phase.ACCEPTED, Phase.DECIDED)
# Of the commands that end a case; a timer that does not run is left as it is.
_ALL_STOP: Final = _effects(Verb.CANCEL, *_T)

RULES: Final[Mapping[Command, Rule]] = {
    rule.command: rule
    for rule in (
        Rule(
            command=Command.FILE,
            label=_("提交"),
            event="case.filed",
            event_label=_("提交申请，已收件"),
            actor=Actor.APPLICANT,
            to_phase=Phase.RECEIVED,
            guards=(
                "version_open",
                "scenario_answered",
                "answers_valid",
                "materials_complete",
            ),
            clocks=_effects(Verb.START, _T.ACCEPTANCE),
        ),
        Rule(
            command=Command.ACCEPT,
            label=_("受理"),
            event="case.accepted",
            event_label=_("受理"),
            actor=Actor.OFFICER,
            from_phases=(Phase.RECEIVED,),
            to_phase=Phase.ACCEPTED,
            duties=(Duty.RECEIVE,),
            guards=("slots_settled", "files_usable"),
            clocks=(
                *_effects(Verb.STOP, _T.ACCEPTANCE),
                *_effects(Verb.START, *_FIRST_CLOCKS),
            ),
        ),
        Rule(
            command=Command.DEEMED_ACCEPT,
            label=_("视为受理"),
            event="case.deemed_accepted",
            event_label=_("逾期未告知，自收件之日起视为受理"),
            actor=Actor.SYSTEM,
            from_phases=(Phase.RECEIVED,),
            to_phase=Phase.ACCEPTED,
            guards=("clock_exhausted",),
            clocks=(
                *_effects(Verb.EXPIRE, _T.ACCEPTANCE),
                *_effects(Verb.START, *_FIRST_CLOCKS),
            ),
        ),
        Rule(
            command=Command.REFUSE_ACCEPTANCE,
            label=_("不予受理"),
            event="case.acceptance_refused",
            event_label=_("不予受理"),
            actor=Actor.OFFICER,
            from_phases=(Phase.RECEIVED, Phase.CORRECTION),
            to_phase=Phase.NOT_ACCEPTED,
            duties=(Duty.RECEIVE,),
            guards=("refusal_reasoned",),
            clocks=_ALL_STOP,
        ),
        Rule(
            command=Command.CHECK_MATERIALS,
            label=_("核对材料"),
            event="case.materials_checked",
            event_label=_("核对材料"),
            actor=Actor.OFFICER,
            from_phases=(Phase.RECEIVED,),
            duties=(Duty.RECEIVE,),
            guards=("verdicts_sound",),
            public=False,
        ),
        Rule(
            command=Command.REQUEST_CORRECTION,
            label=_("一次性告知补正"),
            event="case.correction_requested",
            event_label=_("一次性告知需要补正的内容"),
            actor=Actor.OFFICER,
            from_phases=(Phase.RECEIVED,),
            to_phase=Phase.CORRECTION,
            duties=(Duty.RECEIVE, Duty.SUPERVISE),
            guards=("asked_only_once", "points_sound"),
            clocks=(
                *_effects(Verb.PAUSE, _T.ACCEPTANCE),
                *_effects(Verb.START, _T.CORRECTION),
            ),
        ),
        Rule(
            command=Command.ANSWER_CORRECTION,
            label=_("提交补正"),
            event="case.correction_answered",
            event_label=_("提交补正内容"),
            actor=Actor.APPLICANT,
            from_phases=(Phase.CORRECTION,),
            to_phase=Phase.RECEIVED,
            guards=("points_answered", "answers_valid", "materials_complete"),
            clocks=(
                *_effects(Verb.STOP, _T.CORRECTION),
                *_effects(Verb.RESUME, _T.ACCEPTANCE),
            ),
        ),
        Rule(
            command=Command.LAPSE_CORRECTION,
            label=_("逾期未补正"),
            event="case.correction_lapsed",
            event_label=_("逾期未补正，终止办理"),
            actor=Actor.SYSTEM,
            from_phases=(Phase.CORRECTION,),
            to_phase=Phase.TERMINATED,
            guards=("clock_exhausted",),
            clocks=(*_effects(Verb.EXPIRE, _T.CORRECTION), *_ALL_STOP),
        ),
        Rule(
            command=Command.CLAIM_STEP,
            label=_("领取环节"),
            event="case.step_claimed",
            event_label=_("工作人员开始办理环节"),
            actor=Actor.OFFICER,
            from_phases=(Phase.ACCEPTED, Phase.DECIDED),
            guards=("step_open",),
            public=False,
        ),
        Rule(
            command=Command.COMPLETE_STEP,
            label=_("完成环节"),
            event="case.step_completed",
            event_label=_("完成环节"),
            actor=Actor.OFFICER,
            from_phases=(Phase.ACCEPTED, Phase.DECIDED),
            guards=("step_open", "opinion_given"),
        ),
        Rule(
            command=Command.RETURN_STEP,
            label=_("退回上一环节"),
            event="case.step_returned",
            event_label=_("退回前一环节重新办理"),
            actor=Actor.OFFICER,
            from_phases=(Phase.ACCEPTED,),
            guards=("return_reasoned", "return_target_earlier"),
            public=False,
        ),
        Rule(
            command=Command.DECIDE,
            label=_("作出决定"),
            event="case.decided",
            event_label=_("作出决定"),
            actor=Actor.OFFICER,
            from_phases=(Phase.ACCEPTED,),
            to_phase=Phase.DECIDED,
            duties=(Duty.APPROVE,),
            guards=("steps_done", "checker_is_not_maker", "decision_reasoned"),
            clocks=(
                *_effects(Verb.STOP, *_FIRST_CLOCKS, _T.STAGE),
                *_effects(Verb.START, _T.DELIVERY),
            ),
        ),
        Rule(
            command=Command.CLOSE,
            label=_("办结"),
            event="case.closed",
            event_label=_("办结"),
            actor=Actor.OFFICER,
            from_phases=(Phase.DECIDED,),
            to_phase=Phase.CLOSED,
            duties=(Duty.ISSUE, Duty.APPROVE, Duty.HANDLE),
            guards=("steps_done",),
            clocks=(
                *_effects(Verb.STOP, _T.DELIVERY),
                *_ALL_STOP,
            ),
        ),
        Rule(
            command=Command.WITHDRAW,
            label=_("撤回申请"),
            event="case.withdrawn",
            event_label=_("申请人撤回申请"),
            actor=Actor.APPLICANT,
            from_phases=(Phase.RECEIVED, Phase.CORRECTION, Phase.ACCEPTED),
            to_phase=Phase.WITHDRAWN,
            clocks=_ALL_STOP,
        ),
        Rule(
            command=Command.TERMINATE,
            label=_("终止办理"),
            event="case.terminated",
            event_label=_("终止办理"),
            actor=Actor.OFFICER,
            from_phases=(Phase.ACCEPTED,),
            to_phase=Phase.TERMINATED,
            duties=(Duty.APPROVE,),
            guards=("termination_reasoned",),
            clocks=_ALL_STOP,
        ),
        Rule(
            command=Command.REACH_RUNG,
            label=_("时限预警"),
            event="case.rung_reached",
            event_label=_("时限预警"),
            actor=Actor.SYSTEM,
            from_phases=_OPEN,
            public=False,
        ),
    )
}

RULE_OF_EVENT: Final[Mapping[str, Rule]] = {rule.event: rule for rule in RULES.values()}

FINAL_PHASES: Final = frozenset(Phase) - frozenset(_OPEN)


def commands_from(phase: str, actor: Actor) -> list[Command]:
    """Return the commands that a kind of actor has in a phase, in the table's order."""
    return [
        rule.command
        for rule in RULES.values()
        if rule.actor == actor and phase in rule.from_phases
    ]
