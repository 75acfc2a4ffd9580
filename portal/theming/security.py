"""Send the content security policy: strict outside the editors' admin."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

# The few lines in the head of each page, which set its type size and colours before it is
# painted. Pages of a release that is rolled back to have those of their time, so a hash
# stays here when the lines change.
EARLY_SCRIPTS: Final = ("'sha256-husUVKSJSfKKiC3SK5AlV5gtOV+haLSQqui/WU11e6g='",)
PUBLIC_POLICY: Final = (
    f"default-src 'none'; script-src 'self' {' '.join(EARLY_SCRIPTS)}; "
    "style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "manifest-src 'self'; frame-ancestors 'self'"
)
# Wagtail's admin still has inline scripts and styles in a few widgets.
ADMIN_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'self'; "
    "frame-ancestors 'self'"
)


def source_hash(text: str) -> str:
    """Return how a content policy names an inline script."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


class ContentSecurityPolicyMiddleware:
    """Add the policy header to responses that have none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        admin = request.path.startswith("/admin/")
        policy = ADMIN_POLICY if admin else PUBLIC_POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        return response
