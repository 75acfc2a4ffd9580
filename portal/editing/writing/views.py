"""The page of an unfinished guide that helps to write it."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access

from content.models import LegalArticle, MatterPage, StandardMaterial
from content.payloads import guide_from_page
from portal.editing.writing.cases import case_table
from portal.editing.writing.parts import (
    PARTS,
    NothingToTake,
    take_from_libraries,
    take_parts,
)

_FOUND: Final = 20


@require_admin_access
def help_writing(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer parts of other guides and rows of the libraries; take what is chosen."""
    page = _editable(request, pk)
    if request.method == "POST":
        _take(request, page)
        return redirect("writing:help", pk)
    text = request.GET.get("q", "").strip()
    wanted = request.GET.get("law", "").strip()
    sample = request.GET.get("sample", "").strip()
    context = {
        "page": page,
        "text": text,
        "law": wanted,
        "sample": sample,
        "samples": _samples(page, sample)[:_FOUND],
        "parts": [(name, part.label) for name, part in PARTS.items()],
        "papers": _papers(text)[:_FOUND] if text else (),
        "clauses": _clauses(wanted)[:_FOUND] if wanted else (),
    }
    return TemplateResponse(request, "writing/help.html", context)


@require_admin_access
def show_cases(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every combination of answers of the newest draft with its materials."""
    page = _editable(request, pk)
    table = case_table(guide_from_page(page.get_latest_revision_as_object()))
    context = {"page": page, "table": table}
    return TemplateResponse(request, "writing/cases.html", context)


def _take(request: HttpRequest, page: MatterPage) -> None:
    user: Any = request.user
    try:
        if "source" in request.POST:
            taken = take_parts(
                page,
                get_object_or_404(MatterPage.objects.live(), pk=request.POST["source"]),
                request.POST.getlist("part"),
                user,
                replace=request.POST.get("replace") == "on",
            )
        else:
            papers = request.POST.getlist("paper")
            taken = take_from_libraries(
                page, papers, request.POST.getlist("clause"), user
            )
    except NothingToTake as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已存成草稿,加入 %d 行") % taken)


def _editable(request: HttpRequest, pk: int) -> MatterPage:
    page = get_object_or_404(MatterPage, pk=pk)
    user: Any = request.user
    tester = page.permissions_for_user(user)
    if not tester.can_edit() or tester.page_locked():
        raise PermissionDenied
    return page


def _samples(page: MatterPage, text: str) -> QuerySet[MatterPage]:
    """Return public guides like the page, or those that a text names."""
    guides: QuerySet[MatterPage] = (
        MatterPage.objects.live().filter(kind="guide").exclude(pk=page.pk)
    )
    if text:
        named = Q(title__icontains=text) | Q(plain_name__icontains=text)
        return guides.filter(named | Q(slug__icontains=text)).order_by("title")
    return guides.filter(matter_type=page.matter_type).order_by("title")


def _papers(text: str) -> QuerySet[StandardMaterial]:
    named = Q(name__icontains=text) | Q(other_names__icontains=text)
    return StandardMaterial.objects.filter(named | Q(code__icontains=text)).order_by(
        "name"
    )


def _clauses(text: str) -> QuerySet[LegalArticle]:
    found: QuerySet[LegalArticle] = LegalArticle.objects.select_related("legal_text")
    for word in text.split():
        found = found.filter(
            Q(legal_text__title__icontains=word)
            | Q(legal_text__doc_no__icontains=word)
            | Q(article__icontains=word)
            | Q(text__icontains=word)
        )
    return found.order_by("legal_text__title", "sort_order")
