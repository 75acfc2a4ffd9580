"""A part of a list can be shown alone in a real browser, with scripts turned off."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from portal.theming.rendering import render
from tests.browser.chromium import chromium
from tests.browser.static_server import serving
from tests.browser.variant_site import write_files
from tests.theme_samples import sources

pytestmark = pytest.mark.browser


def shown(page: Page) -> list[str]:
    """Return the headings of the parts that can be seen."""
    parts = page.locator("section.part:visible h2").all()
    return [part.inner_text() for part in parts]


def test_part_is_shown_alone_until_the_whole_list_is_asked_for(tmp_path: Path) -> None:
    write_files(tmp_path)
    html = render(sources.page_kinds()["halls"])
    (tmp_path / "halls.html").write_text(html, encoding="utf-8")
    with serving(tmp_path) as base, chromium() as browser:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{base}/halls.html")
        every = shown(page)
        assert len(every) > 1

        page.get_by_role("link", name=every[1]).first.click()
        assert shown(page) == [every[1]]
        page.emulate_media(media="print")
        assert shown(page) == [every[1]]
        page.emulate_media(media="screen")

        page.get_by_role("link", name="全部").first.click()
        assert shown(page) == every
        # An address that was sent by somebody shows the same.
        page.goto(f"{base}/halls.html#level-5")
        assert len(shown(page)) == 1
        context.close()
