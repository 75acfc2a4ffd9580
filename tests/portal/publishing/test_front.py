"""The application in front of Django answers as Django would, and only for files."""

from __future__ import annotations

import io
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment
from wsgiref.util import setup_testing_defaults

import pytest
from django.test import Client
from pytest_django import Settings

from portal.publishing.building import build_release
from portal.publishing.front import ReleaseFront
from portal.publishing.releases import Release
from tests.portal.publishing.samples import MemorySource

PAGE = "/guides/birth-cert/"
PASSED_ON = "418 from django"


class Answer:
    """What a server would send on."""

    def __init__(self) -> None:
        self.status = ""
        self.fields: dict[str, str] = {}
        self.body = b""


def behind(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response(PASSED_ON, [])
    return [b"from django"]


def ask(front: ReleaseFront, address: str, **environ: str) -> Answer:
    answer = Answer()

    def start_response(status: str, fields: list[tuple[str, str]]) -> None:
        answer.status = status
        answer.fields = dict(fields)
        assert len(answer.fields) == len(fields)

    given: WSGIEnvironment = {}
    setup_testing_defaults(given)
    given |= {"REQUEST_METHOD": "GET", "PATH_INFO": address, "wsgi.input": io.BytesIO()}
    body = front(given | environ, start_response)  # type: ignore[arg-type]
    answer.body = b"".join(body)
    close = getattr(body, "close", None)
    if close is not None:
        close()
    return answer


@pytest.fixture
def front(built: Release) -> ReleaseFront:
    return ReleaseFront(behind)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", PAGE, f"{PAGE}index.json", "/robots.txt"])
def test_file_has_status_body_and_headers_of_djangos_answer(
    front: ReleaseFront, address: str
) -> None:
    response = Client().get(address, headers={"accept-encoding": "gzip"})

    answer = ask(front, address, HTTP_ACCEPT_ENCODING="gzip")

    assert answer.status == "200 OK"
    assert answer.body == b"".join(response)
    assert answer.fields == dict(response.headers)


def test_known_part_and_head_are_answered(front: ReleaseFront) -> None:
    first = ask(front, PAGE)

    known = ask(front, PAGE, HTTP_IF_NONE_MATCH=first.fields["ETag"])
    part = ask(front, PAGE, HTTP_RANGE="bytes=0-14")
    head = ask(front, PAGE, REQUEST_METHOD="HEAD")

    assert (known.status, known.body) == ("304 Not Modified", b"")
    assert (part.status, part.body) == ("206 Partial Content", b"<!DOCTYPE html>")
    assert (head.status, head.body) == ("200 OK", b"")
    assert head.fields["Content-Length"] == str(len(first.body))


@pytest.mark.parametrize(
    ("address", "method"),
    [
        ("/search/", "GET"),
        ("/guides", "GET"),
        ("/guides/unknown/", "GET"),
        (f"{PAGE}index.html", "GET"),
        ("/../r000001.sqlite3", "GET"),
        ("/\xff\xfe", "GET"),
        (PAGE, "POST"),
        (PAGE, "OPTIONS"),
    ],
)
def test_what_is_not_reading_of_a_file_is_passed_on(
    front: ReleaseFront, address: str, method: str
) -> None:
    assert ask(front, address, REQUEST_METHOD=method).status == PASSED_ON


def test_release_switch_is_seen_at_once(
    front: ReleaseFront, source: MemorySource
) -> None:
    assert ask(front, PAGE).status == "200 OK"
    source.withdraw("matter", "birth-cert")

    build_release(source=source, workers=1)

    assert ask(front, PAGE).status == PASSED_ON


def test_plain_http_is_left_to_django_where_https_is_asked_for(
    built: Release, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 60
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    front = ReleaseFront(behind)

    assert ask(front, PAGE).status == PASSED_ON
    assert ask(front, PAGE, HTTP_X_FORWARDED_PROTO="http").status == PASSED_ON
    secure = ask(front, PAGE, HTTP_X_FORWARDED_PROTO="https")
    assert secure.status == "200 OK"
    told = secure.fields["Strict-Transport-Security"]
    assert told == "max-age=60; includeSubDomains"
