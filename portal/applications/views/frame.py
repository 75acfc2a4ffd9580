"""What surrounds every page of a draft: title, progress, the way back."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.pages import page_head
from portal.applications.flow import Flow
from portal.applications.steps import Step


def step_frame(flow: Flow, step: Step) -> dict[str, Any]:
    """Return the context that all pages of a draft share."""
    number, total = flow.number(step), len(flow.steps)
    progress = _("第 %(number)d 步，共 %(total)d 步") % {
        "number": number,
        "total": total,
    }
    title = _("%(step)s，%(progress)s") % {"step": step.title, "progress": progress}
    return {
        "page": page_head(title),
        "draft": flow.draft,
        "guide": flow.guide,
        "step": step,
        "progress": progress,
        "stages": _stages(flow, step),
        "back_url": _back_url(flow, step),
        "corrects": flow.corrects,
        "errors": [],
    }


def step_url(flow: Flow, step: Step) -> str:
    """Return the address of a page of the draft."""
    return reverse(
        "applications:show-step", kwargs={"draft_id": flow.draft.pk, "key": step.key}
    )


def _back_url(flow: Flow, step: Step) -> str:
    before = flow.before(step)
    if before is not None:
        return step_url(flow, before)
    if flow.draft.notice is not None:
        return reverse(
            "applications:show-case", kwargs={"case_id": flow.draft.notice.case_id}
        )
    return f"/apply/{flow.draft.version.code}/"


# The pages are too many for a line on a phone; the stages sum them up.
def _stages(flow: Flow, step: Step) -> list[dict[str, str]]:
    names = {
        "applicant": _("申请人"),
        "question": _("情形"),
        "fields": _("填表"),
        "materials": _("材料"),
        "check": _("核对提交"),
    }
    kinds = list(dict.fromkeys(each.kind for each in flow.steps))
    here = kinds.index(step.kind)
    states = ["done"] * here + ["current"] + ["next"] * (len(kinds) - here - 1)
    return [
        {"name": names[kind], "state": state}
        for kind, state in zip(kinds, states, strict=True)
    ]
