"""The map of the site for people, and the way to report an error from every page."""

from __future__ import annotations

import re

import pytest

from portal.publishing.building import build_release
from portal.publishing.releases import Release, Releases
from portal.publishing.syncing import sync
from tests.portal.publishing.samples import MemorySource, district


@pytest.fixture
def source() -> MemorySource:
    return district(guides=2, halls=1)


@pytest.fixture
def built(releases: Releases, source: MemorySource) -> Release:
    build_release(source=source, workers=1)
    return releases.require_current()


def text(release: Release, path: str) -> str:
    return (release.root / path).read_text(encoding="utf-8")


def links(page: str) -> set[str]:
    main = page.partition("<main")[2].partition("</main>")[0]
    return set(re.findall(r'href="(/[^"#]*)"', main))


def test_site_map_leads_to_each_column_topic_department_and_list(
    built: Release, source: MemorySource
) -> None:
    page = text(built, "sitemap/index.html")
    found = links(page)
    expected = {
        f"/{page.parent.relative_to(built.root).as_posix()}/"
        for pattern in ("departments/*/index.html", "topics/*/*/index.html")
        for page in built.root.glob(pattern)
    }
    assert len(expected) > 2
    assert expected <= found
    assert {"/guides/", "/halls/", "/powers/", "/lists/zero/", "/report/"} <= found
    assert f"<b>{len(source.codes())}<small>" in page

    edited = source.matter("birth-cert")
    edited["guide"]["faq"] = [{"question": "要带什么？", "answer": "身份证。"}]
    source.put("matter", "birth-cert", edited)
    written = sync(source=source).written
    assert "guides/birth-cert/index.html" in written
    assert "sitemap/index.html" not in written


def test_every_page_leads_to_the_report_of_its_own_errors(built: Release) -> None:
    for address in ("/", "/guides/birth-cert/", "/sitemap/", "/halls/"):
        page = text(built, f"{address[1:]}index.html")
        assert 'href="/sitemap/"' in page
        assert f'href="/report/?page={address}"' in page
    large = text(built, "elder/guides/birth-cert/index.html")
    assert 'href="/report/?page=/guides/birth-cert/"' in large
    assert 'href="/report/"' in text(built, "404.html")

    # Without a server the page there says whom to call.
    page = text(built, "report/index.html")
    assert "<form" not in page.partition("<main")[2]
    assert 'href="tel:12345"' in page
    assert '<meta name="robots" content="noindex">' in page
