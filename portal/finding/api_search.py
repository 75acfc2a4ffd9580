"""The read API's search: what the search page shows, for other people's front ends."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Final

from django.http import HttpRequest
from ninja import Query
from ninja.decorators import decorate_view

from portal.finding.api_answers import answers, api, declared, tagged
from portal.finding.api_shapes import Found, SearchQuery, Suggestions
from portal.finding.criteria import Criteria, cleaned_text, filters_from
from portal.finding.limits import SEARCH, SUGGEST, SearchThrottle
from portal.finding.listing import json_of, suggestions_json
from portal.finding.outcome import outcome_of
from search.requests import LONGEST_TEXT
from search.service import suggest

_MOST_SUGGESTIONS: Final = 20


@api.get(
    "/search/",
    response=answers(Found, HTTPStatus.SERVICE_UNAVAILABLE),
    openapi_extra=declared(HTTPStatus.SERVICE_UNAVAILABLE),
    summary="搜办事指南,同搜索页",
    operation_id="search_guides",
    throttle=[SearchThrottle(SEARCH)],
)
@decorate_view(tagged)
def search_guides(request: HttpRequest, asked: Query[SearchQuery]) -> dict[str, Any]:
    """Return what the search page shows: hits, facets, and the ways on from there.

    Variants of one matter stand under its first hit; a page after the last is the last.
    """
    del request
    criteria = Criteria(
        text=cleaned_text(asked.q),
        filters=filters_from(lambda name: getattr(asked, name) or ()),
        order=asked.sort,
        page=asked.page,
    )
    return json_of(outcome_of(criteria, page_size=asked.page_size))


@api.get(
    "/suggest/",
    response=answers(Suggestions, HTTPStatus.SERVICE_UNAVAILABLE),
    openapi_extra=declared(HTTPStatus.SERVICE_UNAVAILABLE),
    summary="边输边提示",
    operation_id="suggest_guides",
    throttle=[SearchThrottle(SUGGEST)],
)
@decorate_view(tagged)
def suggest_guides(
    request: HttpRequest,
    q: Annotated[
        str, Query(max_length=LONGEST_TEXT, description="已经输入的字、拼音或首字母")
    ] = "",
    limit: Annotated[int, Query(ge=1, le=_MOST_SUGGESTIONS, description="几条")] = 8,
) -> dict[str, Any]:
    """Return guides and phrases that begin so."""
    del request
    return suggestions_json(suggest(q, limit=limit))
