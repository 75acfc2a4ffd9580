"""What became of the publications of a page, step by step, in seconds."""

from __future__ import annotations

import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access
from wagtail.models import Page

from portal.editing.visibility import own_branches, page_of
from portal.publishing.history.source import current_hold
from portal.publishing.models import Receipt
from portal.publishing.purging import has_purge
from portal.publishing.receipts import receipts_of

_SHOWN: Final = 20
# So long the page looks again by itself.
_WATCHED: Final = datetime.timedelta(minutes=5)


@require_admin_access
def show_receipts(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the last publication of a page with its steps, and those before."""
    page, _user = page_of(request, pk, may_see)
    found = receipts_of(page, amount=_SHOWN)
    latest = found[0] if found else None
    hold = current_hold()
    context = {
        "page": page,
        "latest": latest,
        "steps": _steps(latest) if latest else [],
        "others": max(0, latest.changed_amount - len(latest.changed)) if latest else 0,
        "earlier": found[1:],
        "hold": hold,
        "watching": latest is not None
        and latest.verified_at is None
        and hold is None
        and timezone.now() - latest.asked_at < _WATCHED,
    }
    return TemplateResponse(request, "editing/receipts.html", context)


def may_see(user: Any, page: Page) -> bool:
    """Tell whether a person works in the branch of a page."""
    return bool(Page.objects.filter(own_branches(user), pk=page.pk).exists())


def _steps(receipt: Receipt) -> list[dict[str, Any]]:
    """Return the steps in order, each with its seconds after the click."""
    named = (
        (_("网页和数据已更新"), receipt.rendered_at),
        (_("检索已更新"), receipt.indexed_at),
        *(((_("缓存已清除"), receipt.purged_at),) if has_purge() else ()),
        (_("已从公众的网址取到同样的内容"), receipt.verified_at),
    )
    steps = [{"name": _("已提交"), "at": receipt.asked_at, "seconds": 0.0, "why": ""}]
    told = False
    for name, at in named:
        seconds = (at - receipt.asked_at).total_seconds() if at else None
        # The reason belongs to the first step that is not done.
        why = "" if at or told else receipt.problem
        told = told or at is None
        steps.append({"name": name, "at": at, "seconds": seconds, "why": why})
    return steps
