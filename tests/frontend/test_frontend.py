"""A front end on another site shows guides and a draft from the read API alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from content.models import MatterPage
from portal.accounts.models import User
from portal.editing.draft_links import make_link
from tests.browser.chromium import chromium
from tests.browser.static_server import serving
from tests.portal.finding.published import publish_site

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

HERE = Path(__file__).parent
SLUGS = ("elder-allowance", "id-reissue", "marriage")
SECRET = "<b>尚未公布</b>的新名称"


@dataclass(frozen=True, slots=True)
class Site:
    """The front end at its own address, asking the API of another one."""

    browser: Browser
    address: str
    api: str
    token: str

    def shown(self, **asked: str) -> Page:
        """Return a page of the front end, ready."""
        page = self.browser.new_page()
        query = urlencode({"api": self.api, **asked})
        page.goto(f"{self.address}/index.html?{query}")
        page.wait_for_selector("main[data-ready]")
        return page


@pytest.fixture
def site(live_server: LiveServer, tmp_path: Path, settings: Settings) -> Iterator[Site]:
    """Three guides are published; one of them has a draft with a link."""
    cache.clear()
    publish_site(settings, tmp_path, *SLUGS)
    page = MatterPage.objects.get(slug="marriage")
    page.title = SECRET
    page.save_revision()
    _link, token = make_link(User.objects.create_superuser("administrator"), page.pk)
    policy = f"default-src 'none'; script-src 'self'; connect-src {live_server.url}"
    with serving(HERE, policy) as address, chromium() as browser:
        yield Site(browser, address, live_server.url, token)


def test_front_end_is_made_from_the_api_alone(site: Site) -> None:
    listed = site.shown()
    rows = listed.locator("ol.guides li")
    assert rows.count() == len(SLUGS)
    assert "云溪区民政局" in rows.nth(0).inner_text()

    listed.locator("a[href*='guide=id-reissue']").click()
    listed.wait_for_selector("main[data-ready] h2")
    assert "身份证" in listed.locator("h1").inner_text()
    assert "40元/证" in listed.locator(".fee").inner_text()

    guide = site.shown(guide="elder-allowance")
    assert guide.locator("h1").inner_text() == "高龄老年人津贴申领(首次申请)"
    assert guide.locator(".limit").inner_text() == "5 个工作日"
    assert guide.locator(".fee").inner_text() == "不收费"
    assert "老人居民身份证（必要）" in guide.locator(".materials li").all_inner_texts()

    draft = site.shown(draft=site.token)
    assert draft.locator("h1").inner_text() == SECRET, "a name is text, never HTML"
    assert "尚未公布" in draft.locator(".draft").inner_text()
    assert draft.locator(".materials li").count() > 0
    assert site.shown(guide="marriage").locator("h1").inner_text() != SECRET

    for asked in ({"guide": "nobody"}, {"draft": "forged"}):
        refused = site.shown(**asked).get_by_role("alert").inner_text()
        assert refused.startswith("没有")
