"""Wagtail's API for editors' tools, with this desk's refusals told by their reasons."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from wagtail.api.v3.api import api
from wagtail.api.v3.errors import problem_response

from content.lint.findings import PublicationRefused

_UNPROCESSABLE = 422


@api.exception_handler(PublicationRefused)
def publication_refused(
    request: HttpRequest, refused: PublicationRefused
) -> HttpResponse:
    """Answer with each finding that stops the publication and how to mend it."""
    del request
    answer: HttpResponse = problem_response(
        status=_UNPROCESSABLE,
        detail=refused.messages[0],
        errors=[finding.as_json() for finding in refused.findings],
    )
    return answer


__all__ = ["api"]
