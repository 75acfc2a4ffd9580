"""The few addresses of publishing that are not files."""

from __future__ import annotations

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.accounts.pages import page_head
from portal.publishing.health import health
from portal.publishing.models import WithdrawnPage
from portal.publishing.serving import current_files
from portal.publishing.vanished import page_above, was_public
from portal.publishing.withdrawn import withdrawn_at

_NOT_FOUND = 404
_GONE = 410
_OUT_OF_ORDER = 503


def healthz(_request: HttpRequest) -> HttpResponse:
    """Say whether database, release, search and outbox are in order."""
    state = health()
    status = 200 if state["ok"] else _OUT_OF_ORDER
    response = JsonResponse(state, status=status)
    response["Cache-Control"] = "no-store"
    return response


def page_not_found(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    """Answer an address without a page.

    What moved leads on (301), what was taken down says so (410); a page of a list that
    has become shorter leads to the nearest page above it (302). Any other address gets
    the release's own page with a search form (404).
    """
    del exception
    if request.method in ("GET", "HEAD"):
        known = withdrawn_at(request.path_info)
        if known is not None:
            return _gone(request, known)
        if was_public(request.path_info):
            return HttpResponseRedirect(page_above(request.path_info))
    body = current_files().body("/404.html")
    text = body or _("没有这一页。请回到首页或者搜索。").encode()
    kind = "text/html" if body else "text/plain"
    return HttpResponse(text, status=_NOT_FOUND, content_type=f"{kind}; charset=utf-8")


def _gone(request: HttpRequest, known: WithdrawnPage) -> HttpResponse:
    if known.moved_to:
        return HttpResponsePermanentRedirect(known.moved_to)
    told = {"name": known.name, "at": known.at.isoformat(), "reason": known.reason}
    if request.path_info.endswith(".json"):
        return JsonResponse(
            told, status=_GONE, json_dumps_params={"ensure_ascii": False}
        )
    context = {"page": page_head(_("已经下线:%(name)s") % told), "known": known}
    return render(request, "pages/withdrawn.html", context, status=_GONE)
