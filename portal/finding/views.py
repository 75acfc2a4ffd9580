"""The citizens' search page and the suggestions below the search box."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.finding.criteria import Criteria, address, criteria_from_query
from portal.finding.limits import FEEDBACK, SEARCH, SUGGEST, limited
from portal.finding.listing import json_of, page_of, suggestions_json
from portal.finding.outcome import outcome_of
from portal.finding.query_log import query_log
from search.requests import LONGEST_TEXT
from search.service import SearchError, suggest

logger = logging.getLogger(__name__)

SUGGESTION_LIMIT = 8


@require_safe
@limited(SEARCH)
def find_guides(request: HttpRequest) -> HttpResponse:
    """Show the guides that match, as a page or, with `format=json`, as JSON."""
    criteria = criteria_from_query(request.GET)
    wants_json = request.GET.get("format") == "json"
    try:
        outcome = outcome_of(criteria)
    except SearchError as err:
        logger.error("search failed reason=%s", err)
        return _unavailable(request, criteria, wants_json=wants_json)
    if wants_json:
        return JsonResponse(json_of(outcome), json_dumps_params=_PLAIN)
    context = page_of(outcome)
    context["told"] = request.GET.get("told", "")
    return render(request, "finding/results.html", context)


@require_POST
@limited(FEEDBACK)
def take_feedback(request: HttpRequest) -> HttpResponse:
    """Count whether the results helped, and go back to them."""
    criteria = criteria_from_query(request.POST)
    answer = request.POST.get("helped", "")
    if settings.SEARCH_LEARNS and criteria.text and answer in _HELPED:
        query_log.note_feedback(criteria.text, found=_HELPED[answer])
    back = address(criteria, page=criteria.page)
    told = f"{'&' if '?' in back else '?'}told={answer}" if answer in _HELPED else ""
    return redirect(f"{back}{told}")


@require_safe
@limited(SUGGEST)
def suggest_guides(request: HttpRequest) -> HttpResponse:
    """Return completions of what is being typed; 503 when search does not answer.

    The browser takes them from its own small index then.
    """
    text = request.GET.get("q", "")
    try:
        suggestions = suggest(text, limit=SUGGESTION_LIMIT)
    except SearchError as err:
        logger.error("suggestions failed reason=%s", err)
        response = JsonResponse({"suggestions": []}, status=503)
        response["Cache-Control"] = "no-store"
        return response
    response = JsonResponse(suggestions_json(suggestions), json_dumps_params=_PLAIN)
    patch_cache_control(response, public=True, max_age=60)
    return response


_PLAIN = {"ensure_ascii": False}
_HELPED = {"yes": True, "no": False}


def _unavailable(
    request: HttpRequest, criteria: Criteria, *, wants_json: bool
) -> HttpResponse:
    reason = _(
        "没有可用的检索索引。请在服务器上运行 python manage.py rebuild_index 重建，"
        "完成后刷新本页；重建期间网站照常可读。"
    )
    if wants_json:
        return JsonResponse({"error": reason}, status=503, json_dumps_params=_PLAIN)
    context = {
        "page": {
            "title": _("搜索暂时用不了"),
            "description": _("搜索暂时用不了，办事指南照常可读。"),
            "column": _("政务服务"),
            "column_type": _("办事服务"),
            "noindex": True,
        },
        "reason": reason,
        "retry_url": address(criteria),
        "shown_text": criteria.text[:LONGEST_TEXT],
    }
    response = render(request, "finding/unavailable.html", context, status=503)
    response["Retry-After"] = "60"
    return response
