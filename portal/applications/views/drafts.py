"""Go on with a draft, decide about a newer version, delete it."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.pages import page_head
from portal.applications.errors import ApplicationError
from portal.applications.flow import Flow
from portal.applications.models import Draft
from portal.applications.selectors import guide_of, newer_version
from portal.applications.services import convert_draft, discard_draft, keep_version
from portal.applications.version_changes import changes_between
from portal.applications.views.access import draft_or_404, person
from portal.publishing.models import MatterVersion
from portal.publishing.selectors import version_open_for_filing


@never_cache
@login_required
@require_safe
def resume_draft(request: HttpRequest, draft_id: UUID) -> HttpResponseBase:
    """Go to the page where the person left off; first to a newer version, if any."""
    draft = draft_or_404(request, draft_id)
    if draft.case_id is not None:
        return redirect("applications:show-case", case_id=draft.case_id)
    if undecided_version(draft) is not None:
        return redirect("applications:compare-versions", draft_id=draft.pk)
    flow = Flow(draft)
    # A correction begins at its first point, though what was filed there is complete.
    first = flow.steps[0] if flow.corrects else flow.first_incomplete()
    step = flow.step(draft.step) or first
    return redirect("applications:show-step", draft_id=draft.pk, key=step.key)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def compare_versions(request: HttpRequest, draft_id: UUID) -> HttpResponseBase:
    """Show in words what a newer version changed; convert, or go on with the old one."""
    draft = draft_or_404(request, draft_id)
    newer = newer_version(draft)
    if newer is None or draft.case_id is not None or draft.notice_id is not None:
        return redirect("applications:resume-draft", draft_id=draft.pk)
    if request.method != "POST":
        return _comparison(request, draft, newer)
    decide = convert_draft if request.POST.get("choice") == "convert" else keep_version
    try:
        decide(draft.pk, actor=person(request))
    except ApplicationError as refused:
        return _comparison(request, draft, newer, refused=str(refused), status=409)
    return redirect("applications:resume-draft", draft_id=draft.pk)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_draft(request: HttpRequest, draft_id: UUID) -> HttpResponseBase:
    """Ask, then delete a draft."""
    draft = draft_or_404(request, draft_id)
    if draft.case_id is not None:
        return redirect("applications:show-case", case_id=draft.case_id)
    if request.method == "POST":
        discard_draft(draft.pk, actor=person(request))
        return redirect("applications:home")
    context = {
        "page": page_head(_("删除草稿")),
        "draft": draft,
        "guide": guide_of(draft.version),
    }
    return render(request, "applications/delete_draft.html", context)


def undecided_version(draft: Draft) -> MatterVersion | None:
    """Return a newer version about which the person has not been asked yet."""
    if draft.notice_id is not None:
        return None
    newer = newer_version(draft)
    if newer is None or newer.pk == draft.kept_against:
        return None
    return newer


def _comparison(
    request: HttpRequest,
    draft: Draft,
    newer: MatterVersion,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    old, new = guide_of(draft.version), guide_of(newer)
    context = {
        "page": page_head(_("指南有了新版本")),
        "draft": draft,
        "newer": newer,
        "guide": new,
        "changes": changes_between(old, new),
        "may_keep": version_open_for_filing(draft.version, timezone.now()),
        "may_convert": bool(new["online_form"]),
        "errors": [{"field": "", "message": refused}] if refused else [],
    }
    return render(request, "applications/compare_versions.html", context, status=status)
