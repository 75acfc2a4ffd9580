"""The pages that the portal makes on demand: valid, accessible, never too wide.

A journey is driven once; each page that it shows is checked as it stands there, with
real answers, errors and files in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.browser import axe, story, vnu
from tests.browser.chromium import chromium
from tests.browser.journey import Applicant, at_browser, password_of
from tests.integration.portal import RunningPortal

pytestmark = pytest.mark.browser

WIDTHS = (320, 1280)
# What the journey passes; a chapter that is dropped must not take its pages along.
KINDS = {
    "applicant",
    "apply start",
    "case decided",
    "case with correction",
    "check",
    "correction",
    "decision",
    "desk accept with errors",
    "desk case",
    "desk complete",
    "desk correction",
    "desk decide",
    "desk queue",
    "form step with errors",
    "login",
    "materials",
    "materials with errors",
    "my",
    "not found",
    "question with error",
    "receipt",
    "search",
    "search without hits",
    "signup",
    "track",
    "tracked",
    "upload with error",
}


class Inspection:
    """Keeps the source of each page that it is shown, and what axe says about it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: dict[str, list[str]] = {}
        self._documents: dict[Page, Response] = {}

    def watch(self, page: Page) -> None:
        """Remember the last document of a page, also one that answers a form."""

        def keep(response: Response) -> None:
            if response.request.is_navigation_request() and not (
                300 <= response.status < 400
            ):
                self._documents[page] = response

        page.on("response", keep)

    def look(self, name: str, page: Page) -> None:
        if name in self.faults:
            return
        source = self._documents[page].text()
        file = self.folder / f"{name.replace(' ', '-')}.html"
        file.write_text(source, encoding="utf-8")
        self.faults[name] = [
            fault for width in WIDTHS for fault in _faults_at(page, width)
        ]


def _faults_at(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    found = axe.describe(axe.run_axe(page)).splitlines()
    spill = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    if spill:
        found.append(f"scrolls sideways by {spill} px")
    return [f"{width} px: {each}" for each in found]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def inspection(
    browser: Browser,
    portal: RunningPortal,
    tmp_path_factory: pytest.TempPathFactory,
) -> Inspection:
    """Go through the journey once, with a look at each page."""
    seen = Inspection(tmp_path_factory.mktemp("pages"))
    password = password_of(portal.installation)
    story.live_through(browser, portal.url, password, look=seen.look, watch=seen.watch)
    with at_browser(
        browser, Applicant, portal.url, look=seen.look, watch=seen.watch
    ) as stranger:
        for name, path in (
            ("signup", "/accounts/signup/"),
            ("not found", "/guides/no-such-guide/"),
        ):
            stranger.open(path)
            stranger.look(name)
    return seen


def test_journey_passes_every_kind_of_page(inspection: Inspection) -> None:
    assert set(inspection.faults) == KINDS


def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    inspection: Inspection,
) -> None:
    faults = {name: found for name, found in inspection.faults.items() if found}
    assert faults == {}


def test_checker_finds_nothing(inspection: Inspection) -> None:
    messages = vnu.run_vnu(sorted(inspection.folder.glob("*.html")))
    assert messages == [], vnu.describe(messages)
