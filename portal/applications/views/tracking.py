"""Follow a case without an account, by number and query key."""

from __future__ import annotations

import unicodedata
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.pages import page_head
from portal.accounts.views import too_many_requests
from portal.applications.case_pages import left_words, timeline_rows
from portal.cases.selectors import track
from portal.cases.transitions import FINAL_PHASES

LONGEST_NUMBER = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track_case(request: HttpRequest) -> HttpResponse:
    """Ask for number and key; answer with phase, dates, office and phone alone.

    The key is posted, so that it is in no address, log or history. A wrong key and an
    unknown number get the same answer; what fails counts against the caller's address.
    """
    if request.method != "POST":
        return _form(request, {"number": _plain(request.GET.get("number", ""))}, {})
    typed = {name: _plain(request.POST.get(name, "")) for name in ("number", "key")}
    wrong = _faults(typed)
    if wrong:
        return _form(request, typed, wrong)
    if not ratelimit.consume(request, action="track", dry_run=True):
        return too_many_requests(request)
    tracked = track(typed["number"], typed["key"])
    if tracked is None:
        ratelimit.consume(request, action="track")
        return _form(
            request,
            typed,
            {"number": _("没有查到。请核对编号和查询码，两样都印在收件凭证上")},
        )
    context = {
        "page": page_head(_("办件进度")),
        "tracked": tracked,
        "left": left_words(tracked.clock),
        "rows": timeline_rows(
            tracked.timeline, ended=tracked.phase in FINAL_PHASES, own=False
        ),
    }
    return render(request, "applications/tracked.html", context)


def _form(
    request: HttpRequest, typed: dict[str, str], wrong: dict[str, str]
) -> HttpResponse:
    context: dict[str, Any] = {
        "page": page_head(_("查办件进度"), _("凭办件编号和查询码查进度，不用登录")),
        "number": typed.get("number", ""),
        "wrong": wrong,
        "errors": [
            {"field": name, "message": message} for name, message in wrong.items()
        ],
    }
    status = 422 if wrong else 200
    return render(request, "applications/track.html", context, status=status)


def _plain(text: str) -> str:
    """Return what was typed without spaces and in half width, no longer than needed."""
    narrow = unicodedata.normalize("NFKC", text[: LONGEST_NUMBER * 2])
    return "".join(narrow.split()).replace("\0", "")[:LONGEST_NUMBER]


def _faults(typed: dict[str, str]) -> dict[str, str]:
    faults = {}
    if not typed["number"]:
        faults["number"] = _("写办件编号，在收件凭证上")
    if not typed["key"]:
        faults["key"] = _("写查询码，12 位，在收件凭证上")
    return faults
