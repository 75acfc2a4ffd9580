"""A release served by WhiteNoise alone: what the portal's own server is compared with."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Final
from wsgiref.types import StartResponse, WSGIEnvironment

from whitenoise import WhiteNoise

# Names the folder of the release.
ROOT: Final = "PORTAL_PLAIN_FILES"


def _nothing(
    _environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    start_response("404 Not Found", [("Content-Length", "0")])
    return []


def application(
    environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """Answer as WSGI asks."""
    answer: Iterable[bytes] = _files(environ, start_response)
    return answer


# The quickest way it has: all files are looked up once, at the start.
_files = WhiteNoise(_nothing, root=os.environ.get(ROOT), index_file=True, max_age=0)
