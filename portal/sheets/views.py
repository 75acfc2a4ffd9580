"""Answers that become a list, sheets that are checked, sheets as PDF."""

from __future__ import annotations

import re
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.pages import page_head
from portal.publishing.models import MatterVersion
from portal.publishing.selectors import current_version
from portal.scenarios.pages import answered_words
from portal.scenarios.situations import (
    Situation,
    file_situations,
    has_questions,
    situation_given,
    situation_of,
)
from portal.sheets.checking import checked_sheet
from portal.sheets.pdf import PdfUnavailable, sheet_pdf_of
from portal.sheets.sources import questions_source, sheet_source
from portal.theming.guide_pages import questions_url
from portal.theming.notice_pages import CHECK_PREFIX, sheet_url
from portal.theming.rendering import render as rendered

# The form says that it was filled in; a link that fills it in beforehand does not.
SENT: Final = "_sent"
LONGEST_NUMBER: Final = 300
_NUMBER: Final = re.compile(r"[\w.~-]+(?:/[\w.~-]+){1,2}")
_NOT_FOUND: Final = 404
_INCOMPLETE: Final = 422
_UNAVAILABLE: Final = 503


@never_cache
@require_safe
def find_sheet(request: HttpRequest) -> HttpResponse:
    """Ask for the number of a sheet, and lead to what became of it."""
    typed = request.GET.get("number", "")[:LONGEST_NUMBER].strip()
    if not typed:
        wanted = "number" in request.GET
        fault = _("写告知单上的编号，在标题下面一行") if wanted else ""
        return _number_form(request, "", fault)
    # What was copied from the sheet may be its whole address.
    number = (typed.partition(CHECK_PREFIX)[2] or typed).strip("/ ")
    if _NUMBER.fullmatch(number) is None:
        fault = _("“%(typed)s”不是告知单的编号；编号像这样：food/3") % {"typed": typed}
        return _number_form(request, typed, fault)
    code, _slash, rest = number.partition("/")
    version, _slash, situation = rest.partition("/")
    if not version.isdecimal() or checked_sheet(code, int(version), situation) is None:
        fault = _("没有编号是“%(typed)s”的告知单，请对照单子再看一遍") % {
            "typed": typed
        }
        return _number_form(request, typed, fault)
    return HttpResponseRedirect(f"{CHECK_PREFIX}{number}/")


@require_safe
def answer_questions(request: HttpRequest, code: str) -> HttpResponse:
    """Lead from the answers of a form to the list that they mean."""
    version = _asking_version(code)
    given = {name: request.GET.getlist(name) for name in request.GET}
    if not given:
        return HttpResponseRedirect(questions_url(version.payload))
    situation, missing = situation_given(version.payload["guide"], given)
    if situation is not None:
        return HttpResponseRedirect(sheet_url(version.payload, situation.code))
    sent = SENT in given
    page = questions_source(version, given, missing if sent else [])
    return HttpResponse(rendered(page), status=_INCOMPLETE if sent else 200)


@require_safe
def show_list(_request: HttpRequest, code: str, situation: str) -> HttpResponse:
    """Show a list of a guide that has too many of them to be written as files."""
    version = _asking_version(code)
    guide = version.payload["guide"]
    found = situation_of(guide, situation)
    if found is None or file_situations(guide):
        raise Http404(f"Guide '{code}' has no list '{situation}'.")
    return HttpResponse(rendered(sheet_source(version, found)))


@never_cache
@require_safe
def check_sheet(
    request: HttpRequest, code: str, number: int, situation: str = ""
) -> HttpResponse:
    """Say whether a printed sheet is still right, and what changed since."""
    checked = checked_sheet(code, number, situation)
    if checked is None:
        fault = _("没有这张告知单，请对照单子再看一遍编号")
        typed = "/".join(filter(None, (code, str(number), situation)))
        return _number_form(request, typed, fault, status=_NOT_FOUND)
    guide = checked.version.payload["guide"]
    url = checked.version.payload["url"]
    now = checked.now
    context: dict[str, Any] = {
        "page": page_head(
            _("核对告知单：%(name)s") % {"name": guide["plain_name"] or guide["name"]},
            _("这张告知单现在还对不对，改了什么"),
        ),
        "checked": checked,
        "guide": guide,
        "guide_url": url,
        "words": answered_words(checked.situation) if checked.situation else "",
        "at": timezone.localtime(),
        "list_url": questions_url(checked.version.payload)
        if checked.asks_again
        else sheet_url(checked.version.payload, now.code if now else ""),
    }
    return render(request, "sheets/check.html", context)


@require_safe
def sheet_pdf(
    request: HttpRequest, code: str, number: int, situation: str = ""
) -> HttpResponse:
    """Answer with the sheet as a PDF; an old one leads to what became of it."""
    version = current_version(code)
    if version is None or version.number != number:
        return redirect(_check_url(code, number, situation))
    found: Situation | None = None
    if situation:
        found = situation_of(version.payload["guide"], situation)
        if found is None or found.result.stop is not None:
            return redirect(_check_url(code, number, situation))
    if version.payload["kind"] != "guide":
        raise Http404(f"Matter '{code}' has no notification.")
    try:
        body = sheet_pdf_of(sheet_source(version, found))
    except PdfUnavailable:
        context = {
            "page": page_head(_("现在做不了 PDF")),
            "sheet_url": sheet_url(version.payload, situation),
        }
        return render(request, "sheets/no_pdf.html", context, status=_UNAVAILABLE)
    response = HttpResponse(body, content_type="application/pdf")
    name = "-".join(filter(None, (code, str(number), situation)))
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _asking_version(code: str) -> MatterVersion:
    version = current_version(code)
    if version is None or not has_questions(version.payload["guide"]):
        raise Http404(f"No guide '{code}' asks questions.")
    return version


def _check_url(code: str, number: int, situation: str) -> str:
    end = f"{situation}/" if situation else ""
    return f"{CHECK_PREFIX}{code}/{number}/{end}"


def _number_form(
    request: HttpRequest, typed: str, fault: str, status: int | None = None
) -> HttpResponse:
    context = {
        "page": page_head(_("核对告知单"), _("打印的告知单现在还对不对")),
        "number": typed,
        "errors": [{"field": "number", "message": fault}] if fault else [],
    }
    wanted = status or (_INCOMPLETE if fault else 200)
    return render(request, "sheets/find.html", context, status=wanted)
