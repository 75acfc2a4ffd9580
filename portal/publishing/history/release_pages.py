"""The public record of releases: what each of them changed, and its signed list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_safe

from portal.publishing.errors import NoSuchRelease
from portal.publishing.history.frame import record_head
from portal.publishing.history.heads import Hold, PastRelease, lines_text
from portal.publishing.history.ledger import Ledger, RecordChange
from portal.publishing.history.moments import local_text, release_named
from portal.publishing.history.recording import BUILD, ROLLBACK
from portal.publishing.links import address_of
from portal.publishing.models import RecordSnapshot
from portal.publishing.releases import Releases
from portal.publishing.source import CALENDAR, DATES, LOOK, MATTER

_PAGE: Final = 50
_KINDS: Final = dict(RecordSnapshot.Kind.choices) | {
    MATTER: gettext_lazy("事项"),
    CALENDAR: gettext_lazy("工作日历"),
    LOOK[0]: gettext_lazy("网站外观"),
}
_MOST_SHOWN: Final = 200
_NUMBER: Final = re.compile(r"[1-9]\d{0,8}")


@require_safe
def list_releases(request: HttpRequest) -> HttpResponse:
    """List releases, the newest first; `on` leads to the site of a day."""
    day = request.GET.get("on", "").strip()
    before = request.GET.get("before", "")
    error = ""
    with Ledger.open(Releases.configured().folder) as ledger:
        if day:
            try:
                release_named(ledger, day)
            except NoSuchRelease as refusal:
                error = str(refusal)
            else:
                return HttpResponseRedirect(f"/at/{day}/")
        number = int(before) if _NUMBER.fullmatch(before) else None
        releases = ledger.releases(before=number, amount=_PAGE + 1)
        hold = ledger.hold()
    shown = releases[:_PAGE]
    context = {
        "page": record_head(_("发布记录")),
        "releases": [_told(release) for release in shown],
        "older": shown[-1].number if len(releases) > _PAGE else None,
        "newest": number is None,
        "hold": _held(hold),
        "day": day,
        "error": error,
        "errors": [{"field": "on", "message": error}] if error else [],
        "today": timezone.localdate().isoformat(),
    }
    status = 404 if error else 200
    return render(request, "pages/releases.html", context, status=status)


@require_safe
def show_release(request: HttpRequest, number: int) -> HttpResponse:
    """Show what a release changed, and how to check it."""
    with Ledger.open(Releases.configured().folder) as ledger:
        release = _release(ledger, number)
        records = ledger.changes(number, amount=_MOST_SHOWN + 1)
        files = ledger.changed_files(number, amount=_MOST_SHOWN + 1)
        present = {path for path in files if ledger.file_at(path, number)}
        neighbours = [
            each for each in (number - 1, number + 1) if ledger.find(each) is not None
        ]
    context = {
        "page": record_head(_("第 %(number)s 版") % {"number": number}),
        "release": _told(release),
        "head": release.head,
        "signed": release.signed,
        "records": [
            _named(change, number)
            for change in records[:_MOST_SHOWN]
            if not _is_dates(change)
        ],
        "files": [
            {
                "address": address_of(path),
                "url": f"/at/r{number}{address_of(path)}" if path in present else "",
            }
            for path in files[:_MOST_SHOWN]
        ],
        "more": len(files) > _MOST_SHOWN or len(records) > _MOST_SHOWN,
        "neighbours": neighbours,
    }
    return render(request, "pages/release.html", context)


@require_safe
def manifest_head(_request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Answer with the signed head of a release, by default of the one that is live."""
    with Ledger.open(Releases.configured().folder) as ledger:
        release = ledger.last() if number is None else _release(ledger, number)
    if release is None:
        raise Http404(_("还没有生成网站。"))
    told = {
        "release": release.number,
        "at": release.at.isoformat(timespec="microseconds"),
        "files": release.files,
        "sha256": release.digest,
        "list": f"/releases/{release.number}/manifest.txt",
        "signed_text": release.head,
        "algorithm": "Ed25519",
        "signature": release.signed.signature,
        "public_key": release.signed.public_key,
    }
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def manifest_list(_request: HttpRequest, number: int) -> HttpResponseBase:
    """Answer with the list of files of a release, as sha256sum writes it."""
    folder = Releases.configured().folder
    with Ledger.open(folder) as ledger:
        _release(ledger, number)

    def lines() -> Iterator[str]:
        with Ledger.open(folder) as ledger:
            for row in ledger.files_at(number):
                yield lines_text([row])

    response = StreamingHttpResponse(lines(), content_type="text/plain; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _release(ledger: Ledger, number: int) -> PastRelease:
    found = ledger.find(number)
    if found is None:
        raise Http404(_("没有第 %(number)s 版。") % {"number": number})
    return found


def _told(release: PastRelease) -> dict[str, Any]:
    kind, _colon, origin = release.cause.partition(":")
    causes = {
        BUILD: _("重新生成网站"),
        ROLLBACK: _("退回到第 %(number)s 版") % {"number": origin},
    }
    return {
        "number": release.number,
        "at": timezone.localtime(release.at).isoformat(timespec="seconds"),
        "time": local_text(release.at),
        "cause": causes.get(kind, _("发布")),
        "files": release.files,
    }


def _is_dates(change: RecordChange) -> bool:
    """Tell whether it only says when other records of the release were changed."""
    record = change.after or change.before
    return record is not None and record.kind == DATES


def _named(change: RecordChange, number: int) -> dict[str, str]:
    """Return a changed record in words: what it is, its name, what happened to it."""
    record = change.after or change.before
    if record is None:
        return {}
    stored = json.loads(record.payload)
    payload = stored["payload"] if record.kind == MATTER else stored
    name = payload["guide"]["name"] if record.kind == MATTER else payload.get("name")
    address = payload.get("url", "")
    what = _("修改")
    if change.before is None:
        what = _("新增")
    elif change.after is None:
        what = _("撤下")
    shown = number if change.after is not None else number - 1
    return {
        "kind": str(_KINDS.get(record.kind, record.kind)),
        "name": name or payload.get("title") or record.key,
        "what": what,
        "url": f"/at/r{shown}{address}" if address and shown else "",
    }


def _held(hold: Hold | None) -> dict[str, Any] | None:
    if hold is None:
        return None
    return {"number": hold.number, "at": timezone.localtime(hold.at)}
