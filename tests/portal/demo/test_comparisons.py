"""What is compared really does the same work: the same pages, the same text."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from pytest_django import Settings

from content.models import MatterPage
from portal.demo.benchmarks import serving
from portal.demo.benchmarks.bakery import measure_bakery
from portal.demo.benchmarks.equal_pages import measure_equal_pages
from portal.demo.benchmarks.hugo import hugo_program
from portal.demo.load.servers import start_whitenoise
from portal.publishing.building import build_release
from portal.publishing.releases import Releases
from portal.publishing.services import publish_pages
from portal.publishing.source import DatabaseSource
from tests.factories import content
from tests.portal.publishing.samples import district


def words(path: Path) -> str:
    """The text that a reader sees, without blanks and the width of punctuation."""
    body = path.read_text(encoding="utf-8").partition("<body")[2]
    body = re.sub(r"<script.*?</script>", "", body, flags=re.DOTALL)
    text = html.unescape(re.sub(r"<[^>]+>", "", f"<body{body}"))
    return re.sub(r"[\W_]+", "", text)


@pytest.fixture
def published(db: None) -> None:
    for number in range(3):
        content.catalogue_matter(f"m{number:04}", title=f"事项{number}")
    publish_pages([*MatterPage.objects.live(), content.department()])


@pytest.mark.usefixtures("published")
def test_missing_hugo_is_said_and_gives_no_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PORTAL_HUGO", raising=False)
    monkeypatch.setenv("PATH", "")

    told = measure_equal_pages(DatabaseSource(), tmp_path, 1)

    assert told["hugo_pages_per_second_without_compression"] is None
    assert "PORTAL_HUGO" in told["hugo_note"]
    assert told["equal_pages_per_second_with_compression"] > 0
    assert list((tmp_path / "packed0").rglob("*.gz"))
    assert not list((tmp_path / "plain0").rglob("*.gz"))


@pytest.mark.skipif(hugo_program() is None, reason="set PORTAL_HUGO, or install hugo")
@pytest.mark.usefixtures("published")
def test_hugo_writes_the_text_of_our_guides(tmp_path: Path) -> None:
    told = measure_equal_pages(DatabaseSource(), tmp_path, 1)

    assert told["ratio_to_hugo_with_compression"] > 0
    for number in range(3):
        page = f"guides/m{number:04}/index.html"
        ours = words(tmp_path / "plain0/site" / page)
        assert words(tmp_path / "hugo0/public" / page) == ours


@pytest.mark.usefixtures("published")
def test_bakery_writes_as_many_guides_and_leaves_no_trace(
    tmp_path: Path, settings: Settings
) -> None:
    settings.STATIC_ROOT = tmp_path
    before = MatterPage.serve

    told = measure_bakery(tmp_path, 1)

    assert told["guides"] == 3
    assert told["ratio_to_bakery"] > 0
    assert MatterPage.serve is before
    baked = next((tmp_path / "bakery0").rglob("m0000/index.html"))
    ours = words(tmp_path / "own0/site/guides/m0000/index.html")
    assert words(baked)[:200] == ours[:200]


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="reads Linux's /proc")
def test_load_is_counted_and_answers_are_compared_with_the_files(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RELEASES_DIR = tmp_path / "releases"
    build_release(source=district(), workers=1)
    built = Releases.configured().require_current()
    monkeypatch.setattr(serving, "ROUND_SECONDS", 0.3)
    addresses = serving.sampled_addresses(built)
    server = start_whitenoise(built.root)
    try:
        told = serving._rounds([server], addresses, built, 1)
    finally:
        server.stop()

    assert told["whitenoise_requests_per_second"] > 0
    assert told["whitenoise_p50_ms"] <= told["whitenoise_p99_ms"]
    assert told["whitenoise_rss_mib"] > 5
