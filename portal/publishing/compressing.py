"""Pack what the server makes itself: results of a search, forms, the desks.

Files of the release have packed siblings. Django adds bytes of chance to each answer, so
that its length tells nothing of the secrets in it.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressingMiddleware(GZipMiddleware):
    """Packs whole answers; what is streamed stays as it is."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Return the answer, packed where the reader takes it."""
        if response.streaming:
            return response
        return super().process_response(request, response)
