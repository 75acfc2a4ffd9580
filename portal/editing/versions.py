"""Pages for who examines a change: what differs, what the rules say, yes or no."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access
from wagtail.models import Page, Revision, TaskState

from content.differences import differences_between
from content.lint.gate import reader
from content.lint.panel import LABELS
from portal.editing.deadlines import steps_of
from portal.editing.policy import department_of, may_let_through, may_read_drafts
from portal.editing.visibility import page_of

APPROVE: Final = "approve"
REJECT: Final = "reject"
_LONGEST_COMMENT: Final = 1000


@require_admin_access
def compare(request: HttpRequest, pk: int, old: str, new: str) -> HttpResponse:
    """Show what differs between two versions: numbers of revisions or live/latest."""
    page = _readable(request, pk)
    before, after = _version(page, old), _version(page, new)
    context = {
        "page": page,
        "title": _title(after),
        "old_name": _name(page, old),
        "new_name": _name(page, new),
        "differences": differences_between(before, after),
    }
    return TemplateResponse(request, "editing/compare.html", context)


@require_admin_access
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a change that waits for a yes or no, and take it."""
    page = _readable(request, pk)
    state = page.current_workflow_task_state
    if state is None:
        raise Http404(_("这个页面没有等待审核的修改"))
    comment = request.POST.get("comment", "").strip()[:_LONGEST_COMMENT]
    refusal = ""
    if request.method == "POST":
        refusal = _take(request, page, state, comment)
        if not refusal:
            return redirect("wagtailadmin_home")
    draft = state.revision.as_object()
    findings = reader().findings(draft)
    actions = {
        name for name, *_rest in state.task.specific.get_actions(page, request.user)
    }
    context = {
        "page": page,
        "title": _title(draft),
        "department": department_of(page),
        "state": state,
        "due": next(iter(steps_of([state])), None),
        "steps": _steps(page),
        "differences": differences_between(page if page.live else None, draft),
        "findings": [(LABELS[each.severity], each) for each in findings],
        "actions": actions,
        "own": not may_let_through(request.user, page),
        "comment": comment,
        "refusal": refusal,
    }
    return TemplateResponse(request, "editing/review.html", context)


def review_url(page_id: int) -> str:
    """Return the address of the page on which a waiting change is decided."""
    return reverse("editing_review", args=[page_id])


def _take(request: HttpRequest, page: Page, state: TaskState, comment: str) -> str:
    """Take an action of the workflow; return why it is refused, "" when it is done."""
    action = request.POST.get("action", "")
    if action not in (APPROVE, REJECT):
        return _("请选择“同意”或者“退回修改”")
    if action == REJECT and not comment:
        return _("退回时请写明要改什么")
    if str(state.pk) != request.POST.get("state"):
        return _("这一步已经办理或者内容已经变化,请看过现在的内容再决定")
    try:
        state.task.specific.on_action(
            state.specific, request.user, action, comment=comment
        )
    except PermissionDenied as error:
        return str(error)
    told = _("已同意“%s”") if action == APPROVE else _("已退回“%s”")
    messages.success(request, told % page.title)
    return ""


def _readable(request: HttpRequest, pk: int) -> Any:
    page, _user = page_of(request, pk, may_read_drafts)
    return page


def _version(page: Page, name: str) -> Any:
    if name == "live":
        return page if page.live else None
    return _revision(page, name).as_object()


def _revision(page: Page, name: str) -> Revision:
    revisions = page.revisions.select_related("user")
    if name == "latest":
        found = revisions.order_by("-created_at", "-pk").first()
    elif name == "earliest":
        found = revisions.order_by("created_at", "pk").first()
    else:
        found = revisions.filter(pk=name).first()
    if found is None:
        raise Http404(_("没有这个版本"))
    return found


def _name(page: Page, name: str) -> str:
    """Return what a column is called: 现行版本, or when and by whom it was saved."""
    if name == "live":
        return _("现行版本") if page.live else _("尚未发布")
    revision = _revision(page, name)
    return _("%(user)s %(at)s 的版本") % {
        "user": revision.user or "",
        "at": f"{revision.created_at.astimezone():%Y-%m-%d %H:%M}",
    }


def _title(version: Any) -> str:
    return str(version.title)


def _steps(page: Any) -> list[TaskState]:
    """Return what was decided on this change before, oldest first."""
    return list(
        TaskState.objects.filter(workflow_state=page.current_workflow_state)
        .exclude(finished_at=None)
        .select_related("task", "finished_by")
        .order_by("started_at", "pk")
    )
