"""What must hold before an application is accepted, refused or sent back."""

from __future__ import annotations

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import Duty
from portal.cases.answers import form_fields
from portal.cases.clocks import binding_timer
from portal.cases.errors import Issue
from portal.cases.guards.request import Request, text_issues, too_long
from portal.cases.materials import UNUSABLE_SCANS
from portal.cases.models import (
    Case,
    DefectReason,
    MaterialFile,
    RefusalReason,
    SlotState,
)
from portal.cases.timers import clock_of_timer

_SETTLED: Final = {
    SlotState.UPLOADED,
    SlotState.CHECKED,
    SlotState.PROMISED,
    SlotState.WAIVED,
}
_VERDICTS: Final = {SlotState.CHECKED, SlotState.REJECTED, SlotState.WAIVED}
_LONGEST_EXPLANATION: Final = 500


def slots_settled(request: Request) -> list[Issue]:
    """Every required material is there, promised or waived, and none is rejected."""
    return [
        Issue(
            field=f"material:{slot.order}",
            message=_("“%(name)s”%(state)s，还不能受理。")
            % {"name": slot.name, "state": slot.get_state_display()},
        )
        for slot in request.case.slots.order_by("order")
        if slot.state == SlotState.REJECTED
        or (slot.required and slot.state not in _SETTLED)
    ]


def files_usable(request: Request) -> list[Issue]:
    """No file is infected or still waits for its scan."""
    files = MaterialFile.objects.filter(
        slot__case=request.case, scan__in=UNUSABLE_SCANS
    ).select_related("slot")
    return [
        Issue(
            field=f"material:{file.slot.order}",
            message=_("“%(name)s”的一个文件%(scan)s，不能作为受理依据。")
            % {"name": file.slot.name, "scan": file.get_scan_display()},
        )
        for file in files
    ]


def clock_exhausted(request: Request) -> list[Issue]:
    """The clock of the phase has truly run out, with no pause that lasts."""
    timer = binding_timer(request.case)
    if timer is not None:
        due_on = clock_of_timer(timer, request.calendar).due_on
        if due_on is not None and timezone.localdate(request.at) > due_on:
            return []
    return [Issue(field="", message=_("期限还没有届满。"))]


def refusal_reasoned(request: Request) -> list[Issue]:
    """A refusal names a reason of the list and explains it."""
    issues = text_issues(request, "reasons", _("不予受理的理由"))
    if request.inputs["reason_code"] not in RefusalReason.values:
        issues.append(_issue("reason_code", _("请选择不予受理的原因。")))
    return issues


def verdicts_sound(request: Request) -> list[Issue]:
    """Every verdict is on a material of the case, and says why when it is not good."""
    known = set(request.case.slots.values_list("order", flat=True))
    issues = []
    for verdict in request.inputs["verdicts"]:
        field = f"material:{verdict.order}"
        if verdict.order not in known or verdict.state not in _VERDICTS:
            issues.append(Issue(field=field, message=_("请选择本件列出的材料和结论。")))
        elif verdict.state != SlotState.CHECKED and not verdict.note.strip():
            issues.append(Issue(field=field, message=_("请写明理由。")))
        elif len(verdict.note) > _LONGEST_EXPLANATION:
            issues.append(Issue(field=field, message=too_long(_LONGEST_EXPLANATION)))
    return issues


def asked_only_once(request: Request) -> list[Issue]:
    """Corrections are asked for once; only a supervisor may, with a reason, ask again."""
    if not request.case.correction_notices.exists():
        if Duty.RECEIVE in request.authority.duties:
            return []
        return [_issue("", _("首次补正告知由收件受理岗位作出。"))]
    if Duty.SUPERVISE not in request.authority.duties:
        return [
            _issue(
                "",
                _(
                    "本件已经一次性告知过补正，不能再次要求补正；确有必要的，由监察岗位写明理由后办理。"
                ),
            )
        ]
    if not request.inputs["override_reason"].strip():
        return [_issue("override_reason", _("请写明再次要求补正的理由。"))]
    return []


def points_sound(request: Request) -> list[Issue]:
    """At least one point; each names a field or material of the case and explains it."""
    points = request.inputs["points"]
    if not points:
        return [_issue("points", _("请至少写明一处需要补正的内容。"))]
    targets = correction_targets(request.case)
    seen: set[str] = set()
    issues = []
    for point in points:
        field = f"point:{point.target}"
        if point.target not in targets or point.target in seen:
            issues.append(
                Issue(
                    field=field,
                    message=_("补正内容应是本件的一个填写项或者一项材料，且不重复。"),
                )
            )
        elif not point.explanation.strip():
            issues.append(Issue(field=field, message=_("请说明怎样补正。")))
        elif len(point.explanation) > _LONGEST_EXPLANATION:
            issues.append(Issue(field=field, message=too_long(_LONGEST_EXPLANATION)))
        if point.reason_code not in DefectReason.values:
            issues.append(Issue(field=field, message=_("请选择补正原因。")))
        seen.add(point.target)
    return issues


def correction_targets(case: Case) -> dict[str, str]:
    """Return what may be corrected in a case, target to label, in reading order."""
    form = case.version.payload["guide"].get("online_form")
    targets = {f"field:{field['key']}": field["label"] for field in form_fields(form)}
    for slot in case.slots.order_by("order"):
        targets[f"material:{slot.order}"] = slot.name
    return targets


def _issue(name: str, message: str) -> Issue:
    return Issue(field=name, message=message)
