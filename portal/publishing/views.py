"""The few addresses of publishing that are not files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from portal.publishing.health import health
from portal.publishing.serving import current_files

_NOT_FOUND = 404
_OUT_OF_ORDER = 503


def healthz(_request: HttpRequest) -> HttpResponse:
    """Say whether database, release, search and outbox are in order."""
    state = health()
    status = 200 if state["ok"] else _OUT_OF_ORDER
    response = JsonResponse(state, status=status)
    response["Cache-Control"] = "no-store"
    return response


def page_not_found(
    _request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    """Answer any unknown address with the release's own page and a search form."""
    del exception
    body = current_files().body("/404.html")
    text = body or _("没有这一页。请回到首页或者搜索。").encode()
    kind = "text/html" if body else "text/plain"
    return HttpResponse(text, status=_NOT_FOUND, content_type=f"{kind}; charset=utf-8")
