"""Which cases an officer sees, and what he or she may do to each."""

from __future__ import annotations

from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from portal.accounts import policy
from portal.accounts.models import Duty, User
from portal.cases.authority import is_party, open_step
from portal.cases.errors import CaseNotFound, NotAllowed
from portal.cases.models import Case, StepState
from portal.cases.selectors import allowed_commands
from portal.cases.transitions import Command

_PARTS = (
    "submissions",
    "slots__files",
    "steps__claimed_by__staff",
    "steps__done_by__staff",
    "correction_notices__points",
    "correction_notices__issued_by__staff",
    "documents",
    "timers__spans",
)


def case_for_officer(user: User, case_id: UUID) -> Case:
    """Return a case of a department in which this officer has a duty, with its parts.

    Raises:
        CaseNotFound: there is no such case, or it is none of this officer's business.
        NotAllowed: the officer is a party to the case; colleagues' opinions are not for
            the applicant to read.
    """
    case = (
        Case.objects.select_related("version", "applicant", "organisation")
        .filter(pk=case_id)
        .first()
    )
    if case is None or not policy.duties_of(user, case.department_key):
        raise CaseNotFound(_("没有这个办件，或者您无权查看。"))
    if is_party(case, user):
        raise NotAllowed(
            _(
                "您是本件的申请人或者申请单位的经办人，应当回避，不能在工作台办理或者查看。"
                "要看自己的申请，请到“我的办件”。"
            )
        )
    prefetch_related_objects([case], *_PARTS)
    return case


def possible_commands(case: Case, user: User) -> list[Command]:
    """Return what an officer can do to a case just now, in the transition table's order.

    Of what the officer's posts allow only that is left which the services' guards would
    not refuse for the state of the steps or the officer's own part in them.
    """
    if is_party(case, user):
        return []
    held = policy.duties_of(user, case.department_key)
    return [
        command
        for command in allowed_commands(case, user)
        if _makes_sense(command, case, user=user, held=held)
    ]


def _makes_sense(command: Command, case: Case, *, user: User, held: set[Duty]) -> bool:
    if command == Command.REQUEST_CORRECTION:
        # The receiving post asks once; a second time is for the supervisor.
        again = bool(case.correction_notices.all())
        return (Duty.SUPERVISE if again else Duty.RECEIVE) in held
    return _fits_steps(command, case, user)


def _fits_steps(command: Command, case: Case, user: User) -> bool:
    step = open_step(case)
    if command == Command.CLAIM_STEP:
        return step is not None and step.state == StepState.OPEN
    if command == Command.COMPLETE_STEP:
        return step is not None and step.claimed_by_id in {None, user.pk}
    if command == Command.RETURN_STEP:
        return _has_earlier_step(case, step.stage_order if step else None)
    if command in {Command.DECIDE, Command.CLOSE}:
        own_work = command == Command.DECIDE and _made_a_step(case, user)
        return step is None and not own_work
    return True


def _has_earlier_step(case: Case, before: int | None) -> bool:
    return any(
        step.state == StepState.DONE and (before is None or step.stage_order < before)
        for step in case.steps.all()
    )


def _made_a_step(case: Case, user: User) -> bool:
    return any(
        step.state == StepState.DONE and step.done_by_id == user.pk
        for step in case.steps.all()
    )
