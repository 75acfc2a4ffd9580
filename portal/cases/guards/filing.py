"""What must hold before the applicant files or answers a correction."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from content.scenario import answer_errors, resolve
from portal.audit import blobs
from portal.cases.answers import answered_files, is_empty, validate_answers
from portal.cases.errors import Issue
from portal.cases.guards.request import Request
from portal.cases.materials import material_issues, planned_slots
from portal.cases.models import Channel, MaterialWay
from portal.publishing.selectors import version_open_for_filing

_ONLINE: Final = frozenset({Channel.DESKTOP, Channel.MOBILE, Channel.KIOSK})


def version_open(request: Request) -> list[Issue]:
    """The version may still be filed under, and in this way."""
    version = request.case.version
    if not version_open_for_filing(version, request.at):
        return [
            Issue(
                field="",
                message=_("这个事项的办事指南已经更新或者停用，请按现行指南重新填写。"),
            )
        ]
    if request.case.channel in _ONLINE and not request.guide.get("online_form"):
        return [Issue(field="", message=_("这个事项不能在网上申请，请到窗口办理。"))]
    return []


def scenario_answered(request: Request) -> list[Issue]:
    """Every scenario question is answered, and the answers do not rule the matter out."""
    answers = request.inputs["scenario_answers"]
    issues = [
        Issue(field=f"scenario:{code}", message=message)
        for code, message in answer_errors(request.guide, answers).items()
    ]
    if issues:
        return issues
    result = resolve(request.guide, answers)
    if result.stop is not None:
        return [Issue(field="", message=result.stop.reason)]
    texts = {
        question["code"]: question["text"]
        for question in (request.guide.get("scenario") or {}).get("questions") or ()
    }
    return [
        Issue(
            field=f"scenario:{code}",
            message=_("请回答“%(text)s”") % {"text": texts[code]},
        )
        for code in result.unanswered
    ]


def answers_valid(request: Request) -> list[Issue]:
    """The answers fit the form of the pinned version."""
    form, answers = request.guide.get("online_form"), request.inputs["answers"]
    issues = validate_answers(form, answers, request.inputs["scenario_answers"])
    if issues:
        return issues
    return [
        Issue(field="", message=_("表单里的一个文件没有保存好，请重新上传。"))
        for digest in answered_files(form, answers)
        if not blobs.verify(digest)
    ]


def materials_complete(request: Request) -> list[Issue]:
    """Every required material is handed in, promised, or exempt."""
    slots = planned_slots(request.guide, request.inputs["scenario_answers"])
    materials = request.inputs["materials"]
    if "points" in request.inputs:
        given = {material.order for material in materials}
        slots = tuple(slot for slot in slots if slot.order in given)
    issues = material_issues(slots, materials)
    if request.case.channel in _ONLINE:
        issues.extend(
            Issue(
                field=f"material:{material.order}",
                message=_("纸质材料请到窗口交，网上申请请上传文件。"),
            )
            for material in materials
            if material.way == MaterialWay.PAPER
        )
    return issues


def points_answered(request: Request) -> list[Issue]:
    """Every point of the open notice is answered, and nothing else is touched.

    Answering a point with what was there before is an answer too.
    """
    given_answers = request.inputs["given_answers"]
    given = {material.order for material in request.inputs["materials"]}
    points = request.inputs["points"]
    issues = []
    for point in points:
        kind, _sign, name = point.target.partition(":")
        done = (
            int(name) in given
            if kind == "material"
            else not is_empty(given_answers.get(name))
        )
        if not done:
            issues.append(
                Issue(
                    field=point.target,
                    message=_("请补正“%(label)s”：%(explanation)s")
                    % {"label": point.label, "explanation": point.explanation},
                )
            )
    asked = {point.target for point in points}
    touched = {f"material:{order}" for order in given}
    touched |= {f"field:{key}" for key in request.inputs["changed_keys"]}
    issues.extend(
        Issue(field=target, message=_("这一项没有要求补正，不能修改。"))
        for target in sorted(touched - asked)
    )
    return issues
