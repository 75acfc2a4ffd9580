"""File a draft as one act: a first application, or the answer to a correction notice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.flow import Flow
from portal.applications.materials import material_inputs
from portal.applications.models import Draft
from portal.applications.selectors import draft_of
from portal.applications.services import KEPT_DAYS
from portal.cases import services as cases
from portal.cases.answers import shown_answers
from portal.cases.errors import Issue, RequirementsUnmet
from portal.cases.models import Case, Channel, CorrectionNotice, NoticeState


@transaction.atomic
def submit_draft(
    draft_id: UUID,
    *,
    actor: User,
    channel: str = Channel.DESKTOP,
    seen_seq: int | None = None,
) -> Case:
    """File a draft and return its case; filing it again returns the same case.

    The draft is emptied: from now on what was handed in lives in the case alone.

    Args:
        draft_id: the draft, seen by its owner.
        actor: who files.
        channel: through what it came (`Channel`).
        seen_seq: for an answer to a notice, the state of the case that the page showed.

    Raises:
        Http404: no such draft, or a stranger's.
        RequirementsUnmet: every missing or wrong thing at once.
        CaseError: the version or the phase of the case does not allow it any more.
    """
    if draft_of(actor, draft_id) is None:
        raise Http404
    draft = Draft.objects.select_for_update().get(pk=draft_id)
    if draft.case is not None:
        return draft.case
    flow = Flow(draft)
    if draft.notice is None:
        case = _file(flow, actor, channel)
    else:
        case = _answer(flow, draft.notice, actor, seen_seq)
    draft.case = case
    draft.answers = {}
    draft.scenario_answers = {}
    draft.updated_at = timezone.now()
    draft.save(update_fields=["case", "answers", "scenario_answers", "updated_at"])
    draft.files.all().delete()
    return case


@transaction.atomic
def start_correction(case: Case, *, actor: User) -> Draft:
    """Return the working copy in which the open notice of a case is answered.

    Raises:
        Http404: no notice is open.
    """
    notice = (
        CorrectionNotice.objects.select_for_update()
        .filter(case=case, state=NoticeState.OPEN)
        .first()
    )
    if notice is None:
        raise Http404
    existing = Draft.objects.filter(notice=notice).first()
    if existing is not None:
        return existing
    filed = case.submissions.order_by("-round")[0]
    now = timezone.now()
    return Draft.objects.create(
        version=case.version,
        owner=actor,
        organisation=case.organisation,
        applicant_chosen=True,
        answers=filed.answers,
        scenario_answers=filed.scenario_answers,
        notice=notice,
        updated_at=now,
        expires_at=now + timedelta(days=KEPT_DAYS),
    )


def _file(flow: Flow, actor: User, channel: str) -> Case:
    stop = flow.situation.stop
    if stop is not None:
        code = flow.situation.questions[-1]
        raise RequirementsUnmet([Issue(field=f"scenario:{code}", message=stop.reason)])
    draft = flow.draft
    scenario_answers = _asked(flow)
    return cases.file_case(
        version=draft.version,
        applicant=actor,
        organisation=draft.organisation,
        answers=shown_answers(
            flow.guide["online_form"], flow.answers, scenario_answers
        ),
        scenario_answers=scenario_answers,
        materials=material_inputs(flow.slots, flow.files),
        idempotency_key=str(draft.idempotency_key),
        channel=channel,
    )


def _answer(
    flow: Flow, notice: CorrectionNotice, actor: User, seen_seq: int | None
) -> Case:
    answers = {
        key: flow.answers.get(key, "")
        for kind, _sign, key in (target.partition(":") for target in flow.points)
        if kind == "field"
    }
    return cases.answer_correction(
        notice.case_id,
        actor=actor,
        answers=answers,
        materials=material_inputs(flow.slots, flow.files),
        seen_seq=seen_seq,
    )


def _asked(flow: Flow) -> dict[str, Any]:
    answers = flow.draft.scenario_answers
    return {code: answers[code] for code in flow.situation.questions if code in answers}
