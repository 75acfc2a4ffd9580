"""Put the site back to a release of before from the desk, and let it follow again."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access

from portal.outbox.services import enqueue
from portal.publishing.errors import NoRelease, NoSuchRelease, NothingHeld
from portal.publishing.history.ledger import Ledger
from portal.publishing.history.rolling import free_site, hold_site
from portal.publishing.releases import Releases
from portal.publishing.services import EVERYTHING, SYNC_TOPIC

_SHOWN: Final = 10
_LONGEST_REASON: Final = 300
# Someone waits for it: before every edit.
_PRIORITY: Final = 100


@require_admin_access
@require_POST
def roll_back_site(request: HttpRequest) -> HttpResponse:
    """Show an earlier release again; the next job of the worker does it."""
    if not may_roll_back(request.user):
        raise PermissionDenied
    given = request.POST.get("number", "")
    reason = request.POST.get("reason", "").strip()[:_LONGEST_REASON]
    if not reason:
        messages.error(request, _("请写明退回的原因，别的编辑会看到。"))
        return redirect("live_report")
    try:
        number = hold_site(
            int(given) if given.isdecimal() else None,
            by=request.user.get_username(),
            reason=reason,
        )
    except (NoRelease, NoSuchRelease):
        messages.error(request, _("没有这一版，网站没有变。请在发布记录里选一版。"))
        return redirect("live_report")
    enqueue(SYNC_TOPIC, EVERYTHING, {}, priority=_PRIORITY)
    told = _("网站正在退回到第 %(number)s 版，几秒钟后就是那时的样子。")
    messages.success(request, told % {"number": number})
    return redirect("live_report")


@require_admin_access
@require_POST
def resume_site(request: HttpRequest) -> HttpResponse:
    """Let the site show again what is published."""
    if not may_roll_back(request.user):
        raise PermissionDenied
    try:
        free_site()
    except NothingHeld:
        messages.warning(request, _("网站没有退回，不用恢复。"))
    else:
        enqueue(SYNC_TOPIC, EVERYTHING, {}, priority=_PRIORITY)
        messages.success(request, _("网站正在恢复到现在发布的内容。"))
    return redirect("live_report")


def may_roll_back(user: Any) -> bool:
    """Tell whether a person may change what the whole site shows."""
    return bool(user.is_active and user.is_superuser)


def releases_to_choose() -> dict[str, Any]:
    """Return the hold and the last releases, for the page of what is live."""
    with Ledger.open(Releases.configured().folder) as ledger:
        hold = ledger.hold()
        last = ledger.releases(before=None, amount=_SHOWN + 1)
    return {
        "hold": hold,
        "held_at": timezone.localtime(hold.at) if hold else None,
        "number": last[0].number if last else None,
        "choices": [
            {"number": release.number, "at": timezone.localtime(release.at)}
            for release in last[1:]
        ],
    }
