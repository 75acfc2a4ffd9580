"""The whole way in a real browser: searched, applied, corrected, decided, proven."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import story
from tests.browser.chromium import chromium
from tests.browser.journey import Applicant, at_browser, password_of
from tests.integration.portal import RunningPortal

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "no-scripts"])
def test_applicant_gets_from_search_to_decision(
    browser: Browser, portal: RunningPortal, script: bool
) -> None:
    receipt = story.live_through(
        browser, portal.url, password_of(portal.installation), script=script
    )
    assert receipt.number
    archive = portal.installation.report("verify_archive")
    assert archive["ok"], archive
    assert archive["cases"] >= 1


def test_home_suggests_guides_while_typing(
    browser: Browser, portal: RunningPortal
) -> None:
    with at_browser(browser, Applicant, portal.url) as citizen:
        citizen.open("/")
        box = citizen.page.locator("main").get_by_role("combobox")
        box.press_sequentially("开饭店")
        # A server that is slow to start is stood in for by the index in the browser.
        name = re.compile(r"开饭店办食品证|食品经营许可\(餐饮服务\)")
        wanted = citizen.page.get_by_role("option", name=name).first
        expect(wanted).to_be_visible(timeout=15_000)
        expect(box).to_have_attribute("aria-expanded", "true")
        citizen.go(wanted)
        expect(citizen.page).to_have_url(re.compile("/guides/food/$"))
