"""A release served by WhiteNoise alone: what the portal's own server is compared with."""

from __future__ import annotations

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from whitenoise import WhiteNoise


def application(root: str) -> WhiteNoise:
    """Return the WSGI application; gunicorn calls this once per worker."""
    # The quickest way it has: all files are looked up once, at the start.
    return WhiteNoise(_nothing, root=root, index_file=True, max_age=0)


def _nothing(
    _environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    start_response("404 Not Found", [("Content-Length", "0")])
    return ()
