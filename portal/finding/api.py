"""The read API: published guides and records by query, for other people's front ends.

Everything here is public: any site may ask, nobody signs in. Only a draft needs a link
that its editor made. Whole lists are better taken from the files below /data/.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query
from ninja.decorators import decorate_view

from portal.editing.draft_links import draft_of
from portal.finding import api_search
from portal.finding.api_answers import (
    NotPublished,
    answers,
    api,
    declared,
    secret,
    tagged,
)
from portal.finding.api_shapes import Guide, Guides, Record, RecordKind, Records
from portal.finding.criteria import cleaned_text
from portal.publishing.history.reading import (
    LiveRecord,
    live_guide,
    live_guides,
    live_record,
    live_records,
)
from search.service import SearchRequest, search

_LARGEST_PAGE: Final = 100
# Databases refuse texts with this sign.
_NO_NUL: Final = r"^[^\x00]*$"

PageNumber = Annotated[int, Query(ge=1, le=100_000, description="第几页")]
PageSize = Annotated[int, Query(ge=1, le=_LARGEST_PAGE, description="每页几条")]
Key = Annotated[str, Path(max_length=255, pattern=_NO_NUL, description="编号")]
Token = Annotated[
    str, Path(max_length=100, pattern=_NO_NUL, description="草稿数据链接的凭证")
]
Department = Annotated[
    str, Query(max_length=64, pattern=_NO_NUL, description="部门标识")
]


@api.get(
    "/guides/",
    response=answers(Guides, HTTPStatus.SERVICE_UNAVAILABLE),
    openapi_extra=declared(HTTPStatus.SERVICE_UNAVAILABLE),
    summary="查办事指南",
    operation_id="list_guides",
)
@decorate_view(tagged)
def list_guides(
    request: HttpRequest,
    q: Annotated[
        str, Query(max_length=200, pattern=_NO_NUL, description="要找什么,可以是口语")
    ] = "",
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
    response=answers(Guide, HTTPStatus.NOT_FOUND),
    openapi_extra=declared(),
    summary="取一份办事指南",
    operation_id="get_guide",
)
@decorate_view(tagged)
def get_guide(request: HttpRequest, code: Key) -> dict[str, Any]:
    """Return the version of a guide that is in force."""
    del request
    guide = live_guide(code)
    if guide is None:
        raise NotPublished(_("没有公布代码为“%s”的办事指南") % code)
    return {
        "code": guide.code,
        "version": guide.number,
        "published_at": guide.published_at,
        "matter": guide.payload,
    }


@api.get(
    "/records/{kind}/",
    response=answers(Records),
    openapi_extra=declared(),
    summary="查权责清单、一件事、大厅、部门、清单、政策",
    operation_id="list_records",
)
@decorate_view(tagged)
def list_records(
    request: HttpRequest,
    kind: RecordKind,
    department: Department = "",
    page: PageNumber = 1,
    page_size: PageSize = 20,
) -> dict[str, Any]:
    """Return records of a kind in the order of their keys, of one department or all."""
    del request
    start = (page - 1) * page_size
    total, found = live_records(
        kind, department=department, start=start, amount=page_size
    )
    return {
        "total": total,
        "page": page,
        "pages": max(1, math.ceil(total / page_size)),
        "items": [_told(row) for row in found],
    }


@api.get(
    "/records/{kind}/{key}/",
    response=answers(Record, HTTPStatus.NOT_FOUND),
    openapi_extra=declared(),
    summary="取一条记录",
    operation_id="get_record",
)
@decorate_view(tagged)
def get_record(request: HttpRequest, kind: RecordKind, key: Key) -> dict[str, Any]:
    """Return one record."""
    del request
    row = live_record(kind, key)
    if row is None:
        raise NotPublished(_("没有公布编号为“%s”的记录") % key)
    return _told(row)


@api.get(
    "/drafts/{token}/",
    response=answers(Guide, HTTPStatus.NOT_FOUND, HTTPStatus.GONE, has_tag=False),
    openapi_extra=declared(has_tag=False),
    summary="凭链接取一份还没有公布的办事指南",
    operation_id="get_draft",
    url_name="get_draft",
)
@decorate_view(secret)
def get_draft(request: HttpRequest, token: Token) -> dict[str, Any]:
    """Return a draft as the guide that it would be if it were published now.

    Editors make the link; it ends with its time, with the draft's next change or
    publication, or by hand. Answers are not to be stored.
    """
    del request
    return draft_of(token)


def _all_guides(department: str, page: int, page_size: int) -> dict[str, Any]:
    start = (page - 1) * page_size
    total, found = live_guides(department=department, start=start, amount=page_size)
    return {
        "total": total,
        "page": page,
        "pages": max(1, math.ceil(total / page_size)),
        "notice": "",
        "items": [_listed(guide.payload) for guide in found],
        "facets": {},
    }


def _listed(payload: Mapping[str, Any]) -> dict[str, Any]:
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


def _told(row: LiveRecord) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "key": row.key,
        "updated_at": row.since.isoformat(),
        "record": row.payload,
    }


__all__ = ["api", "api_search"]
