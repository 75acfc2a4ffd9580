"""A release in a bucket: order, headers, only changes, and who is told of them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from threading import Thread
from typing import Any

import boto3
import pytest
from django.core.management import CommandError, call_command
from moto import mock_aws
from pytest_django import Settings

from portal.publishing.building import build_release
from portal.publishing.errors import PurgeFailed
from portal.publishing.object_store import S3Bucket
from portal.publishing.purging import addresses_of, purge
from portal.publishing.releases import Release, Releases
from portal.publishing.syncing import sync
from portal.publishing.uploading import STATE_KEY, StoredObject, upload
from tests.portal.publishing.samples import MemorySource

ADDRESS = "s3://portal/site"
PAGE = "guides/birth-cert/index.html"
TOLD: list[list[str]] = []


def told_by_call(addresses: list[str]) -> None:
    TOLD.append(addresses)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        made = boto3.client("s3")
        made.create_bucket(Bucket="portal")
        yield made


@pytest.fixture
def purged(settings: Settings) -> Iterator[list[list[str]]]:
    """What a receiver was told by POST."""
    received: list[list[str]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append(json.loads(body))
            self.send_response(500 if self.path == "/broken" else 204)
            self.end_headers()

        def log_message(self, *_values: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.PORTAL_PURGE_URL = f"http://127.0.0.1:{server.server_address[1]}/purge"
    yield received
    server.shutdown()
    server.server_close()


class Recording(S3Bucket):
    """A bucket that remembers in which order it was changed."""

    acts: list[tuple[str, str]]

    def put(self, stored: StoredObject) -> None:
        self.acts.append(("put", stored.key))
        super().put(stored)

    def remove(self, key: str) -> None:
        self.acts.append(("remove", key))
        super().remove(key)


def recording(client: Any) -> Recording:
    bucket = Recording(client, "portal", "site")
    bucket.acts = []
    return bucket


def keys(client: Any) -> set[str]:
    pages = client.get_paginator("list_objects_v2").paginate(Bucket="portal")
    return {
        each["Key"].removeprefix("site/") for page in pages for each in page["Contents"]
    }


def run(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("upload_site", "--to", ADDRESS, "--json", *arguments, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_every_output_is_uploaded_with_its_headers(client: Any, built: Release) -> None:
    with built.open_manifest() as manifest:
        paths = manifest.paths()

    report = run()

    assert report["uploaded"] == len(paths)
    assert keys(client) == paths | {STATE_KEY}
    page = client.get_object(Bucket="portal", Key=f"site/{PAGE}")
    assert page["Body"].read() == (built.root / PAGE).read_bytes()
    assert page["ContentType"] == "text/html; charset=utf-8"
    assert page["CacheControl"] == "no-cache"
    assert "ContentEncoding" not in page
    asset = next(path for path in paths if path.endswith(".css"))
    found = client.head_object(Bucket="portal", Key=f"site/{asset}")
    assert found["CacheControl"] == "max-age=31536000, public, immutable"
    assert found["ContentType"] == "text/css; charset=utf-8"


@pytest.mark.usefixtures("built")
def test_text_may_be_stored_compressed(client: Any, releases: Releases) -> None:
    run()

    again = run("--gzip")

    assert again["kept"] == 0
    page = client.get_object(Bucket="portal", Key=f"site/{PAGE}")
    assert page["ContentEncoding"] == "gzip"
    root = releases.require_current().root
    assert gzip.decompress(page["Body"].read()) == (root / PAGE).read_bytes()


def test_assets_come_before_pages_and_pages_before_lists(
    client: Any, built: Release
) -> None:
    bucket = recording(client)

    upload(built, bucket)

    order = [key for act, key in bucket.acts if act == "put"]
    last_asset = max(i for i, key in enumerate(order) if key.startswith("assets/"))
    pages = [i for i, key in enumerate(order) if key.startswith("guides/")]
    assert last_asset < min(pages)
    assert max(pages) < order.index("index.html")
    assert order[-1] == STATE_KEY


@pytest.mark.usefixtures("built")
def test_only_changes_are_sent_and_removals_come_last(
    client: Any, source: MemorySource, releases: Releases
) -> None:
    upload(releases.require_current(), recording(client))
    source.withdraw("matter", "birth-cert")
    sync(source=source, workers=1)
    bucket = recording(client)

    report = upload(releases.require_current(), bucket)

    assert PAGE in report.removed
    assert PAGE not in keys(client)
    assert "guides/index.html" in report.uploaded
    assert not [path for path in report.uploaded if path.startswith("assets/")]
    acts = [act for act, key in bucket.acts if key != STATE_KEY]
    assert acts == sorted(acts)
    nothing = upload(releases.require_current(), recording(client))
    assert (nothing.uploaded, nothing.removed) == ([], [])


def test_asset_that_is_gone_stays_for_one_upload(client: Any, built: Release) -> None:
    bucket = recording(client)
    upload(built, bucket)
    state = json.loads(bucket.get(STATE_KEY) or b"")
    state["tags"]["assets/old.css"] = "x"
    for key, body in (
        (STATE_KEY, json.dumps(state).encode()),
        ("assets/old.css", b"x"),
    ):
        client.put_object(Bucket="portal", Key=f"site/{key}", Body=body)

    assert upload(built, bucket).removed == []
    assert "assets/old.css" in keys(client)
    assert upload(built, bucket).removed == ["assets/old.css"]
    assert "assets/old.css" not in keys(client)


def test_state_that_cannot_be_read_sends_everything_again(
    client: Any, built: Release
) -> None:
    first = run()
    client.put_object(Bucket="portal", Key=f"site/{STATE_KEY}", Body=b"{broken")

    assert run()["uploaded"] == first["uploaded"]


@pytest.mark.usefixtures("built", "client")
def test_cache_is_told_of_changed_and_related_addresses(
    source: MemorySource, purged: list[list[str]]
) -> None:
    run()
    purged.clear()
    source.withdraw("matter", "birth-cert")
    build_release(source=source, workers=1)

    run()

    told = [address for chunk in purged for address in chunk]
    for address in (
        "/guides/birth-cert/",
        "/guides/birth-cert",
        "/guides/birth-cert/index.json",
        "/guides/",
        "/",
        "/sitemap.xml",
    ):
        assert address in told
    assert "/privacy/" not in told
    purged.clear()
    run()
    assert purged == []


@pytest.mark.usefixtures("built", "client")
def test_refused_purge_is_told_again_with_the_next_upload(
    settings: Settings, purged: list[list[str]]
) -> None:
    right = settings.PORTAL_PURGE_URL
    settings.PORTAL_PURGE_URL = right.replace("/purge", "/broken")
    with pytest.raises(CommandError, match="answered 500"):
        run()
    purged.clear()
    settings.PORTAL_PURGE_URL = right

    report = run()

    assert report["uploaded"] == 0
    assert "/guides/birth-cert/" in {each for chunk in purged for each in chunk}


def test_function_is_told_at_most_so_many_at_once(settings: Settings) -> None:
    TOLD.clear()
    settings.PORTAL_PURGE_CALL = f"{__name__}.told_by_call"

    assert purge([f"/{number}/" for number in range(1200)]) == 1200
    assert [len(each) for each in TOLD] == [500, 500, 200]


@pytest.mark.parametrize(
    ("url", "call", "words"),
    [
        ("ftp://cdn.example/", "", "expected an http"),
        ("http://127.0.0.1:1/", "", "did not take"),
        ("", "portal.no.such", "dotted name"),
    ],
)
def test_receiver_that_is_not_there_is_named(
    settings: Settings, url: str, call: str, words: str
) -> None:
    settings.PORTAL_PURGE_URL, settings.PORTAL_PURGE_CALL = url, call

    with pytest.raises(PurgeFailed, match=words):
        purge(["/"])


def test_home_page_has_its_own_spellings() -> None:
    assert addresses_of(["index.html", "robots.txt"]) == [
        "/",
        "/index.html",
        "/robots.txt",
    ]


@pytest.mark.usefixtures("built")
def test_address_of_another_kind_is_refused() -> None:
    with pytest.raises(CommandError, match="s3://bucket/prefix"):
        call_command("upload_site", "--to", "ftp://portal/site")


def test_upload_without_a_release_says_how_to_build_one(releases: Releases) -> None:
    with pytest.raises(CommandError, match="build_site"):
        call_command("upload_site", "--to", ADDRESS)
