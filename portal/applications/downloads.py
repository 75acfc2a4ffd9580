"""Give a stored file out so that a browser only ever saves it."""

from __future__ import annotations

from typing import Final

from django.http import FileResponse, Http404

from portal.audit import blobs
from portal.audit.errors import BlobMissing

SANDBOX: Final = "default-src 'none'; sandbox"


def file_response(digest: str, name: str, content_type: str) -> FileResponse:
    """Return a stored file as an attachment that runs nothing.

    Raises:
        Http404: the store has no such file.
    """
    try:
        stream = blobs.open_blob(digest)
    except BlobMissing as error:
        raise Http404(str(error)) from error
    response = FileResponse(
        stream, as_attachment=True, filename=name, content_type=content_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response
