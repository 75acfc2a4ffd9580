"""Ask for corrections once, take the answer, or let the time for it pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.cases.acts import Act, Paper, acting
from portal.cases.answers import answered_files, frozen, shown_answers
from portal.cases.documents import remedies_of
from portal.cases.guards.acceptance import correction_targets
from portal.cases.inputs import MaterialInput, PointInput
from portal.cases.materials import planned_slots
from portal.cases.models import (
    Case,
    CorrectionNotice,
    CorrectionPoint,
    DefectReason,
    DocumentKind,
    NoticeState,
    Outcome,
    SlotState,
    Submission,
)
from portal.cases.services.filing import add_files, freeze_submission
from portal.cases.timers import CORRECTION_WORKDAYS
from portal.cases.transitions import Command
from portal.workdays.clock import Unit


def request_correction(
    case_id: UUID,
    *,
    actor: User,
    seen_seq: int | None,
    points: Sequence[PointInput],
    override_reason: str = "",
) -> Case:
    """Tell the applicant everything that has to be corrected, once.

    The office's clock stands from the day after this one; the applicant's starts. A
    second time needs a supervisor and `override_reason`.
    """
    with acting(
        case_id,
        Command.REQUEST_CORRECTION,
        actor=actor,
        seen_seq=seen_seq,
        points=points,
        override_reason=override_reason,
    ) as act:
        notice = _notice(act, actor, override_reason)
        labels = correction_targets(act.case)
        for order, point in enumerate(points, start=1):
            CorrectionPoint.objects.create(
                notice=notice,
                order=order,
                target=point.target,
                label=labels[point.target],
                reason_code=point.reason_code,
                explanation=point.explanation.strip(),
            )
        _reject_slots(act.case, points, actor)
        act.papers.append(Paper(DocumentKind.CORRECTION, _notice_particulars))
        act.public["detail"] = _("共%(count)d处") % {"count": len(points)}
        act.details["override"] = bool(override_reason)
    return act.case


def answer_correction(
    case_id: UUID,
    *,
    actor: User,
    answers: Mapping[str, Any],
    materials: Sequence[MaterialInput] = (),
    seen_seq: int | None = None,
) -> Case:
    """Hand in what the open notice asks for, as a new round beside the earlier ones.

    Args:
        case_id: The case.
        actor: The applicant, or somebody who may act for the organisation.
        answers: By field key; the fields that were asked for, or the whole form.
        materials: Only the materials that were asked for.
        seen_seq: The last event that the page showed.
    """
    last, points = _open_notice(case_id)
    merged = _merged(last, answers, case_id)
    before = last.answers if last is not None else {}
    scenario_answers = last.scenario_answers if last is not None else {}
    with acting(
        case_id,
        Command.ANSWER_CORRECTION,
        actor=actor,
        seen_seq=seen_seq,
        answers=merged,
        given_answers=answers,
        changed_keys=_changed_keys(before, frozen(answers)),
        scenario_answers=scenario_answers,
        materials=materials,
        points=points,
    ) as act:
        number = act.case.submissions.count()
        freeze_submission(
            act.case,
            round_number=number,
            answers=merged,
            scenario_answers=scenario_answers,
            signed_by=actor,
            at=act.at,
        )
        act.blobs.extend(answered_files(act.guide.get("online_form"), merged))
        act.blobs.extend(_refill_slots(act, materials, scenario_answers, number))
        act.case.correction_notices.filter(state=NoticeState.OPEN).update(
            state=NoticeState.ANSWERED, answered_on=timezone.localdate(act.at)
        )
    return act.case


def lapse_correction(case_id: UUID) -> Case:
    """End a case whose applicant let the time for correcting pass."""
    with acting(case_id, Command.LAPSE_CORRECTION) as act:
        act.case.outcome = Outcome.TERMINATED
        act.case.closed_at = act.at
        act.case.correction_notices.filter(state=NoticeState.OPEN).update(
            state=NoticeState.LAPSED
        )
        particulars = {
            "reasons": _("申请人在补正期限内没有补正。"),
            "remedies": remedies_of(act.guide),
        }
        act.papers.append(Paper(DocumentKind.TERMINATION, lambda _case: particulars))
    return act.case


def _notice(act: Act, actor: User, override_reason: str) -> CorrectionNotice:
    issued_on = timezone.localdate(act.at)
    return CorrectionNotice.objects.create(
        case=act.case,
        round=act.case.correction_notices.count() + 1,
        state=NoticeState.OPEN,
        issued_on=issued_on,
        due_on=act.calendar.add_workdays(issued_on, CORRECTION_WORKDAYS),
        issued_by=actor,
        override_reason=override_reason.strip(),
    )


def _reject_slots(case: Case, points: Iterable[PointInput], actor: User) -> None:
    for point in points:
        kind, _sign, order = point.target.partition(":")
        if kind == "material":
            case.slots.filter(order=int(order)).update(
                state=SlotState.REJECTED,
                note=point.explanation.strip(),
                decided_by=actor,
            )


def _notice_particulars(case: Case) -> dict[str, Any]:
    notice = case.correction_notices.order_by("round").last()
    if notice is None:
        return {}
    return {
        "points": [
            {
                "label": point.label,
                "reason": str(DefectReason(point.reason_code).label),
                "explanation": point.explanation,
            }
            for point in notice.points.order_by("order")
        ],
        "due_on": notice.due_on.isoformat(),
        "unit": Unit.WORKDAY.value,
        "after": _("逾期没有补正的，终止办理；需要时可以重新申请。"),
    }


def _open_notice(case_id: UUID) -> tuple[Submission | None, list[CorrectionPoint]]:
    submission = Submission.objects.filter(case_id=case_id).order_by("round").last()
    points = CorrectionPoint.objects.filter(
        notice__case_id=case_id, notice__state=NoticeState.OPEN
    )
    return submission, list(points.order_by("order"))


def _merged(
    last: Submission | None, answers: Mapping[str, Any], case_id: UUID
) -> dict[str, Any]:
    before = last.answers if last is not None else {}
    scenario_answers = last.scenario_answers if last is not None else {}
    case = Case.objects.select_related("version").filter(pk=case_id).first()
    form = case.version.payload["guide"].get("online_form") if case else None
    return shown_answers(form, {**before, **answers}, scenario_answers)


def _changed_keys(before: Mapping[str, Any], given: Mapping[str, Any]) -> list[str]:
    return [key for key, value in given.items() if before.get(key, "") != value]


def _refill_slots(
    act: Act,
    materials: Sequence[MaterialInput],
    scenario_answers: Mapping[str, Any],
    round_number: int,
) -> list[str]:
    plans = {slot.order: slot for slot in planned_slots(act.guide, scenario_answers)}
    digests: list[str] = []
    for material in materials:
        slot = act.case.slots.get(order=material.order)
        slot.way, slot.state = plans[material.order].settled_by(material)
        slot.note = ""
        slot.decided_by = None
        slot.save(update_fields=["way", "state", "note", "decided_by"])
        digests.extend(add_files(slot, material, round_number))
    return digests
