"""Check everything, declare, file once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.applications.filing import submit_draft
from portal.applications.flow import Flow
from portal.applications.steps import Step
from portal.applications.summary import summary_of
from portal.applications.views.access import person
from portal.applications.views.frame import step_frame, step_url
from portal.cases.errors import Issue, RequirementsUnmet
from portal.cases.models import Channel


def check_page(request: HttpRequest, flow: Flow, step: Step) -> HttpResponseBase:
    """Show all answers with a way to change each; on POST file the application."""
    if flow.situation.stop is not None and not flow.corrects:
        return redirect("applications:show-stop", draft_id=flow.draft.pk)
    issues: list[Issue] = []
    if request.method == "POST":
        if request.POST.get("declared") != "yes":
            issues = [Issue(field="declared", message=_("提交前请先勾选声明"))]
        else:
            try:
                case = submit_draft(
                    flow.draft.pk,
                    actor=person(request),
                    channel=_channel(request),
                    seen_seq=_seen_seq(request),
                )
            except RequirementsUnmet as unmet:
                issues = unmet.issues
            else:
                page = "show-case" if flow.corrects else "show-receipt"
                return redirect(f"applications:{page}", case_id=case.pk)
    wrong = {issue.field: issue.message for issue in reversed(issues)}
    notice = flow.draft.notice
    context = {
        **step_frame(flow, step),
        "groups": summary_of(flow, wrong, lambda each: step_url(flow, each)),
        "declaration": flow.guide["online_form"]["declaration"],
        "declared_error": wrong.get("declared", ""),
        "seen_seq": notice.case.head_seq if notice is not None else "",
        "notes": flow.situation.notes,
        "errors": _error_links(issues),
    }
    status = 422 if issues else 200
    return render(request, "applications/check.html", context, status=status)


def _error_links(issues: Iterable[Issue]) -> list[dict[str, Any]]:
    return [
        {"field": issue.field.replace(":", "-"), "message": issue.message}
        for issue in issues
    ]


def _channel(request: HttpRequest) -> str:
    mobile = "Mobi" in request.headers.get("User-Agent", "")
    return Channel.MOBILE if mobile else Channel.DESKTOP


def _seen_seq(request: HttpRequest) -> int | None:
    text = request.POST.get("seen_seq", "")
    return int(text) if text.isascii() and text.isdigit() else None
