"""What the forms of the desk offer: materials, targets, reasons, steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.cases.authority import open_step
from portal.cases.documents import remedies_of
from portal.cases.errors import Issue
from portal.cases.guards.acceptance import correction_targets
from portal.cases.models import (
    Case,
    DefectReason,
    Outcome,
    RefusalReason,
    SlotState,
    StepResult,
    StepState,
)
from portal.handling.answers import answer_sections
from portal.handling.inputs import awaits_verdict
from portal.handling.slots import slot_row

Row = dict[str, Any]

_DECISIONS = (Outcome.GRANTED, Outcome.PARTLY, Outcome.REFUSED)
# What a verdict on a material may be (核对结论).
_VERDICTS = (SlotState.CHECKED, SlotState.REJECTED, SlotState.WAIVED)


def form_parts(case: Case) -> Row:
    """Return every choice that a form of this case may offer."""
    guide = case.version.payload["guide"]
    step = open_step(case)
    return {
        "materials": [
            {**slot_row(case, slot), "asked": awaits_verdict(slot)}
            for slot in case.slots.all()
        ],
        "verdicts": [
            {"value": state.value, "label": state.label} for state in _VERDICTS
        ],
        "targets": _targets(case, guide),
        "defect_reasons": _options(DefectReason.choices),
        "refusal_reasons": _options(RefusalReason.choices),
        "outcomes": [
            {"value": outcome.value, "label": outcome.label} for outcome in _DECISIONS
        ],
        "results": _options(StepResult.choices),
        "step": {
            "id": step.pk,
            "name": step.name,
            "unit": step.unit_dept,
            "post": step.post_name,
        }
        if step is not None
        else None,
        "opinions": [
            {
                "title": done.name,
                "text": done.opinion,
                "who": done.get_result_display(),
                "state": "done",
            }
            for done in case.steps.all()
            if done.state == StepState.DONE
        ],
        "return_targets": _return_targets(case),
        "asked_before": bool(case.correction_notices.all()),
        "remedies": remedies_of(guide),
        "legal_bases": [
            " ".join(filter(None, [basis["title"], basis.get("article")]))
            for basis in guide.get("legal_bases") or ()
        ],
        "result_name": (guide.get("result") or {}).get("name") or "",
        "deliver": (guide.get("result") or {}).get("deliver") or [],
    }


def named_issues(issues: Iterable[Issue], case: Case) -> list[Issue]:
    """Return the issues with the name of the material or field that each is about.

    A message such as "请写明理由。" says nothing in a summary of several.
    """
    names = {
        f"point:{target}": name for target, name in correction_targets(case).items()
    }
    names |= {f"material:{slot.order}": slot.name for slot in case.slots.all()}
    return [
        issue
        if (name := names.get(issue.field, "")) in issue.message
        else Issue(
            field=issue.field,
            message=_("%(name)s：%(fault)s") % {"name": name, "fault": issue.message},
        )
        for issue in issues
    ]


def shown_issues(issues: Iterable[Issue]) -> list[dict[str, str]]:
    """Return issues for the error summary; ids of inputs are the issues' fields."""
    return [{"field": issue.field, "message": issue.message} for issue in issues]


def issue_of_field(issues: Iterable[Issue]) -> dict[str, str]:
    """Return the first message of each input."""
    found: dict[str, str] = {}
    for issue in issues:
        found.setdefault(issue.field, issue.message)
    return found


def _options(choices: Iterable[tuple[Any, Any]]) -> list[Row]:
    return [{"value": str(value), "label": str(label)} for value, label in choices]


def _targets(case: Case, guide: Mapping[str, Any]) -> list[Row]:
    """Return all that may be corrected, by section, with what is there now."""
    submission = max(case.submissions.all(), key=lambda each: each.round, default=None)
    answers = submission.answers if submission is not None else {}
    groups = [
        {
            "title": section.title,
            "rows": [
                {
                    "target": f"field:{row.key}",
                    "label": row.label,
                    "value": row.value or _("没有填"),
                }
                for row in section.rows
            ],
        }
        for section in answer_sections(guide.get("online_form"), answers)
    ]
    materials = [
        {
            "target": f"material:{slot.order}",
            "label": slot.name,
            "value": slot.get_state_display(),
        }
        for slot in case.slots.all()
    ]
    return [*groups, {"title": _("材料"), "rows": materials}]


def _return_targets(case: Case) -> list[Row]:
    """Return the earlier steps that this case has been through, the latest first."""
    done = {
        step.stage_order: step.name
        for step in case.steps.all()
        if step.state == StepState.DONE
    }
    return [
        {"value": str(order), "label": name}
        for order, name in sorted(done.items(), reverse=True)
    ]
