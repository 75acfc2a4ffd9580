"""The read API: published guides and records by query, for other people's front ends.

Everything here is public: any site may ask, nobody signs in. Whole lists are better
taken from the files below /data/.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Annotated, Any, Final

from django.db.models import JSONField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query
from ninja.decorators import decorate_view
from ninja.errors import Throttled, ValidationError
from ninja.throttling import AnonRateThrottle

from portal.finding.api_shapes import (
    Guide,
    Guides,
    Problem,
    Record,
    RecordKind,
    Records,
)
from portal.finding.criteria import cleaned_text
from portal.publishing.models import MatterVersion, RecordSnapshot
from portal.publishing.selectors import current_version
from search.service import SearchError, SearchRequest, search

_LARGEST_PAGE: Final = 100
_SECONDS: Final = 60
_PROBLEMS: Final = {422: Problem, 429: Problem}
# Records that name their department call the field so.
_DEPARTMENT_FIELDS: Final = {"theme": "lead_department", "article": "issuer"}
_MAX_AGE: Final = "public, max-age=0, must-revalidate"

PageNumber = Annotated[int, Query(ge=1, le=100_000, description="第几页")]
PageSize = Annotated[int, Query(ge=1, le=_LARGEST_PAGE, description="每页几条")]

api = NinjaAPI(
    title="政务服务公开数据接口",
    version="1.0.0",
    description="只读。返回的都是已经公布的内容;成批取用请下载 /data/ 的文件。",
    urls_namespace="read_api",
    throttle=[AnonRateThrottle("600/m")],
    docs_url="/docs/",
)


class NotPublished(Exception):
    """There is no such published record; the text says which was asked for."""


@api.exception_handler(NotPublished)
def _not_published(request: HttpRequest, error: NotPublished) -> HttpResponse:
    return _problem(request, HTTPStatus.NOT_FOUND, str(error))


@api.exception_handler(Throttled)
def _too_many(request: HttpRequest, _error: Throttled) -> HttpResponse:
    text = _("查询太频繁,请一分钟以后再试;成批取用请下载 /data/ 的文件。")
    answer = _problem(request, HTTPStatus.TOO_MANY_REQUESTS, text)
    answer["Retry-After"] = str(_SECONDS)
    return answer


@api.exception_handler(SearchError)
def _search_away(request: HttpRequest, _error: SearchError) -> HttpResponse:
    text = _("检索暂时用不了,请稍后再试;/data/guides.json 照常可以下载。")
    answer = _problem(request, HTTPStatus.SERVICE_UNAVAILABLE, text)
    answer["Retry-After"] = str(_SECONDS)
    return answer


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    told = [
        f"{'.'.join(map(str, each['loc'][1:]))}: {each['msg']}" for each in error.errors
    ]
    return _problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(told))


def _problem(request: HttpRequest, status: HTTPStatus, detail: str) -> HttpResponse:
    answer: HttpResponse = api.create_response(
        request, {"detail": detail}, status=status
    )
    return answer


def public(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let any site read an answer, and browsers ask whether it changed."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        if response.status_code != HTTPStatus.OK or not isinstance(
            response, HttpResponse
        ):
            return response
        response["Cache-Control"] = _MAX_AGE
        tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = tag
        known = request.headers.get("If-None-Match", "")
        if tag in (each.strip().removeprefix("W/") for each in known.split(",")):
            unchanged = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
            for name in ("Access-Control-Allow-Origin", "Cache-Control", "ETag"):
                unchanged[name] = response[name]
            return unchanged
        return response

    return answered


@api.get(
    "/guides/",
    response={200: Guides, 503: Problem, **_PROBLEMS},
    summary="查办事指南",
    operation_id="list_guides",
)
@decorate_view(public)
def list_guides(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=200, description="要找什么,可以是口语")] = "",
    department: Annotated[list[str] | None, Query(description="部门标识")] = None,
    topic: Annotated[list[str] | None, Query(description="主题,如 person:085")] = None,
    page: PageNumber = 1,
    page_size: PageSize = 20,
) -> dict[str, Any]:
    """Return guides, the best first; without a text those in force by their codes.

    Topics and more than one department narrow a text's result only.
    """
    del request
    text = cleaned_text(q)
    if not text:
        return _all_guides((department or [""])[0], page, page_size)
    chosen = {"department": tuple(department or ()), "topic": tuple(topic or ())}
    results = search(
        SearchRequest(
            text=text,
            filters={name: values for name, values in chosen.items() if values},
            page=page,
            page_size=page_size,
        )
    )
    return {
        "total": results.total,
        "page": results.page,
        "pages": results.page_count,
        "notice": results.notice,
        "items": [
            {
                "code": hit.code,
                "title": hit.title,
                "plain_name": hit.plain_name,
                "summary": hit.summary,
                "department": hit.department_key,
                "department_name": hit.department_name,
                "url": hit.url,
                "data": f"{hit.url}index.json",
            }
            for hit in results.hits
        ],
        "facets": {
            name: [
                {"value": each.value, "label": each.label, "count": each.count}
                for each in values
            ]
            for name, values in results.facets.items()
        },
    }


@api.get(
    "/guides/{code}/",
    response={200: Guide, 404: Problem, **_PROBLEMS},
    summary="取一份办事指南",
    operation_id="get_guide",
)
@decorate_view(public)
def get_guide(request: HttpRequest, code: str) -> dict[str, Any]:
    """Return the version of a guide that is in force."""
    del request
    version = current_version(code)
    if version is None:
        raise NotPublished(_("没有公布代码为“%s”的办事指南") % code)
    return {
        "code": version.code,
        "version": version.number,
        "published_at": version.effective_from.isoformat(),
        "matter": version.payload,
    }


@api.get(
    "/records/{kind}/",
    response={200: Records, **_PROBLEMS},
    summary="查权责清单、一件事、大厅、部门、清单、政策",
    operation_id="list_records",
)
@decorate_view(public)
def list_records(
    request: HttpRequest,
    kind: RecordKind,
    department: Annotated[str, Query(max_length=64, description="部门标识")] = "",
    page: PageNumber = 1,
    page_size: PageSize = 20,
) -> dict[str, Any]:
    """Return records of a kind in the order of their keys, of one department or all."""
    del request
    rows = RecordSnapshot.objects.filter(kind=kind)
    if department:
        field = _DEPARTMENT_FIELDS.get(kind, "department")
        rows = rows.annotate(told=Cast("payload_json", JSONField())).filter(
            **{f"told__{field}": department}
        )
    total = rows.count()
    start = (page - 1) * page_size
    found = rows.order_by("key").defer("digest")[start : start + page_size]
    return {
        "total": total,
        "page": page,
        "pages": max(1, math.ceil(total / page_size)),
        "items": [_told(row) for row in found],
    }


@api.get(
    "/records/{kind}/{key}/",
    response={200: Record, 404: Problem, **_PROBLEMS},
    summary="取一条记录",
    operation_id="get_record",
)
@decorate_view(public)
def get_record(request: HttpRequest, kind: RecordKind, key: str) -> dict[str, Any]:
    """Return one record."""
    del request
    row = RecordSnapshot.objects.filter(kind=kind, key=key).first()
    if row is None:
        raise NotPublished(_("没有公布编号为“%s”的记录") % key)
    return _told(row)


def _all_guides(department: str, page: int, page_size: int) -> dict[str, Any]:
    versions = MatterVersion.objects.filter(effective_to__isnull=True)
    if department:
        versions = versions.annotate(told=Cast("payload_json", JSONField())).filter(
            told__guide__department=department
        )
    total = versions.count()
    start = (page - 1) * page_size
    found = versions.order_by("code")[start : start + page_size]
    return {
        "total": total,
        "page": page,
        "pages": max(1, math.ceil(total / page_size)),
        "notice": "",
        "items": [_listed(version.payload) for version in found],
        "facets": {},
    }


def _listed(payload: dict[str, Any]) -> dict[str, Any]:
    guide = payload["guide"]
    return {
        "code": payload["code"],
        "title": guide["name"],
        "plain_name": guide["plain_name"],
        "summary": guide["summary"],
        "department": guide["department"],
        "department_name": guide["department_name"],
        "url": payload["url"],
        "data": f"{payload['url']}index.json",
    }


def _told(row: RecordSnapshot) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "key": row.key,
        "updated_at": row.updated_at.isoformat(),
        "record": row.payload,
    }
