"""A filed case as its applicant sees it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.pages import page_head
from portal.applications.case_pages import timeline_rows, turn_of
from portal.applications.downloads import file_response
from portal.applications.filing import start_correction
from portal.applications.selectors import guide_of
from portal.applications.summary import answer_words
from portal.applications.uploads import size_words
from portal.applications.views.access import case_or_404, person, refusals_shown
from portal.cases import services as cases
from portal.cases.answers import form_fields
from portal.cases.clocks import clock_of
from portal.cases.history import timeline
from portal.cases.models import (
    Case,
    CorrectionNotice,
    DocumentKind,
    MaterialFile,
    NoticeState,
)
from portal.cases.selectors import allowed_commands
from portal.cases.transitions import FINAL_PHASES, Command
from portal.theming.qr import qr_code

LONGEST_REASON = 500


@never_cache
@login_required
@require_safe
def show_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show where a case stands, whose turn it is, and everything that happened."""
    case = case_or_404(request, case_id)
    clock = clock_of(case)
    notice = open_notice(case)
    context = {
        **_frame(case, _("办件：%(title)s") % {"title": case.title}),
        "turn": turn_of(case, clock, notice),
        "notice": notice,
        "points": list(notice.points.all()) if notice else [],
        "rows": timeline_rows(
            timeline(case), ended=case.phase in FINAL_PHASES, own=True
        ),
        "documents": list(case.documents.all()),
        "decision": getattr(case, "decision", None),
        "materials": _materials(case),
        "answers": _answers(case),
        "may_withdraw": Command.WITHDRAW in allowed_commands(case, person(request)),
    }
    return render(request, "applications/case.html", context)


@never_cache
@login_required
@require_safe
def show_receipt(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the receipt of a filing, fit to be printed."""
    case = case_or_404(request, case_id)
    document = case.documents.filter(kind=DocumentKind.FILING_RECEIPT).first()
    if document is None:
        raise Http404(f"Case '{case_id}' has no receipt.")
    address = f"{settings.PORTAL_BASE_URL.rstrip('/')}/track/?number={case.number}"
    context = {
        **_frame(case, str(document.get_kind_display())),
        "receipt": document.content,
        "code": qr_code(address),
        "address": address,
    }
    return render(request, "applications/receipt.html", context)


@never_cache
@login_required
@require_safe
def show_document(request: HttpRequest, case_id: UUID, number: str) -> HttpResponse:
    """Show a paper that was issued in the case."""
    case = case_or_404(request, case_id)
    document = case.documents.filter(number=number).first()
    if document is None:
        raise Http404(f"Case '{case_id}' has no document '{number}'.")
    if document.kind == DocumentKind.FILING_RECEIPT:
        return redirect("applications:show-receipt", case_id=case.pk)
    context = {
        **_frame(case, str(document.get_kind_display())),
        "document": document,
        "paper": document.content,
    }
    return render(request, "applications/document.html", context)


@never_cache
@login_required
@require_safe
def download_case_file(
    request: HttpRequest, case_id: UUID, file_id: int
) -> HttpResponseBase:
    """Give a filed file back to whoever may see the case."""
    case = case_or_404(request, case_id)
    file = MaterialFile.objects.filter(slot__case=case, pk=file_id).first()
    if file is None:
        raise Http404(f"Case '{case_id}' has no file {file_id}.")
    return file_response(file.digest, file.name, file.content_type)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusals_shown
def withdraw_case(request: HttpRequest, case_id: UUID) -> HttpResponseBase:
    """Ask for a reason, then withdraw the application."""
    case = case_or_404(request, case_id)
    reason = request.POST.get("reason", "").strip()
    wrong = ""
    if request.method == "POST":
        wrong = _reason_fault(reason)
        if not wrong:
            cases.withdraw(case.pk, actor=person(request), reason=reason)
            return redirect("applications:show-case", case_id=case.pk)
    context = {
        **_frame(case, _("撤回申请")),
        "reason": reason,
        "why": wrong,
        "errors": [{"field": "reason", "message": wrong}] if wrong else [],
    }
    status = 422 if wrong else 200
    return render(request, "applications/withdraw.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusals_shown
def answer_notice(request: HttpRequest, case_id: UUID) -> HttpResponseBase:
    """Show all points of the open notice; on POST begin, or go on, answering them."""
    case = case_or_404(request, case_id)
    notice = open_notice(case)
    if notice is None:
        return redirect("applications:show-case", case_id=case.pk)
    if request.method == "POST":
        draft = start_correction(case, actor=person(request))
        return redirect("applications:resume-draft", draft_id=draft.pk)
    context = {
        **_frame(case, _("一次性补正告知书")),
        "notice": notice,
        "points": list(notice.points.all()),
        "begun": hasattr(notice, "working_copy"),
    }
    return render(request, "applications/correction.html", context)


def open_notice(case: Case) -> CorrectionNotice | None:
    """Return the notice that waits for the applicant, with its points."""
    return (
        case.correction_notices.filter(state=NoticeState.OPEN)
        .prefetch_related("points")
        .first()
    )


def _frame(case: Case, title: str) -> dict[str, Any]:
    return {
        "page": page_head(title),
        "case": case,
        "guide": guide_of(case.version),
        "errors": [],
    }


def _materials(case: Case) -> list[dict[str, Any]]:
    return [
        {
            "name": slot.name,
            "state": str(slot.get_state_display()),
            "note": slot.note,
            "files": [
                {
                    "name": file.name,
                    "size": size_words(file.size),
                    "scan": str(file.get_scan_display()),
                    "round": file.round,
                    "url": f"/my/cases/{case.pk}/files/{file.pk}/",
                }
                for file in slot.files.all()
            ],
        }
        for slot in case.slots.prefetch_related("files")
    ]


def _answers(case: Case) -> list[dict[str, str]]:
    submission = case.submissions.order_by("-round").first()
    answers = submission.answers if submission is not None else {}
    return [
        {"label": field["label"], "value": answer_words(field, answers[field["key"]])}
        for field in form_fields(guide_of(case.version)["online_form"])
        if field["key"] in answers
    ]


def _reason_fault(reason: str) -> str:
    if not reason:
        return _("写一下为什么撤回，一句话就可以")
    if len(reason) > LONGEST_REASON:
        return _("撤回原因最多 %(most)d 个字，现在有 %(length)d 个字") % {
            "most": LONGEST_REASON,
            "length": len(reason),
        }
    return ""
