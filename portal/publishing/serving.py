"""Serve the current release's files in front of Django.

Built from WhiteNoise's parts, but looked up on every request: a release switch or a file
that is replaced in place is seen at once, without a restart.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from io import BufferedReader
from pathlib import Path
from typing import Any, Final
from wsgiref.headers import Headers

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from whitenoise.base import WhiteNoise
from whitenoise.middleware import WhiteNoiseFileResponse
from whitenoise.responders import (
    MissingFileError,
    NotARegularFileError,
    Response,
    StaticFile,
)

from portal.publishing.packing import SIBLINGS
from portal.publishing.releases import CURRENT, NUMBER_FIELD, LiveNumber
from portal.theming.assets import ASSETS_PREFIX
from portal.theming.security import PUBLIC_POLICY

INDEX_FILE: Final = "index.html"
FILES_PREFIX: Final = "/files/"
# Attachments are documents of others: they may look as they like but do nothing.
FILES_POLICY: Final = (
    "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"
)
# The release has pages here for web servers without the portal, which answers itself.
STAND_INS: Final = frozenset({"/search/", "/report/"})
_YEAR_SECONDS: Final = 365 * 24 * 60 * 60
_CACHED_FILES: Final = 2048
_ATTEMPTS: Final = 3
READING: Final = ("GET", "HEAD")
# The one hidden folder that the web knows. Source: RFC 8615.
_WELL_KNOWN: Final = "/.well-known/"
MEDIA_TYPES: Final = {
    ".csv": "text/csv",
    ".jsonl": "application/jsonl",
    ".jsonld": "application/ld+json",
}

# What identifies a file on disk: inode, time, size. Its compressed siblings are replaced
# before it is, so they are known by it, too.
Fingerprint = tuple[int, int, int]


class ReleaseFile(StaticFile):
    """A file of the release; knows several entity tags in one header."""

    def is_not_modified(self, request_headers: dict[str, str]) -> bool:
        tags = request_headers.get("HTTP_IF_NONE_MATCH")
        if tags is None:
            return bool(super().is_not_modified(request_headers))
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return "*" in known or self.etag in known


class ReleaseFiles:
    """The files below a root that may be a link to another folder tomorrow."""

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        self._headers = WhiteNoise(None, mimetypes=MEDIA_TYPES)
        self._cache: dict[str, tuple[Fingerprint, ReleaseFile]] = {}

    def find(self, address: str) -> ReleaseFile | None:
        """Return the file for an address, or None."""
        if address in STAND_INS or not _is_canonical(address):
            return None
        path = f"{self.root}{address}"
        if address.endswith("/"):
            path += INDEX_FILE
        elif address.endswith((f"/{INDEX_FILE}", *SIBLINGS)):
            return None
        return self._file(path, address)

    def has_index(self, address: str) -> bool:
        """Tell whether the address with a slash at its end is a page."""
        return _is_canonical(address) and os.path.isfile(  # noqa: PTH113 - one stat
            f"{self.root}{address}/{INDEX_FILE}"
        )

    def answer(self, request: HttpRequest, address: str) -> HttpResponse | None:
        """Return the response for an address, or None when there is no such file."""
        found = self.response(str(request.method), request.META, address)
        return None if found is None else _as_response(found)

    def response(
        self, method: str, fields: dict[str, Any], address: str
    ) -> Response | None:
        """Return status, headers and open file, or None when there is no such file.

        `fields` are the request's, named as in a WSGI environment.
        """
        for _ in range(_ATTEMPTS):
            file = self.find(address)
            if file is None:
                return None
            try:
                response: Response = file.get_response(method, fields)
            except FileNotFoundError:
                continue
            if _is_whole(response):
                return response
            response.file.close()
            # A sibling is replaced already, its page is about to be.
            self._cache.clear()
        return None

    def body(self, address: str) -> bytes | None:
        """Return the bytes of a file, or None when there is none."""
        try:
            return Path(f"{self.root}{address}").read_bytes()
        except OSError:
            return None

    def _file(self, path: str, address: str) -> ReleaseFile | None:
        fingerprint = _fingerprint(path)
        if fingerprint is None:
            return None
        cached = self._cache.get(path)
        if cached is not None and cached[0] == fingerprint:
            return cached[1]
        try:
            file = self._make(path, address, fingerprint)
        except (MissingFileError, NotARegularFileError):
            return None
        if len(self._cache) >= _CACHED_FILES:
            self._cache.clear()
        self._cache[path] = (fingerprint, file)
        return file

    def _make(self, path: str, address: str, fingerprint: Fingerprint) -> ReleaseFile:
        headers = Headers([])
        self._headers.add_mime_headers(headers, path, address)
        headers["Cache-Control"] = cache_control(address)
        # WhiteNoise's own tag has whole seconds: two edits in one would look the same.
        identity = "-".join(f"{part:x}" for part in fingerprint)
        headers["ETag"] = f'"{identity}"'
        files = address.startswith(FILES_PREFIX)
        headers["Content-Security-Policy"] = FILES_POLICY if files else PUBLIC_POLICY
        headers["X-Frame-Options"] = str(settings.X_FRAME_OPTIONS)
        encodings = {"gzip": f"{path}.gz", "br": f"{path}.br"}
        return ReleaseFile(path, headers.items(), encodings=encodings)


class ReleaseMiddleware:
    """Answer from the release when it has the file, else pass on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.files = current_files()
        self.number = current_number()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A preview travels under the address of the page that it previews.
        if getattr(request, "is_dummy", False):
            return self.get_response(request)
        address = request.path_info
        if request.method in READING or self.files.find(address) is not None:
            response = self._static(request, address)
            if response is not None:
                return response
        return self.get_response(request)

    def _static(self, request: HttpRequest, address: str) -> HttpResponse | None:
        response = self.files.answer(request, address)
        if response is not None:
            if number := self.number.text():
                response[NUMBER_FIELD] = number
            return response
        if address.endswith("/"):
            return None
        if address.endswith(f"/{INDEX_FILE}"):
            target = address.removesuffix(INDEX_FILE)
            if self.files.find(target) is None:
                return None
            return _redirect(request, target)
        if self.files.has_index(address):
            return _redirect(request, f"{address}/")
        return None


def current_files() -> ReleaseFiles:
    """Return the files of whatever release is current at each request."""
    return ReleaseFiles(Path(settings.RELEASES_DIR) / CURRENT)


def current_number() -> LiveNumber:
    """Return the number of whatever release is live at each request."""
    return LiveNumber(Path(settings.RELEASES_DIR))


def _redirect(request: HttpRequest, target: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    # The address is canonical, so it cannot begin with "//" and leave this host.
    return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)


@lru_cache(maxsize=_CACHED_FILES)
def _is_canonical(address: str) -> bool:
    if not address.startswith("/") or "\0" in address or "\\" in address:
        return False
    inside = address.startswith(_WELL_KNOWN)
    parts = address[len(_WELL_KNOWN) if inside else 1 :].split("/")
    if parts[-1] == "":
        parts.pop()
    # No part may be empty, hidden or go upwards.
    return all(part and not part.startswith(".") for part in parts)


def cache_control(address: str) -> str:
    """Return how long a reader may keep what is at an address without asking again."""
    if address.startswith(ASSETS_PREFIX):
        return f"max-age={_YEAR_SECONDS}, public, immutable"
    return "no-cache"


def _fingerprint(path: str) -> Fingerprint | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - at each request
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _is_whole(response: Response) -> bool:
    """Tell whether the opened file is the one that the headers describe.

    It may have been replaced between looking and opening.
    """
    if not isinstance(response.file, BufferedReader):
        return True
    size = str(os.fstat(response.file.fileno()).st_size)
    return ("Content-Length", size) in response.headers


def _as_response(response: Response) -> HttpResponse:
    answer = WhiteNoiseFileResponse(response.file or (), status=int(response.status))
    del answer["content-type"]
    for name, value in response.headers:
        answer[name] = value
    result: HttpResponse = answer
    return result
