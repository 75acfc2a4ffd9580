"""The signed-in person's own page: what waits, drafts, cases."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.pages import page_head
from portal.accounts.policy import staff_of
from portal.applications.selectors import guide_of, open_drafts_of
from portal.applications.views.access import person
from portal.cases.models import Case, Phase
from portal.cases.selectors import cases_of
from portal.theming.formats import cn_date
from portal.theming.paging import page_window

CASES_PER_PAGE = 20


@never_cache
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the person's drafts and cases, those that wait for him or her first."""
    user = person(request)
    pages = Paginator(cases_of(user), CASES_PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    drafts = [
        {
            "draft": draft,
            "name": guide_of(draft.version)["name"],
            "for": draft.organisation.name if draft.organisation else "",
        }
        for draft in open_drafts_of(user)
    ]
    context = {
        "page": page_head(_("我的办件")),
        "person": user,
        "works_here": staff_of(user) is not None,
        "drafts": drafts,
        "waiting": [case for case in shown if case.phase == Phase.CORRECTION],
        "rows": [_row(case) for case in shown],
        "total": pages.count,
        "window": page_window(
            shown.number, pages.num_pages, lambda number: f"/my/?page={number}"
        ),
        "several": pages.num_pages > 1,
    }
    return render(request, "applications/home.html", context)


def _row(case: Case) -> dict[str, list[dict[str, str]]]:
    applicant = case.organisation.name if case.organisation else ""
    state = str(case.get_phase_display())
    if case.outcome:
        state = f"{state}（{case.get_outcome_display()}）"
    return {
        "cells": [
            {"text": case.title, "url": f"/my/cases/{case.pk}/", "note": applicant},
            {"text": case.number},
            {"text": cn_date(case.filed_at)},
            {"text": state},
        ]
    }
