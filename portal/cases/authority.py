"""Who may give a command on a case, and in which quality."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts import policy
from portal.accounts.models import Duty, User
from portal.cases.errors import CaseNotFound, NotAllowed
from portal.cases.models import Case, Phase, StepInstance, StepState
from portal.cases.plan import DUTIES_OF_KIND
from portal.cases.transitions import Actor, Rule

SYSTEM: Final = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """In which quality somebody acts.

    `actor` is a stable id that names no person; `acted_as` is the staff number of the
    absent A officer in whose place a B officer acts, else "".
    """

    actor: str
    office: str = ""
    acted_as: str = ""
    duties: frozenset[Duty] = frozenset()


def authorise(case: Case, rule: Rule, user: User | None) -> Authority:
    """Return in which quality a person may give a command on a case.

    Raises:
        CaseNotFound: the person may not even know that the case exists.
        NotAllowed: the person may see the case but not do this.
    """
    if rule.actor == Actor.SYSTEM:
        return Authority(actor=SYSTEM)
    if user is None or not user.is_active:
        raise CaseNotFound(_("没有这个办件，或者您无权查看。"))
    if rule.actor == Actor.APPLICANT:
        return _applicant(case, user)
    return _officer(case, rule, user)


def is_applicant(case: Case, user: User, on: date | None = None) -> bool:
    """Say whether a person applied, or may act for the organisation that did."""
    if case.organisation is not None:
        return policy.may_act_for(user, case.organisation, on)
    return case.applicant_id == user.pk


def is_party(case: Case, user: User) -> bool:
    """Say whether a person has a stake in a case, so that he or she may not handle it."""
    return case.applicant_id == user.pk or is_applicant(case, user)


def duties_for(case: Case, rule: Rule) -> tuple[Duty, ...]:
    """Return the duties of which one is needed for a command.

    For the commands on steps they follow from the step that is open; with none open the
    case lies with whoever decides.
    """
    if rule.duties:
        return rule.duties
    step = open_step(case)
    if step is not None:
        return DUTIES_OF_KIND[step.kind]
    return (Duty.APPROVE,) if case.phase == Phase.ACCEPTED else (Duty.ISSUE,)


def open_step(case: Case) -> StepInstance | None:
    """Return the step that somebody has to complete now."""
    steps = case.steps.filter(state__in=[StepState.OPEN, StepState.CLAIMED])
    return steps.order_by("sequence").last()


def _applicant(case: Case, user: User) -> Authority:
    if not is_applicant(case, user):
        raise CaseNotFound(_("没有这个办件，或者您无权查看。"))
    return Authority(actor=actor_id(user))


def _officer(case: Case, rule: Rule, user: User) -> Authority:
    duties = policy.duties_of(user, case.department_key, timezone.localdate())
    if not duties:
        raise CaseNotFound(_("没有这个办件，或者您无权查看。"))
    if is_party(case, user):
        raise NotAllowed(
            _(
                "您是本件的申请人或者申请单位的经办人，应当回避，请交由其他工作人员办理。"
            )
        )
    needed = duties_for(case, rule)
    held = [duty for duty in needed if duty in duties]
    if not held:
        raise NotAllowed(
            _("“%(command)s”需要“%(duties)s”岗位，您没有这个岗位。")
            % {
                "command": rule.label,
                "duties": "、".join(str(duty.label) for duty in needed),
            }
        )
    return Authority(
        actor=actor_id(user),
        office=case.department_key,
        acted_as=_acted_as(user, case.department_key, held),
        duties=frozenset(duties),
    )


def _acted_as(user: User, department_key: str, held: Iterable[Duty]) -> str:
    principals = [policy.principal_of(user, department_key, duty) for duty in held]
    if None in principals:
        return ""
    return next((staff.staff_no for staff in principals if staff is not None), "")


def actor_id(user: User) -> str:
    """Return the stable id under which a person's acts are recorded."""
    return f"user:{user.pk}"
