"""Tell people why something was not published, instead of showing a server error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.admin import messages

from content.lint.findings import PublicationRefused

_UNPROCESSABLE: Final = 422


class RefusedPublicationMiddleware:
    """Answers a refused publication with its reasons.

    Forms show findings beside their fields. What publishes without a form, such as the
    last approval or a bulk action, is told here; the transaction was rolled back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if not isinstance(exception, ValidationError):
            return None
        home = reverse("wagtailadmin_home")
        in_admin = request.method == "POST" and request.path.startswith(home)
        if not in_admin and not isinstance(exception, PublicationRefused):
            return None
        if request.headers.get("X-Requested-With") == "XMLHttpRequest" or not in_admin:
            return JsonResponse({"errors": exception.messages}, status=_UNPROCESSABLE)
        for text in exception.messages:
            messages.error(request, text)
        return redirect(_where_from(request) or home)


def _where_from(request: HttpRequest) -> str:
    """Return the page that sent the request, when it is one of ours."""
    back = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return back if ours else ""
