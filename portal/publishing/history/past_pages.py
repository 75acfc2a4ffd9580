"""Show the site, a guide or a list as it stood on a day, and all states of a page."""

from __future__ import annotations

import mimetypes
from html import unescape
from typing import Any, Final
from urllib.parse import quote, unquote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.publishing.errors import NoSuchRelease
from portal.publishing.history.frame import record_head
from portal.publishing.history.heads import FileSpan, PastRelease
from portal.publishing.history.ledger import Ledger
from portal.publishing.history.moments import local_text, release_named
from portal.publishing.history.objects import FOLDER, Objects
from portal.publishing.links import path_of
from portal.publishing.releases import NUMBER_FIELD, Releases
from portal.publishing.rewriting import with_banner, with_links
from portal.publishing.serving import MEDIA_TYPES
from portal.theming.assets import ASSETS_PREFIX

_NOT_FOUND: Final = 404
_MOST_STATES: Final = 200
_INDEX: Final = "index.html"
_KINDS: Final = MEDIA_TYPES | {".js": "text/javascript"}


@require_safe
def show_past(request: HttpRequest, moment: str, address: str = "") -> HttpResponse:
    """Answer with a file as it stood at a moment; links of pages stay at that moment."""
    path = path_of(f"/{address}")
    with Ledger.open(Releases.configured().folder) as ledger:
        try:
            release = release_named(ledger, moment)
        except NoSuchRelease as error:
            return _missing(request, str(error), address)
        span = ledger.file_at(path, release.number)
        if span is None and not path.endswith(_INDEX):
            folder = ledger.file_at(f"{path}/{_INDEX}", release.number)
            if folder is not None:
                return HttpResponseRedirect(_past_address(moment, f"/{address}/"))
        if span is None:
            return _missing(request, _("那时没有这一页。"), address)
        body = _body_of(span)
        if body is None:
            return _missing(request, _("这一页那时的样子没有留存。"), address)
        if path.endswith(".html"):
            body = _as_past(ledger, body, release, moment)
    return _response(body, path, release, f"/{address}")


@require_safe
def list_states(request: HttpRequest, address: str) -> HttpResponse:
    """List the states of a page, the newest first, each with a link to it."""
    shown = f"/{address}"
    with Ledger.open(Releases.configured().folder) as ledger:
        spans = ledger.states_of(path_of(shown), amount=_MOST_STATES)
        moments = {
            number: local_text(ledger.release(number).at)
            for span in spans
            for number in (span.begun, span.ended)
            if number is not None
        }
    if not spans:
        return _missing(request, _("没有这一页的发布记录。"), "")
    states = [
        {
            "number": span.begun,
            "since": moments[span.begun],
            "until": moments[span.ended] if span.ended else "",
            "url": _past_address(f"r{span.begun}", shown),
        }
        for span in spans
    ]
    context = {
        "page": record_head(_("历次公布的样子")),
        "address": shown,
        "live": spans[0].ended is None,
        "states": states,
    }
    response = render(request, "pages/states.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _body_of(span: FileSpan) -> bytes | None:
    releases = Releases.configured()
    current = releases.current()
    if span.ended is None and current is not None:
        try:
            return (current.root / span.path).read_bytes()
        except OSError:
            return None
    return Objects(releases.folder / FOLDER).read(span.digest)


def _as_past(ledger: Ledger, body: bytes, release: PastRelease, moment: str) -> bytes:
    prefix = _past_address(moment, "").encode()

    def moved(address: bytes) -> bytes:
        link = unescape(address.decode())
        bare = unquote(link.partition("#")[0].partition("?")[0])
        span = ledger.file_at(path_of(bare), release.number)
        # What is still there under its digest need not be fetched from the past.
        if span is None or (bare.startswith(ASSETS_PREFIX) and span.ended is None):
            return address
        return prefix + address

    banner = format_html(
        '<aside class="wrap box" aria-label="{}"><p><strong>{}</strong> {} '
        '<a href="/releases/{}/">{}</a>　<a href="/">{}</a></p></aside>',
        _("以前的网页"),
        _("这是以前的网页，不一定有效。"),
        _("第 %(number)s 版，%(at)s 公布。搜索和申请仍是现在的。")
        % {"number": release.number, "at": local_text(release.at)},
        release.number,
        _("这一版改了什么"),
        _("回到现在的网站"),
    )
    return with_banner(with_links(body, moved), banner)


def _response(
    body: bytes, path: str, release: PastRelease, address: str
) -> HttpResponse:
    suffix = f".{path.rpartition('.')[2]}"
    kind = _KINDS.get(suffix) or mimetypes.guess_type(path)[0]
    if kind and kind.startswith("text/"):
        kind = f"{kind}; charset=utf-8"
    response = HttpResponse(body, content_type=kind or "application/octet-stream")
    response["X-Robots-Tag"] = "noindex"
    response[NUMBER_FIELD] = str(release.number)
    # Source: RFC 5829, RFC 7089 (the time of the state that is shown).
    response["Link"] = f'<{quote(address)}>; rel="latest-version"'
    response["Memento-Datetime"] = http_date(release.at.timestamp())
    return response


def _past_address(moment: str, address: str) -> str:
    return f"/at/{quote(moment)}{quote(address)}"


def _missing(request: HttpRequest, why: str, address: str) -> HttpResponse:
    context: dict[str, Any] = {
        "page": record_head(_("没有留存的网页")),
        "why": why,
        "address": f"/{address}",
    }
    return render(request, "pages/past_missing.html", context, status=_NOT_FOUND)
