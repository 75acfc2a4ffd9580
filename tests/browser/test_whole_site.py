"""Every page of the built release is valid HTML; one of each kind is accessible."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import axe, vnu
from tests.browser.chromium import chromium
from tests.browser.static_server import serving
from tests.integration.portal import Installation

pytestmark = pytest.mark.browser

# Fewer would mean that a whole kind of page is missing from the release.
FEWEST_PAGES = 6_500
KINDS = {
    "home": "/",
    "guide": "/guides/food/",
    "catalogue guide": "/guides/m0042/",
    "notice": "/guides/food/notice/",
    "list of guides": "/guides/",
    "hall": "/halls/H-QU/",
    "department": "/departments/scj/",
    "topic": "/topics/company/010/",
    "questions": "/guides/food/list/",
    "own list": "/guides/food/list/small-pipe-no-no/",
    "places of a guide": "/guides/food/places/",
    "one-thing service": "/themes/YJS-001/",
    "power list": "/powers/",
    "regions": "/regions/",
    "map of the site": "/sitemap/",
    "brand kit": "/lists/brand-kit/",
    "list across districts": "/lists/legal-aid-city/",
    "themes for companies": "/themes/for/company/",
    "search without a server": "/search/",
    "errors without a server": "/report/",
    "guide in large type": "/elder/guides/food/",
    "guide at a terminal": "/kiosk/guides/food/",
    "guide in traditional characters": "/hant/guides/food/",
    "home in English": "/en/",
}
# 1 looks at every page of the site (some 40 minutes), 10 at every tenth.
EVERY = int(os.environ.get("PORTAL_AXE_EVERY", "0"))


@pytest.fixture(scope="module")
def release(demo_installation: Installation) -> Path:
    return (demo_installation.folder / "releases" / "current").resolve()


@pytest.fixture(scope="module")
def base(release: Path) -> Iterator[str]:
    with serving(release) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def test_checker_finds_nothing_on_any_page(release: Path) -> None:
    pages = sorted(release.rglob("*.html"))
    assert len(pages) >= FEWEST_PAGES
    messages = [
        each
        for each in vnu.run_vnu(pages)
        if each["type"] == "error" or not _is_attachment(each, release)
    ]
    assert messages == [], _describe(messages, release)


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser, base: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    faults = {}
    for kind, path in KINDS.items():
        answer = page.goto(base + path)
        assert answer is not None
        assert answer.status == 200, path
        violations = axe.run_axe(page)
        if violations:
            faults[kind] = axe.describe(violations)
        spill = page.evaluate(
            "document.documentElement.scrollWidth"
            " - document.documentElement.clientWidth"
        )
        assert spill == 0, f"{kind} at {width} px"
    context.close()
    assert faults == {}


def _is_attachment(message: vnu.Message, release: Path) -> bool:
    """Say whether a blank form or sample of an editor is meant, not a page of ours."""
    return f"/{release.name}/files/" in message.get("url", "")


def _describe(messages: list[vnu.Message], release: Path) -> str:
    """Return the first of the findings with the page's address."""
    return "\n".join(
        f"{each.get('url', '').partition(release.name)[2]}:"
        f"{each.get('lastLine')} {each.get('message')}"
        for each in messages[:20]
    )


@pytest.mark.skipif(not EVERY, reason="set PORTAL_AXE_EVERY, 1 for every page")
@pytest.mark.timeout(0)
def test_axe_finds_nothing_on_any_page(
    browser: Browser, base: str, release: Path
) -> None:
    context = browser.new_context(viewport={"width": 768, "height": 900})
    page = context.new_page()
    faults = {}
    pages = [file.relative_to(release).as_posix() for file in release.rglob("*.html")]
    for path in sorted(pages)[::EVERY]:
        # Samples of documents are shown as they were handed in.
        if path.startswith("files/"):
            continue
        page.goto(f"{base}/{path}")
        if violations := axe.run_axe(page):
            faults[path] = axe.describe(violations)
    context.close()
    assert faults == {}
