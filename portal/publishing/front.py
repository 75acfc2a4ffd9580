"""Answer from the current release before Django begins to work.

A page that is a file needs no request object, no session and no chain of middleware. What
is not plain reading of a file is passed on, so Django's own answer decides: redirects,
404, 410, other methods.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import BinaryIO, Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings

from portal.publishing.releases import NUMBER_FIELD
from portal.publishing.serving import READING, current_files, current_number

Fields = list[tuple[str, str]]
_HTTPS: Final = "https"
_PIECE: Final = 1 << 18  # bytes
_STATUS_LINES: Final = {each: f"{each.value} {each.phrase}" for each in HTTPStatus}


class ReleaseFront:
    """A WSGI application: the files of the release, and another one behind them."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application
        self._files = current_files()
        self._number = current_number()
        self._fields = security_fields()
        self._secure_fields = [*self._fields, *transport_fields()]
        self._only_secure = bool(settings.SECURE_SSL_REDIRECT)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        secure = _is_secure(environ)
        address = _address(environ)
        method = environ["REQUEST_METHOD"]
        refused = self._only_secure and not secure
        if refused or address is None or method not in READING:
            return self.application(environ, start_response)
        found = self._files.response(method, environ, address)
        if found is None:
            return self.application(environ, start_response)
        more = self._secure_fields if secure else self._fields
        told = [(NUMBER_FIELD, number)] if (number := self._number.text()) else ()
        start_response(_STATUS_LINES[found.status], [*found.headers, *more, *told])
        return [] if found.file is None else _body(found.file)


def _body(file: BinaryIO) -> Iterable[bytes]:
    """Return what a file holds: a page as a whole, something larger in pieces."""
    first = file.read(_PIECE)
    if len(first) == _PIECE:
        return _pieces(first, file)
    file.close()
    return [first]


def _pieces(piece: bytes, file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece:
            yield piece
            piece = file.read(_PIECE)


def security_fields() -> Fields:
    """Return the header fields that Django's SecurityMiddleware adds to any answer."""
    fields = []
    if settings.SECURE_CONTENT_TYPE_NOSNIFF:
        fields.append(("X-Content-Type-Options", "nosniff"))
    if settings.SECURE_REFERRER_POLICY:
        policy = settings.SECURE_REFERRER_POLICY
        names = policy.split(",") if isinstance(policy, str) else policy
        fields.append(("Referrer-Policy", ",".join(name.strip() for name in names)))
    if settings.SECURE_CROSS_ORIGIN_OPENER_POLICY:
        opener = settings.SECURE_CROSS_ORIGIN_OPENER_POLICY
        fields.append(("Cross-Origin-Opener-Policy", opener))
    return fields


def transport_fields() -> Fields:
    """Return the field that keeps browsers on HTTPS, if the settings ask for it."""
    if not settings.SECURE_HSTS_SECONDS:
        return []
    value = f"max-age={settings.SECURE_HSTS_SECONDS}"
    if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS:
        value += "; includeSubDomains"
    if settings.SECURE_HSTS_PRELOAD:
        value += "; preload"
    return [("Strict-Transport-Security", value)]


def _is_secure(environ: WSGIEnvironment) -> bool:
    # As HttpRequest.scheme decides.
    if settings.SECURE_PROXY_SSL_HEADER:
        name, expected = settings.SECURE_PROXY_SSL_HEADER
        told = environ.get(name)
        if told is not None:
            return bool(told.split(",", 1)[0].strip() == expected)
    return bool(environ.get("wsgi.url_scheme") == _HTTPS)


def _address(environ: WSGIEnvironment) -> str | None:
    path = str(environ.get("PATH_INFO", ""))
    if path.isascii():
        return path
    try:
        return path.encode("latin-1").decode()
    except UnicodeError:
        return None
