"""Let nobody ask so often that others have to wait: limits per address.

The rates are `SEARCH_RATES` of the settings. An address is found as the read API finds
it: behind proxies it is the one that `PORTAL_PROXIES` trusts.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja.throttling import AnonRateThrottle, BaseThrottle

from portal.accounts.views import too_many_requests

SEARCH: Final = "search"
SUGGEST: Final = "suggest"
FEEDBACK: Final = "feedback"

View = Callable[[HttpRequest], HttpResponse]


class SearchThrottle(BaseThrottle):
    """Counts what an address asks for one action, on pages and in the read API alike."""

    def __init__(self, action: str) -> None:
        self._action = action

    def allow_request(self, request: HttpRequest) -> bool:
        return not self.seconds_to_wait(request)

    def seconds_to_wait(self, request: HttpRequest) -> int:
        """Count a request; return 0 if it is allowed."""
        # It keeps what it counts in itself, so each request has one of its own.
        counter = AnonRateThrottle(settings.SEARCH_RATES[self._action])
        counter.scope = f"finding_{self._action}"
        if counter.allow_request(request):
            return 0
        return max(1, math.ceil(counter.wait() or 1))


def limited(action: str) -> Callable[[View], View]:
    """Answer 429 with the time to wait to an address that asks too often."""
    throttle = SearchThrottle(action)

    def wrap(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest) -> HttpResponse:
            seconds = throttle.seconds_to_wait(request)
            return _refusal(request, action, seconds) if seconds else view(request)

        return asked

    return wrap


def _refusal(request: HttpRequest, action: str, seconds: int) -> HttpResponse:
    reason = _("搜索得太快了，请等 %(seconds)d 秒再试。") % {"seconds": seconds}
    if action == SUGGEST or request.GET.get("format") == "json":
        answer: HttpResponse = JsonResponse(
            {"error": reason},
            status=HTTPStatus.TOO_MANY_REQUESTS,
            json_dumps_params={"ensure_ascii": False},
        )
    else:
        answer = too_many_requests(request, reason=reason)
    answer["Retry-After"] = str(seconds)
    answer["Cache-Control"] = "no-store"
    return answer
