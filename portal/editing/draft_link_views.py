"""The page on which an editor makes and ends links to a draft's data."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.models import Page

from portal.accounts.models import User
from portal.editing.draft_links import (
    DEFAULT_DAYS,
    LONGEST_DAYS,
    DraftRefused,
    end_of,
    links_of,
    make_link,
    may_share,
    revoke_link,
)
from portal.editing.visibility import page_of

_SHOWN: Final = 20


@never_cache
@require_admin_access
def draft_links(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the links to a page's draft; make or end one."""
    page, user = page_of(request, pk, may_share)
    if request.method == "POST":
        _take(request, page, user)
        return redirect("editing_draft_links", pk)
    context = {
        "page": page,
        "rows": [(link, end_of(link)) for link in links_of(page)[:_SHOWN]],
        "days": DEFAULT_DAYS,
        "longest": LONGEST_DAYS,
        # Shown once: only the token's digest is kept.
        "address": request.session.pop(f"draft-link-{pk}", ""),
    }
    return TemplateResponse(request, "editing/draft_links.html", context)


def _take(request: HttpRequest, page: Page, user: User) -> None:
    ended = request.POST.get("revoke", "")
    if ended:
        link = links_of(page).filter(pk=int(ended) if ended.isdigit() else 0).first()
        if link is not None:
            revoke_link(user, link.pk)
            messages.success(request, _("链接已作废"))
        return
    days = request.POST.get("days", "")
    try:
        _link, token = make_link(user, page.pk, days=int(days) if days.isdigit() else 0)
    except DraftRefused as error:
        messages.error(request, str(error))
        return
    path = reverse("read_api:get_draft", args=[token])
    request.session[f"draft-link-{page.pk}"] = request.build_absolute_uri(path)
    messages.success(request, _("草稿数据链接已生成,只显示这一次"))
