from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from portal.publishing.building import build_release
from portal.publishing.releases import Release, Releases
from portal.publishing.serving import ReleaseMiddleware
from tests.portal.publishing.samples import MemorySource

PAGE = "/guides/birth-cert/"


@pytest.fixture
def middleware(built: Release) -> ReleaseMiddleware:
    return ReleaseMiddleware(lambda _request: HttpResponse("from django", status=418))


def get(address: str, **headers: str) -> WSGIRequest:
    return RequestFactory().get(address, headers=headers)


def body(response: HttpResponse) -> bytes:
    return b"".join(response)


def test_page_is_served_from_its_folder(
    middleware: ReleaseMiddleware, built: Release
) -> None:
    response = middleware(get(PAGE))

    assert response.status_code == 200
    assert body(response) == (built.root / "guides/birth-cert/index.html").read_bytes()
    assert response["Content-Type"] == 'text/html; charset="utf-8"'
    assert response["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "text/html"),
        ("/guides/birth-cert/index.json", "application/json"),
        ("/sitemap.xml", "text/xml"),
        ("/robots.txt", "text/plain"),
        ("/data/guides.csv", "text/csv"),
        ("/data/guides.jsonl", "application/jsonl"),
        ("/data/catalog.jsonld", "application/ld+json"),
        ("/data/guides.schema.json", "application/json"),
        (
            "/data/guides.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("/404.html", "text/html"),
    ],
)
def test_every_kind_of_file_has_its_type(
    middleware: ReleaseMiddleware, address: str, kind: str
) -> None:
    response = middleware(get(address))

    assert response.status_code == 200
    assert response["Content-Type"].startswith(kind)
    body(response)


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_compressed_file_is_sent_to_who_takes_it(
    middleware: ReleaseMiddleware, built: Release, encoding: str
) -> None:
    sheet = next(built.root.glob("assets/css/site.*.css"))
    address = f"/{sheet.relative_to(built.root).as_posix()}"

    response = middleware(get(address, accept_encoding=encoding))

    assert response["Content-Encoding"] == encoding
    suffix = {"gzip": ".gz", "br": ".br"}[encoding]
    assert body(response) == Path(f"{sheet}{suffix}").read_bytes()


def test_assets_are_kept_for_ever(
    middleware: ReleaseMiddleware, built: Release
) -> None:
    asset = next(built.root.glob("assets/css/*.css"))

    response = middleware(get(f"/{asset.relative_to(built.root).as_posix()}"))

    assert response["Cache-Control"] == "max-age=31536000, public, immutable"
    body(response)


def test_known_entity_tag_is_answered_without_the_body(
    middleware: ReleaseMiddleware,
) -> None:
    first = middleware(get(PAGE))
    tag = first["ETag"]
    body(first)

    for sent in (tag, f'"other", W/{tag}', "*"):
        again = middleware(get(PAGE, if_none_match=sent))
        assert (again.status_code, body(again)) == (304, b"")
    other = middleware(get(PAGE, if_none_match='"other"'))
    assert other.status_code == 200
    body(other)


def test_not_modified_since_is_answered_without_the_body(
    middleware: ReleaseMiddleware,
) -> None:
    first = middleware(get(PAGE))
    modified = first["Last-Modified"]
    body(first)

    assert middleware(get(PAGE, if_modified_since=modified)).status_code == 304


def test_range_is_answered_in_part(
    middleware: ReleaseMiddleware, built: Release
) -> None:
    response = middleware(get(PAGE, range="bytes=0-14"))

    assert response.status_code == 206
    assert body(response) == b"<!DOCTYPE html>"
    size = (built.root / "guides/birth-cert/index.html").stat().st_size
    assert response["Content-Range"] == f"bytes 0-14/{size}"


def test_range_outside_the_file_is_refused(middleware: ReleaseMiddleware) -> None:
    assert middleware(get(PAGE, range="bytes=9999999-")).status_code == 416


def test_head_has_no_body(middleware: ReleaseMiddleware) -> None:
    response = middleware(RequestFactory().head(PAGE))

    assert response.status_code == 200
    assert int(response["Content-Length"]) > 1000
    assert body(response) == b""


def test_post_to_a_page_is_not_allowed(middleware: ReleaseMiddleware) -> None:
    response = middleware(RequestFactory().post(PAGE))

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/guides/birth-cert", "/guides/birth-cert/"),
        ("/guides?x=1&y=2", "/guides/?x=1&y=2"),
        ("/guides/birth-cert/index.html", "/guides/birth-cert/"),
    ],
)
def test_other_spelling_of_an_address_is_redirected(
    middleware: ReleaseMiddleware, address: str, target: str
) -> None:
    response = middleware(get(address))

    assert (response.status_code, response["Location"]) == (301, target)


@pytest.mark.parametrize(
    "address",
    [
        "/guides/../../r000001.sqlite3",
        "/../r000001.sqlite3",
        "/guides/%2e%2e/%2e%2e/r000001.sqlite3",
        "//guides/",
        "//evil.example",
        "/guides//birth-cert/",
        "/guides/birth-cert/index.html.gz",
        "/guides/birth-cert/./",
        "/guides\\birth-cert/",
        "/guides/%00",
        "/.scratch/",
        "/assets/",
        "/search/",
        "/guides/unknown/",
    ],
)
def test_what_is_not_a_file_is_passed_on(
    middleware: ReleaseMiddleware, address: str
) -> None:
    request = RequestFactory().generic("GET", "/")
    request.path_info = address.replace("%2e", ".").replace("%00", "\0")

    assert middleware(request).status_code == 418


def test_link_that_leaves_the_release_is_not_followed_by_dots(
    middleware: ReleaseMiddleware, built: Release
) -> None:
    (built.root.parent / "secret.txt").write_text("secret")
    request = RequestFactory().get("/")
    request.path_info = "/guides/../../secret.txt"

    assert middleware(request).status_code == 418


def test_replaced_file_is_seen_at_once(
    middleware: ReleaseMiddleware, built: Release
) -> None:
    path = built.root / "guides/birth-cert/index.html"
    first = middleware(get(PAGE))
    old = (first["ETag"], body(first))
    times = path.stat()
    for suffix, packed in ((".gz", gzip.compress(b"new")), ("", b"x" * len(old[1]))):
        new = path.with_name("new")
        new.write_bytes(packed)
        # The same second, the same size: only the inode tells.
        os.utime(new, ns=(times.st_atime_ns, times.st_mtime_ns))
        new.replace(Path(f"{path}{suffix}"))

    again = middleware(get(PAGE))

    assert body(again) == b"x" * len(old[1])
    assert again["ETag"] != old[0]


def test_release_switch_is_seen_at_once(
    middleware: ReleaseMiddleware, source: MemorySource, releases: Releases
) -> None:
    body(middleware(get(PAGE)))
    source.withdraw("matter", "birth-cert")

    build_release(source=source, workers=1)

    assert middleware(get(PAGE)).status_code == 418


def test_attachment_is_served_in_a_sandbox(
    middleware: ReleaseMiddleware, built: Release
) -> None:
    folder = built.root / "files"
    folder.mkdir()
    (folder / "form.html").write_text("<p>form</p>")

    response = middleware(get("/files/form.html"))

    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    body(response)


def test_nothing_built_yet_passes_everything_on(releases: Releases) -> None:
    middleware = ReleaseMiddleware(lambda _request: HttpResponse("from django"))

    assert middleware(get("/")).content == b"from django"


@pytest.mark.django_db
def test_unknown_address_gets_the_releases_page_with_a_search_form(
    built: Release, settings: Settings
) -> None:
    response = Client().get("/guides/unknown/")

    assert response.status_code == 404
    assert response.content == (built.root / "404.html").read_bytes()
    assert 'action="/search/"' in response.content.decode()


@pytest.mark.django_db
def test_unknown_address_without_a_release_says_so(releases: Releases) -> None:
    response = Client().get("/guides/unknown/")

    assert response.status_code == 404
    assert "没有这一页" in response.content.decode()


@pytest.mark.django_db
def test_static_answer_has_the_security_headers(built: Release) -> None:
    response = Client().get(PAGE)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    body(response)
