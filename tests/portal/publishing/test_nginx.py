"""A real nginx with the printed configuration answers as the portal's own server does."""

from __future__ import annotations

import gzip
import http.client
import io
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.core.management import call_command
from django.test import RequestFactory

from portal.demo.load.servers import HOST, Server, start_nginx
from portal.publishing.building import build_release
from portal.publishing.releases import CURRENT, Release, Releases
from portal.publishing.serving import ReleaseFiles
from tests.portal.publishing.samples import MemorySource

PAGE = "/guides/birth-cert/"


class Dynamic(BaseHTTPRequestHandler):
    """Stands for the portal's own server: says what it was asked."""

    def do_GET(self) -> None:
        body = f"{self.command} {self.path} for {self.headers['Host']}".encode()
        self.send_response(418)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", "its own")
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_values: object) -> None:
        pass


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()


@pytest.fixture
def dynamic() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer((HOST, 0), Dynamic)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def served(
    nginx: str, built: Release, dynamic: ThreadingHTTPServer, tmp_path: Path
) -> Iterator[Server]:
    folder = tmp_path / "nginx"
    folder.mkdir()
    root = built.root.parent / CURRENT
    upstream = f"{HOST}:{dynamic.server_address[1]}"
    server = start_nginx(nginx, folder, root, upstream)
    yield server
    server.stop()


def ask(server: Server, address: str, method: str = "GET", **headers: str) -> Answer:
    connection = http.client.HTTPConnection(HOST, server.port, timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = b"x" if method == "POST" else None
    connection.request(method, address, body=body, headers=named)
    answer = Answer(connection.getresponse())
    connection.close()
    return answer


@pytest.mark.parametrize(
    "address",
    ["/", PAGE, f"{PAGE}index.json", "/sitemap.xml", "/robots.txt", "/404.html"],
)
def test_files_come_with_the_headers_of_the_portal(
    served: Server, built: Release, address: str
) -> None:
    answer = ask(served, address)
    own = ReleaseFiles(built.root).answer(RequestFactory().get(address), address)

    assert own is not None
    assert answer.status == 200
    assert answer.body == b"".join(own)
    for name in (
        "Cache-Control",
        "Content-Security-Policy",
        "X-Frame-Options",
        "Vary",
    ):
        assert answer.headers[name] == own.get(name), name
    kind = own["Content-Type"].replace('"', "")
    assert answer.headers["Content-Type"].replace('"', "") == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_compressed_file_is_sent_as_it_lies_there(
    served: Server, built: Release
) -> None:
    answer = ask(served, PAGE, Accept_Encoding="gzip")

    assert answer.headers["Content-Encoding"] == "gzip"
    page = built.root / "guides/birth-cert/index.html"
    assert answer.body == Path(f"{page}.gz").read_bytes()
    assert gzip.decompress(answer.body) == page.read_bytes()


def test_assets_are_kept_for_ever(served: Server, built: Release) -> None:
    asset = next(built.root.glob("assets/css/*.css"))

    answer = ask(served, f"/{asset.relative_to(built.root).as_posix()}")

    assert answer.headers["Cache-Control"] == "max-age=31536000, public, immutable"


def test_known_page_is_answered_without_the_body(served: Server) -> None:
    first = ask(served, PAGE)

    by_tag = ask(served, PAGE, If_None_Match=first.headers["ETag"])
    by_time = ask(served, PAGE, If_Modified_Since=first.headers["Last-Modified"])

    assert (by_tag.status, by_tag.body) == (304, b"")
    assert by_time.status == 304
    assert by_tag.headers["Cache-Control"] == "no-cache"
    assert ask(served, PAGE, If_None_Match='"other"').status == 200


def test_part_and_head_are_answered(served: Server) -> None:
    part = ask(served, PAGE, Range="bytes=0-14")
    head = ask(served, PAGE, "HEAD")

    assert (part.status, part.body) == (206, b"<!DOCTYPE html>")
    assert (head.status, head.body) == (200, b"")


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/guides", "/guides/"),
        ("/guides/birth-cert", PAGE),
        ("/guides?x=1&y=2", "/guides/?x=1&y=2"),
        ("/guides/birth-cert/index.html", PAGE),
    ],
)
def test_other_spelling_of_an_address_is_redirected(
    served: Server, address: str, target: str
) -> None:
    answer = ask(served, address)

    assert (answer.status, answer.headers["Location"]) == (301, target)


@pytest.mark.parametrize(
    "address",
    [
        "/search/?q=x",
        "/guides/unknown/",
        "/guides/unknown",
        "/guides/unknown/index.html",
        "/assets/",
        f"{PAGE}index.html.gz",
        "/.scratch/",
        "/admin/",
    ],
)
def test_what_is_not_a_file_is_passed_on(served: Server, address: str) -> None:
    answer = ask(served, address, Host="zwfw.example")

    assert answer.status == 418
    assert answer.body.decode() == f"GET {address} for zwfw.example"
    assert answer.headers.get_all("Content-Security-Policy") == ["its own"]


def test_form_is_passed_on(served: Server) -> None:
    answer = ask(served, "/apply/birth-cert/", "POST", Host="zwfw.example")

    assert answer.body == b"POST /apply/birth-cert/ for zwfw.example"


def test_address_above_the_release_is_refused(served: Server, built: Release) -> None:
    assert built.manifest_path.is_file()
    for address in ("/../r000001.sqlite3", "/guides/..%2f..%2fr000001.sqlite3"):
        assert ask(served, address).status in (400, 418)


def test_release_switch_is_seen_without_reload(
    served: Server, source: MemorySource, releases: Releases
) -> None:
    assert ask(served, PAGE).status == 200
    source.withdraw("matter", "birth-cert")

    build_release(source=source, workers=1)

    assert ask(served, PAGE).status == 418
    assert ask(served, "/guides/").status == 200


def test_portal_away_gives_the_releases_own_page(
    served: Server, built: Release, dynamic: ThreadingHTTPServer
) -> None:
    dynamic.shutdown()
    dynamic.server_close()

    answer = ask(served, "/my/")

    assert answer.status == 503
    assert answer.body == (built.root / "500.html").read_bytes()
    assert ask(served, PAGE).status == 200


def test_command_prints_the_configuration(releases: Releases) -> None:
    out = io.StringIO()

    call_command("nginx_config", "--listen", "8080", stdout=out)

    text = out.getvalue()
    assert f"root {releases.folder / CURRENT};" in text
    assert "listen 8080;" in text
    assert "gzip_static on;" in text
    assert "__" not in text


def test_search_goes_to_the_portal_while_it_answers(served: Server) -> None:
    answer = ask(served, "/search/?q=x")

    assert answer.status == 418
    assert answer.body.startswith(b"GET /search/?q=x")


def test_search_page_of_the_release_stands_in_when_the_portal_is_away(
    served: Server, built: Release, dynamic: ThreadingHTTPServer
) -> None:
    dynamic.shutdown()
    dynamic.server_close()

    answer = ask(served, "/search/?q=x")

    assert answer.status == 503
    assert answer.body == (built.root / "search/index.html").read_bytes()
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert ask(served, "/search/index.html").headers["Location"] == "/search/"
    assert ask(served, "/search/shards/names-0.json").status == 200
    reporting = ask(served, "/report/?page=/guides/food/")
    assert reporting.status == 503
    assert reporting.body == (built.root / "report/index.html").read_bytes()
    assert ask(served, "/report/index.html").headers["Location"] == "/report/"
