"""The citizens' search page and the suggestions below the search box."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.finding.criteria import PAGE_SIZE, Criteria, address, criteria_from_query
from portal.finding.leads import (
    near_phrases,
    pinned_hits,
    popular_texts,
    straight_links,
)
from portal.finding.listing import json_of, page_of
from portal.finding.nearby import nearest_topics, published_topics
from portal.finding.query_log import query_log
from portal.theming.contexts import Link
from search.requests import LONGEST_TEXT
from search.service import (
    SearchError,
    SearchRequest,
    SearchResults,
    search,
    suggest,
)

logger = logging.getLogger(__name__)

SUGGESTION_LIMIT = 8


@require_safe
def find_guides(request: HttpRequest) -> HttpResponse:
    """Show the guides that match, as a page or, with `format=json`, as JSON."""
    criteria = criteria_from_query(request.GET)
    wants_json = request.GET.get("format") == "json"
    counts = settings.SEARCH_LEARNS and bool(criteria.text) and criteria.page == 1
    try:
        criteria, results = _found(criteria)
    except SearchError as err:
        logger.error("search failed reason=%s", err)
        return _unavailable(request, criteria, wants_json=wants_json)
    if counts:
        query_log.note_search(
            criteria.text, total=results.total, took_ms=results.took_ms
        )
    if wants_json:
        return JsonResponse(json_of(criteria, results), json_dumps_params=_PLAIN)
    results = _with_pins(criteria, results)
    context = page_of(criteria, results)
    context["told"] = request.GET.get("told", "")
    if not results.hits:
        context["topics"] = nearest_topics(criteria.text, published_topics())
        context["near"] = _searches(near_phrases(criteria.text))
    if settings.SEARCH_LEARNS:
        context["straight"] = straight_links(criteria.text, results.hits)
        if not results.hits:
            context["popular"] = _searches(popular_texts())
    return render(request, "finding/results.html", context)


@require_POST
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
def suggest_guides(request: HttpRequest) -> JsonResponse:
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
    labels = {"guide": _("办事指南"), "phrase": _("搜索")}
    response = JsonResponse(
        {
            "suggestions": [
                {
                    "text": suggestion.text,
                    "url": suggestion.url,
                    "kind": suggestion.kind,
                    "kind_label": labels.get(suggestion.kind, ""),
                }
                for suggestion in suggestions
            ]
        },
        json_dumps_params=_PLAIN,
    )
    patch_cache_control(response, public=True, max_age=60)
    return response


_PLAIN = {"ensure_ascii": False}
_HELPED = {"yes": True, "no": False}


def _searches(texts: Iterable[str]) -> list[Link]:
    return [Link(url=address(Criteria(text=text)), name=text) for text in texts]


def _with_pins(criteria: Criteria, results: SearchResults) -> SearchResults:
    """Put the guides that staff pinned to the text first on its first page."""
    if not settings.SEARCH_LEARNS or criteria.page > 1 or criteria.filters:
        return results
    pins = pinned_hits(criteria.text)
    codes = {hit.code for hit in pins}
    others = [hit for hit in results.hits if hit.code not in codes]
    added = len(pins) + len(others) - len(results.hits)
    return replace(results, hits=(*pins, *others), total=results.total + added)


def _found(criteria: Criteria) -> tuple[Criteria, SearchResults]:
    """Return the results; a page after the last one becomes the last one."""
    results = _asked(criteria)
    if criteria.page <= results.page_count:
        return criteria, results
    remark = _("没有第 %(page)s 页，这里显示的是最后一页。") % {"page": criteria.page}
    last = replace(
        criteria,
        page=results.page_count,
        remarks=(*criteria.remarks, remark) if results.total else criteria.remarks,
    )
    return last, _asked(last)


def _asked(criteria: Criteria) -> SearchResults:
    return search(
        SearchRequest(
            text=criteria.text,
            filters=criteria.filters,
            page=criteria.page,
            page_size=PAGE_SIZE,
        )
    )


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
