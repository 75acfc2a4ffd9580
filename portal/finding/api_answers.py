"""What every answer of the read API has in common: its errors, tag and declaration.

An answer of any status is declared in the OpenAPI document, and every error is one JSON
object with the reason, also where no operation was reached.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import Throttled, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.throttling import AnonRateThrottle

from portal.editing.draft_links import DraftGone, DraftUnknown
from portal.finding.api_matter import described
from portal.finding.api_shapes import Problem
from portal.publishing.history.reading import live_number
from portal.publishing.releases import NUMBER_FIELD
from search.errors import SearchError

PREFIX: Final = "/api/v1/"
_JSON: Final = "application/json"
_SECONDS: Final = 60
_MAX_AGE: Final = "public, max-age=0, must-revalidate"
_READING: Final = "GET, HEAD, OPTIONS"

_TEXT: Final = {"schema": {"type": "string"}}
_TAG: Final = {"ETag": {"description": "内容的标记", "required": True, **_TEXT}}
_RETRY: Final = {
    "Retry-After": {
        "description": "多少秒以后再试",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    }
}
_ALLOW: Final = {"Allow": {"description": "可以用的方法", "required": True, **_TEXT}}
_NUMBER: Final = {
    NUMBER_FIELD: {
        "description": "内容所属的发布版本,见 /releases/",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    }
}
_HEADERS: Final[Mapping[int, Mapping[str, Any]]] = {
    HTTPStatus.OK: _TAG | _NUMBER,
    HTTPStatus.NOT_MODIFIED: _TAG | _NUMBER,
    HTTPStatus.METHOD_NOT_ALLOWED: _ALLOW,
    HTTPStatus.TOO_MANY_REQUESTS: _RETRY,
    HTTPStatus.SERVICE_UNAVAILABLE: _RETRY,
}
_KNOWN_TAG: Final = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "上次得到的 ETag;内容没有变就只回答 304",
    "schema": {"type": "string"},
}
# Django and the server refuse a broken request before it reaches an operation.
_EVERYWHERE: Final = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.TOO_MANY_REQUESTS,
)


class ReadApi(NinjaAPI):
    """The API with a document that says what a matter is."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**options)
        described(document)
        return document


api = ReadApi(
    title="政务服务公开数据接口",
    version="1.2.0",
    description=(
        "只读。返回的都是已经公布的内容,只有凭链接读的草稿除外;"
        "成批取用请下载 /data/ 的文件。"
    ),
    urls_namespace="read_api",
    throttle=[AnonRateThrottle("600/m")],
    docs_url="/docs/",
)


class NotPublished(Exception):
    """There is no such published record; the text says which was asked for."""


@api.exception_handler(NotPublished)
def _not_published(request: HttpRequest, error: NotPublished) -> HttpResponse:
    return problem(request, HTTPStatus.NOT_FOUND, str(error))


@api.exception_handler(DraftUnknown)
def _no_draft(request: HttpRequest, error: DraftUnknown) -> HttpResponse:
    return problem(request, HTTPStatus.NOT_FOUND, str(error))


@api.exception_handler(DraftGone)
def _draft_gone(request: HttpRequest, error: DraftGone) -> HttpResponse:
    return problem(request, HTTPStatus.GONE, str(error))


@api.exception_handler(Throttled)
def _too_many(request: HttpRequest, _error: Throttled) -> HttpResponse:
    text = _("查询太频繁,请一分钟以后再试;成批取用请下载 /data/ 的文件。")
    answer = problem(request, HTTPStatus.TOO_MANY_REQUESTS, text)
    answer["Retry-After"] = str(_SECONDS)
    return answer


@api.exception_handler(SearchError)
def _search_away(request: HttpRequest, _error: SearchError) -> HttpResponse:
    text = _("检索暂时用不了,请稍后再试;/data/guides.json 照常可以下载。")
    answer = problem(request, HTTPStatus.SERVICE_UNAVAILABLE, text)
    answer["Retry-After"] = str(_SECONDS)
    return answer


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    told = [
        f"{'.'.join(map(str, each['loc'][1:]))}: {each['msg']}" for each in error.errors
    ]
    return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(told))


def problem(request: HttpRequest, status: HTTPStatus, detail: str) -> HttpResponse:
    """Return an error with its reason."""
    answer: HttpResponse = api.create_response(
        request, {"detail": detail}, status=status
    )
    return answer


def answers(shape: type, *others: HTTPStatus, has_tag: bool = True) -> dict[int, Any]:
    """Return the shapes of an operation's answers by status, for its declaration.

    `others` are errors besides those that any operation may give; answers with a tag
    need not be sent again.
    """
    problems = {int(status): Problem for status in (*_EVERYWHERE, *others)}
    unchanged = {304: None} if has_tag else {}
    return {200: shape, **unchanged, **problems}


def declared(*others: HTTPStatus, has_tag: bool = True) -> dict[str, Any]:
    """Return what the document tells of an operation besides `answers`."""
    with_tag = (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED) if has_tag else ()
    return {
        "parameters": [dict(_KNOWN_TAG)] if has_tag else [],
        "responses": {
            int(status): {"headers": dict(_HEADERS[status])}
            for status in (*with_tag, *_EVERYWHERE, *others)
            if status in _HEADERS
        },
    }


def tagged(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let browsers ask whether an answer has changed."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code != HTTPStatus.OK or not isinstance(
            response, HttpResponse
        ):
            return response
        response["Cache-Control"] = _MAX_AGE
        response[NUMBER_FIELD] = str(live_number())
        tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = tag
        known = request.headers.get("If-None-Match", "").split(",")
        if {tag, "*"} & {each.strip().removeprefix("W/") for each in known}:
            unchanged = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
            del unchanged["Content-Type"]
            for name in ("Cache-Control", "ETag", NUMBER_FIELD):
                unchanged[name] = response[name]
            return unchanged
        return response

    return answered


def secret(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Keep an answer, of whatever status, out of caches and of search engines."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return answered


class ReadApiMiddleware:
    """Gives any site every answer below the API's address, errors as JSON objects.

    HEAD is answered as GET is; servers leave the body out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        if "Access-Control-Request-Method" in request.headers:
            response = HttpResponse(status=HTTPStatus.NO_CONTENT)
            response["Allow"] = _READING
        else:
            response = self._answered(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = _READING
        response["Access-Control-Allow-Headers"] = "If-None-Match"
        response["Access-Control-Expose-Headers"] = f"ETag, {NUMBER_FIELD}, Retry-After"
        return response

    def _answered(self, request: HttpRequest) -> HttpResponse:
        asked = request.method
        if asked == "HEAD":
            request.method = "GET"
        response = self.get_response(request)
        request.method = asked
        told = response.headers.get("Content-Type", "").partition(";")[0]
        if response.status_code >= HTTPStatus.BAD_REQUEST and told != _JSON:
            reason = {"detail": _reason(response.status_code)}
            response.content = json.dumps(reason, ensure_ascii=False).encode()
            response["Content-Type"] = _JSON
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response["Allow"] = _READING
        return response


def _reason(status: int) -> str:
    if status == HTTPStatus.NOT_FOUND:
        return _("没有这个地址;有哪些地址见 /api/v1/openapi.json")
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return _("这个接口只读,请用 GET")
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return _("请求不合格式,请对照 /api/v1/openapi.json 改正后再试")
    return _("出了故障,请稍后再试;/data/ 的文件照常可以下载")
