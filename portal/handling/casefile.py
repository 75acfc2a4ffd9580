"""A whole case on one page: plain values that the template only has to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.cases.clocks import clock_of
from portal.cases.models import (
    Case,
    CorrectionNotice,
    Decision,
    StepInstance,
    StepState,
    Submission,
    Timer,
    TimerPurpose,
)
from portal.handling.answers import AnswerSection, answer_sections, scenario_rows
from portal.handling.clock_words import TONE_OF_LIGHT, due_words, left_words
from portal.handling.history import recorded_acts
from portal.handling.slots import slot_row
from portal.theming.formats import cn_date, cn_datetime

Row = dict[str, Any]

_CASE_LIMITS: Final = (TimerPurpose.PROMISED, TimerPurpose.STATUTORY)


def casefile_of(case: Case) -> dict[str, Any]:
    """Return everything that the page of a case shows, but the actions.

    Reads the related rows through the prefetches of `case_for_officer`.
    """
    submissions = sorted(case.submissions.all(), key=lambda each: each.round)
    guide = case.version.payload["guide"]
    return {
        "case": case_head(case),
        "facts": _facts(case),
        "scenario": [
            {"label": row.label, "value": row.value}
            for row in _scenario(guide, submissions)
        ],
        "sections": _sections(guide, submissions),
        "slots": [slot_row(case, slot) for slot in case.slots.all()],
        "case_steps": [_step_row(step) for step in case.steps.all()],
        "corrections": [_notice_row(each) for each in case.correction_notices.all()],
        "decision": _decision_row(case),
        "documents": [
            {
                "label": f"{document.get_kind_display()}",
                "value": document.number,
                "note": cn_datetime(document.issued_at),
            }
            for document in case.documents.all()
        ],
        "acts": [
            {
                "title": act.label,
                "who": act.who,
                "when": cn_datetime(act.at),
                "datetime": act.at.isoformat(timespec="seconds"),
                "state": "done",
            }
            for act in recorded_acts(case)
        ],
    }


def case_head(case: Case) -> Row:
    """Return what names a case on top of each of its pages."""
    clock = clock_of(case)
    return {
        "id": case.pk,
        "url": reverse("desk:show-case", args=[case.pk]),
        "number": case.number,
        "title": case.title,
        "matter": case.version.payload["guide"]["name"],
        "matter_url": case.version.payload["url"],
        "version": case.version.number,
        "phase": case.get_phase_display(),
        "outcome": case.get_outcome_display() if case.outcome else "",
        "head_seq": case.head_seq,
        "lamp": TONE_OF_LIGHT[clock.light],
        "left": left_words(clock),
        "due": due_words(clock),
        "clock": clock.purpose_label,
        "applicant": applicant_name(case),
    }


def applicant_name(case: Case) -> str:
    """Return who applies: the organisation, or the person."""
    if case.organisation is not None:
        return case.organisation.name
    return case.applicant.display_name


def officer_name(user: User | None) -> str:
    """Return how an officer is called in the office; "" for nobody."""
    if user is None:
        return ""
    staff = getattr(user, "staff", None)
    return str(staff.display_name) if staff is not None else user.display_name


def _facts(case: Case) -> list[Row]:
    rows = [
        {
            "label": _("申请人"),
            "value": applicant_name(case),
            "note": _identity(case),
        },
        {
            "label": _("经办人"),
            "value": case.applicant.display_name,
            "note": _contact(case.applicant),
        },
        {
            "label": _("来源"),
            "value": _("%(channel)s，%(at)s")
            % {
                "channel": case.get_channel_display(),
                "at": cn_datetime(case.filed_at),
            },
            "note": _("%(at)s 受理") % {"at": cn_datetime(case.accepted_at)}
            if case.accepted_at
            else "",
        },
        {
            "label": _("事项"),
            "value": case.version.payload["guide"]["name"],
            "note": _("按办事指南第 %(number)s 版办理")
            % {"number": case.version.number},
            "url": case.version.payload["url"],
        },
    ]
    timers = {timer.purpose: timer for timer in case.timers.all()}
    rows.extend(
        _limit_row(timers[purpose]) for purpose in _CASE_LIMITS if purpose in timers
    )
    return rows


def _identity(case: Case) -> str:
    if case.organisation is not None:
        return case.organisation.uscc
    person = case.applicant
    return f"{person.get_certificate_kind_display()} {person.masked_id_number}".strip()


def _contact(person: User) -> str:
    return " ".join(
        filter(None, [person.masked_mobile, str(person.get_auth_level_display())])
    )


def _limit_row(timer: Timer) -> Row:
    due = cn_date(timer.due_on, weekday=True) if timer.due_on else _("停表")
    note = timer.get_state_display()
    if timer.provisional:
        note = _("%(state)s，日期暂定") % {"state": note}
    return {
        "label": _("%(kind)s时限") % {"kind": timer.get_purpose_display()},
        "value": due,
        "note": note,
    }


def _scenario(guide: Mapping[str, Any], submissions: list[Submission]) -> Iterable[Any]:
    if not submissions:
        return []
    return scenario_rows(guide.get("scenario") or {}, submissions[-1].scenario_answers)


def _sections(
    guide: Mapping[str, Any], submissions: list[Submission]
) -> list[dict[str, Any]]:
    """Return the newest answers; what a correction changed carries the former value."""
    if not submissions:
        return []
    form = guide.get("online_form")
    newest = answer_sections(form, submissions[-1].answers)
    first = _by_key(answer_sections(form, submissions[0].answers))
    return [
        {
            "title": section.title,
            "rows": [
                {
                    "label": row.label,
                    "value": row.value or _("没有填"),
                    "note": _("补正前：%(value)s")
                    % {"value": first.get(row.key) or _("没有填")}
                    if first.get(row.key, "") != row.value
                    else "",
                }
                for row in section.rows
            ],
        }
        for section in newest
    ]


def _by_key(sections: Iterable[AnswerSection]) -> dict[str, str]:
    return {row.key: row.value for section in sections for row in section.rows}


def _step_row(step: StepInstance) -> Row:
    holder = step.done_by or step.claimed_by
    moment = step.done_at or step.opened_at
    return {
        "title": step.name,
        "when": _("%(state)s %(at)s")
        % {
            "state": step.get_state_display(),
            "at": cn_datetime(moment) if moment else "",
        },
        "text": step.opinion,
        "who": " ".join(
            filter(
                None,
                [
                    officer_name(holder),
                    step.get_result_display() if step.result else "",
                ],
            )
        ),
        "state": "done"
        if step.state in {StepState.DONE, StepState.RETURNED}
        else "now",
    }


def _notice_row(notice: CorrectionNotice) -> Row:
    return {
        "round": notice.round,
        "state": notice.get_state_display(),
        "issued_on": notice.issued_on,
        "due_on": notice.due_on,
        "answered_on": notice.answered_on,
        "by": officer_name(notice.issued_by),
        "override_reason": notice.override_reason,
        "points": [
            {
                "label": point.label,
                "value": point.explanation,
                "note": point.get_reason_code_display(),
            }
            for point in notice.points.all()
        ],
    }


def _decision_row(case: Case) -> Row | None:
    try:
        decision = case.decision
    except Decision.DoesNotExist:
        return None
    return {
        "outcome": decision.get_outcome_display(),
        "made_at": decision.made_at,
        "by": officer_name(decision.made_by),
        "reasons": decision.reasons,
        "legal_basis": decision.legal_basis,
        "remedies": decision.remedies,
    }
