"""The editors' pages of change sets: list, one of them with its buttons, a new one."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.accounts.models import User
from portal.editing.change_sets import services
from portal.editing.change_sets.errors import ChangeSetRefused
from portal.editing.change_sets.models import ChangeSet

_MOST_SHOWN: Final = 200
_PREVIEW_DAYS: Final = 7


class ChangeSetForm(forms.ModelForm[ChangeSet]):
    """Name, reason and what the public is told."""

    class Meta:
        model = ChangeSet
        fields = ["title", "reason", "public_note"]


class ScheduleForm(forms.Form):
    """The moment of release, in the site's time zone."""

    at = forms.DateTimeField(
        label=_("发布时间(北京时间 Asia/Shanghai,精确到秒)"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}),
    )


def index(request: HttpRequest) -> HttpResponse:
    """Show the change sets that a person may see; begin a new one."""
    user = require_editor(request)
    form = ChangeSetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        created = services.create(user, **form.cleaned_data)
        return redirect("change_sets:show", created.pk)
    shown = visible_sets(user).select_related("owner")[:_MOST_SHOWN]
    context = {"change_sets": shown, "form": form}
    return TemplateResponse(request, "change_sets/index.html", context)


def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a change set with its pages; take what a button asks for."""
    user = require_editor(request)
    change_set = get_object_or_404(visible_sets(user), pk=pk)
    if request.method == "POST":
        _take(request, change_set, user)
        return redirect("change_sets:show", pk)
    items = change_set.items.select_related("page", "revision__user")
    context = {
        "change_set": change_set,
        "items": items,
        "approvals": change_set.approvals.select_related("by"),
        "candidates": _candidates(user)
        if change_set.state == ChangeSet.State.DRAFT
        else (),
        "schedule_form": ScheduleForm(),
        "preview_address": request.session.pop(f"preview-{pk}", ""),
    }
    return TemplateResponse(request, "change_sets/show.html", context)


def _take(request: HttpRequest, change_set: ChangeSet, user: User) -> None:
    action = _ACTIONS.get(request.POST.get("action", ""))
    if action is None:
        messages.error(request, _("没有这个操作"))
        return
    try:
        told = action(request, change_set, user)
    except ChangeSetRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, told)


def _add(request: HttpRequest, change_set: ChangeSet, user: User) -> str:
    numbers = [number for number in request.POST.getlist("page") if number.isdigit()]
    pages = _candidates(user).filter(pk__in=numbers)
    return f"已加入 {services.add_pages(change_set.pk, pages, user)} 页"


def _remove(request: HttpRequest, change_set: ChangeSet, user: User) -> str:
    services.remove_page(change_set.pk, int(request.POST.get("page") or 0), user)
    return "已移出"


def _submit(_request: HttpRequest, change_set: ChangeSet, user: User) -> str:
    services.submit(change_set.pk, user)
    return "已提交审核"


def _approve(_request: HttpRequest, change_set: ChangeSet, user: User) -> str:
    services.approve(change_set.pk, user)
    return "已同意"


def _send_back(request: HttpRequest, change_set: ChangeSet, user: User) -> str:
    services.send_back(change_set.pk, user, request.POST.get("comment", ""))
    return "已退回"


def _schedule(request: HttpRequest, change_set: ChangeSet, user: User) -> str:
    form = ScheduleForm(request.POST)
    if not form.is_valid():
        raise ChangeSetRefused("请填写发布时间，如 2027-01-01 00:00:00。")
    services.schedule(change_set.pk, user, form.cleaned_data["at"])
    return "已定时"


def _release(_request: HttpRequest, change_set: ChangeSet, user: User) -> str:
    services.release_now(change_set.pk, user)
    return "马上发布，请稍候刷新"


def _withdraw(_request: HttpRequest, change_set: ChangeSet, user: User) -> str:
    services.withdraw(change_set.pk, user)
    return "已撤回，草稿仍在各页面"


def _preview(request: HttpRequest, change_set: ChangeSet, user: User) -> str:
    days = request.POST.get("days", "")
    lasts = datetime.timedelta(days=int(days) if days.isdigit() else _PREVIEW_DAYS)
    token = services.preview_link(change_set, user, lasts)
    address = request.build_absolute_uri(f"/preview/{token}/")
    # Shown once: only the token's digest is kept.
    request.session[f"preview-{change_set.pk}"] = address
    return "预览链接已生成，只显示这一次"


Action = Callable[[HttpRequest, ChangeSet, User], str]
_ACTIONS: Final[dict[str, Action]] = {
    "add": _add,
    "remove": _remove,
    "submit": _submit,
    "approve": _approve,
    "send-back": _send_back,
    "schedule": _schedule,
    "release": _release,
    "withdraw": _withdraw,
    "preview": _preview,
}


def require_editor(request: HttpRequest) -> User:
    """Return the person who asks, when she keeps pages.

    Raises:
        PermissionDenied: she does not.
    """
    user = request.user
    policy = PagePermissionPolicy()
    if not isinstance(user, User) or not policy.user_has_any_permission(
        user, {"add", "change", "publish", "lock"}
    ):
        raise PermissionDenied
    return user


def visible_sets(user: User) -> QuerySet[ChangeSet]:
    """Own ones, and those whose pages are all in branches that one may see."""
    if user.is_superuser:
        return ChangeSet.objects.all()
    seen = _seen_pages(user)
    hidden = ChangeSet.objects.filter(items__page__in=Page.objects.exclude(pk__in=seen))
    strange = Q(pk__in=hidden.values("pk")) | Q(items=None)
    return ChangeSet.objects.filter(
        Q(owner=user) | ~strange, pk__isnull=False
    ).distinct()


def _seen_pages(user: User) -> QuerySet[Page]:
    policy = PagePermissionPolicy()
    pages: QuerySet[Page] = policy.instances_user_has_any_permission_for(
        user, {"add", "change", "publish", "lock"}
    )
    return pages.values("pk")


def _candidates(user: User) -> QuerySet[Page]:
    """Return pages with unpublished drafts that one may change."""
    policy = PagePermissionPolicy()
    editable = policy.instances_user_has_permission_for(user, "change")
    waiting: QuerySet[Page] = (
        Page.objects.filter(pk__in=editable.values("pk"))
        .filter(has_unpublished_changes=True)
        .exclude(latest_revision=F("live_revision"))
        .order_by("title")
    )
    return waiting
