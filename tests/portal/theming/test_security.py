from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from portal.theming.security import (
    ADMIN_POLICY,
    PUBLIC_POLICY,
    ContentSecurityPolicyMiddleware,
)


def respond(path: str) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    return ContentSecurityPolicyMiddleware(view)(RequestFactory().get(path))


def test_public_page_allows_no_inline_code() -> None:
    policy = respond("/guides/").headers["Content-Security-Policy"]
    assert policy == PUBLIC_POLICY
    assert "unsafe" not in policy


def test_editors_admin_has_its_own_policy() -> None:
    assert respond("/admin/").headers["Content-Security-Policy"] == ADMIN_POLICY
