"""我为政府网站找错: a form without an account, and the answer at an address of its own."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.pages import error_list, first_errors, page_head
from portal.accounts.views import too_many_requests
from portal.feedback.forms import ReportForm
from portal.feedback.models import ErrorReport
from portal.feedback.services import ANSWER_DAYS, report_error

ACTION: Final = "report_error"
_LONGEST_PAGE: Final = 300
_LONGEST_CODE: Final = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_report(request: HttpRequest) -> HttpResponse:
    """Ask what is wrong with a page, the one that led here filled in, and keep it."""
    if request.method != "POST":
        return _form(request, ReportForm(initial={"page": _page_of(request)}))
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _form(request, form)
    if not ratelimit.consume(request, action=ACTION):
        return too_many_requests(request)
    report = report_error(**form.cleaned_data)
    return redirect("feedback:show-report", code=report.code)


@never_cache
@require_safe
def find_report(request: HttpRequest) -> HttpResponse:
    """Lead from a code, as it was noted down, to its answer."""
    code = "".join(request.GET.get("code", "").split())[:_LONGEST_CODE].upper()
    if code and ErrorReport.objects.filter(code=code).exists():
        return redirect("feedback:show-report", code=code)
    wrong = _("没有这个编号，请核对。编号是 10 位数字和字母，报错以后给您的")
    return _form(request, ReportForm(), wanted=code, wrong=wrong)


@never_cache
@require_safe
def show_report(request: HttpRequest, code: str) -> HttpResponse:
    """Show what became of a report to who has its code."""
    report = ErrorReport.objects.filter(code=code).first()
    if report is None:
        raise Http404(_("没有这个编号的纠错记录"))
    context = {
        "page": page_head(_("网站纠错 %(code)s") % {"code": code}),
        "report": report,
        "fault": report.get_fault_display(),
        "state": str(report.state),
        "page_url": report.page if _is_path(report.page) else "",
    }
    return render(request, "feedback/reported.html", context)


def _form(
    request: HttpRequest, form: ReportForm, *, wanted: str = "", wrong: str = ""
) -> HttpResponse:
    errors = error_list(form) if form.is_bound else []
    if wrong:
        errors = [{"field": "code", "message": wrong}]
    context: dict[str, Any] = {
        "page": page_head(
            _("我为政府网站找错"), _("告诉我们哪一页、哪里不对，不用登录")
        ),
        "typed": {name: form[name].value() or "" for name in form.fields},
        "faults": [
            {"value": value, "label": str(label)}
            for value, label in ErrorReport.Fault.choices
        ],
        "errors": errors,
        "why": first_errors(form) if form.is_bound else {},
        "wanted": wanted,
        "wrong": wrong,
        "days": ANSWER_DAYS,
    }
    return render(
        request, "feedback/report.html", context, status=422 if errors else 200
    )


def _page_of(request: HttpRequest) -> str:
    """Return the address that a link named, or from which the reader came."""
    named = request.GET.get("page", "")
    if not named:
        before = urlsplit(request.headers.get("Referer", ""))
        own = before.netloc == request.get_host()
        named = before.path if own and before.path != request.path else ""
    return named[:_LONGEST_PAGE] if _is_path(named) else ""


def _is_path(text: str) -> bool:
    """Tell whether a text is an address of this site, without host and blanks."""
    return (
        text.startswith("/")
        and text.isprintable()
        and not (text.startswith("//") or " " in text or "\\" in text)
    )
