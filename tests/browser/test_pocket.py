"""Finding guides in the browser while no server answers: the whole catalogue.

nginx serves the files of the demo release; nothing listens behind it.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from search.relevance import ndcg
from tests.browser import axe
from tests.browser.chromium import chromium
from tests.integration.portal import PROJECT, Installation

pytestmark = pytest.mark.browser

SEARCH = PROJECT / "fixtures" / "search"
WIDTHS = (320, 768, 1280)
LEAST_NDCG = 0.75
ASK_ALL = """async (texts) => {
  const place = document.getElementById("pocket");
  const { Pocket, load } = await import(place.dataset.module);
  const heads = Array.from({ length: Number(place.dataset.shards) }, (_, number) =>
    load(`names-${number}`));
  const pocket = new Pocket(heads, () => {});
  await pocket.complete();
  return texts.map((text) => pocket.search(text, 20).map(({ code }) => code));
}"""


@pytest.fixture(scope="module")
def release(demo_installation: Installation) -> Path:
    return (demo_installation.folder / "releases" / "current").resolve()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_ranking_is_good_without_a_server(
    page: Page, demo_site: str, release: Path
) -> None:
    queries = list(rows("queries-dev.tsv"))
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows("qrels-dev.tsv"):
        grades[row["query_id"]][row["matter_id"]] = int(row["grade"])
    listed = json.loads((release / "data" / "guides.json").read_bytes())["matters"]
    sources = {matter["code"]: matter["source_id"] for matter in listed}
    page.goto(f"{demo_site}/search/")

    found = page.evaluate(ASK_ALL, [row["query"] for row in queries])

    scores = [
        ndcg(
            [sources[code] for code in codes if sources[code]], grades[row["query_id"]]
        )
        for row, codes in zip(queries, found, strict=True)
        if grades[row["query_id"]]
    ]
    assert len(queries) == 60
    assert sum(scores) / len(scores) >= LEAST_NDCG


@pytest.mark.parametrize("width", WIDTHS)
def test_search_page_lists_guides_with_their_facts(
    browser: Browser, demo_site: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{demo_site}/search/?q=食品经营许可证新办")
    page.get_by_text("最相关的").wait_for()

    first = page.locator("#pocket li.hit").first
    assert "食品经营许可" in first.inner_text()
    assert "工作日" in first.locator(".meta").inner_text()
    assert first.locator("mark").count() > 0
    assert page.locator("#q").input_value() == "食品经营许可证新办"
    violations = axe.run_axe(page)
    assert violations == [], axe.describe(violations)
    assert too_wide(page) == 0
    first.get_by_role("link").click()
    page.wait_for_url("**/guides/*/")
    context.close()


def test_search_page_says_so_when_it_finds_nothing(page: Page, demo_site: str) -> None:
    page.goto(f"{demo_site}/search/?q=qwxzvbnm")
    page.get_by_text("没有找到“qwxzvbnm”").wait_for()
    assert page.locator("#pocket li").count() == 0


def test_markup_in_the_text_stays_text(page: Page, demo_site: str) -> None:
    page.goto(f"{demo_site}/search/?q=%3Cimg src=x onerror=alert(1)%3E 身份证")
    page.get_by_text("相近的").or_(page.get_by_text("最相关的")).first.wait_for()
    assert page.locator("#pocket img").count() == 0


def test_suggestions_are_taken_by_keyboard(page: Page, demo_site: str) -> None:
    page.goto(demo_site)
    box = page.locator("#q")
    box.press_sequentially("身份证补")
    page.get_by_role("option").first.wait_for()
    page.wait_for_load_state("networkidle")
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "q-list-0"
    violations = axe.run_axe(page)
    assert violations == [], axe.describe(violations)
    box.press("Enter")
    page.wait_for_url("**/guides/*/")


def test_without_script_letters_lead_to_all_guides(
    browser: Browser, demo_site: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{demo_site}/search/?q=身份证")
    assert not page.locator("#pocket").is_visible()
    page.get_by_role("navigation", name="按首字母找").get_by_role(
        "link", name="J", exact=True
    ).click()
    page.wait_for_url("**/guides/page-*/#letter-J")
    assert page.locator("#letter-J a[href^='/guides/']").count() > 10
    context.close()


def rows(name: str) -> Iterator[dict[str, Any]]:
    with (SEARCH / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t")


def too_wide(page: Page) -> int:
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width
