"""Every kind of static page in a real browser: valid, accessible, never too wide."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route
from pypdf import PdfReader

from portal.publishing.search_shards import shard_outputs
from portal.scenarios.situations import file_situations
from portal.theming.contexts import PageSource
from portal.theming.rendering import render
from tests.browser import axe, vnu
from tests.browser.chromium import chromium
from tests.browser.static_server import serving
from tests.browser.variant_site import write_files
from tests.theme_samples import payloads, sources

pytestmark = pytest.mark.browser

KINDS = sorted(sources.page_kinds())
WIDTHS = (320, 768, 1280)
MODES = ("m-elder", "m-elder m-xl", "m-contrast", "m-dark")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site: one page of every kind, the assets, the calendar."""
    root = tmp_path_factory.mktemp("site")
    write_files(root)
    for kind, source in sources.page_kinds().items():
        (root / f"{kind}.html").write_text(render(source), encoding="utf-8")
    shards = root / "search" / "shards"
    shards.mkdir(parents=True)
    for path, _renderer, arguments in shard_outputs():
        if path.endswith(".json"):
            empty = "[]" if "number" in arguments else '{"simplified":"","requests":[]}'
            (root / path).write_text(empty)
    return root


@pytest.fixture(scope="module")
def base(folder: Path) -> Iterator[str]:
    with serving(folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def too_wide(page: Page) -> int:
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


def test_checker_finds_nothing_on_any_kind(folder: Path) -> None:
    messages = vnu.run_vnu(sorted(folder.glob("*.html")))
    assert messages == [], vnu.describe(messages)


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, base: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    problems: list[str] = []
    page.on(
        "console",
        lambda note: (
            problems.append(note.text) if note.type in {"error", "warning"} else None
        ),
    )
    page.on("pageerror", lambda error: problems.append(str(error)))
    for kind in KINDS:
        page.goto(f"{base}/{kind}.html")
        violations = axe.run_axe(page)
        assert violations == [], f"{kind} {width}\n{axe.describe(violations)}"
        assert too_wide(page) == 0, f"{kind} {width}"
    assert problems == []
    context.close()


@pytest.mark.parametrize("mode", MODES)
def test_display_modes_keep_contrast_and_width(
    browser: Browser, base: str, mode: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 900})
    context.add_init_script(f"localStorage.setItem('portal-mode', '{mode}')")
    page = context.new_page()
    for kind in ("home", "guide", "notice", "styleguide"):
        page.goto(f"{base}/{kind}.html")
        violations = axe.run_axe(page)
        assert violations == [], f"{kind} {mode}\n{axe.describe(violations)}"
        assert too_wide(page) == 0, f"{kind} {mode}"
    context.close()


def test_display_mode_is_kept_on_the_next_page(page: Page, base: str) -> None:
    page.goto(f"{base}/home.html")
    page.get_by_text("显示设置").first.click()
    page.get_by_role("button", name="大字", exact=True).click()
    page.goto(f"{base}/guide.html")
    assert "m-elder" in str(page.locator("html").get_attribute("class"))


def test_without_script_page_reads_the_same_and_controls_are_absent(
    browser: Browser, base: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/guide.html")
    assert page.get_by_text("自受理之日起 6 个工作日内作出决定").first.is_visible()
    assert not page.get_by_text("显示设置").first.is_visible()
    assert page.get_by_role("link", name="在线申请").is_visible()
    context.close()


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        # Friday; the seventh to the last working day of an ordinary fortnight.
        ("2026-11-20T02:00:00Z", "11 月 30 日（周一）"),
        # Late evening of 29 September in Shanghai is still the 29th: 30 September,
        # then the holidays to 7 October, then 8, 9 and the make-up Saturday.
        ("2026-09-29T15:30:00Z", "10 月 13 日（周二）"),
    ],
)
def test_deadline_is_computed_from_the_calendar(
    page: Page, base: str, today: str, shown: str
) -> None:
    page.clock.set_fixed_time(today)
    page.goto(f"{base}/guide.html")
    page.locator("[data-working-days] time").wait_for()
    assert page.locator("[data-working-days] time").inner_text() == shown


def test_deadline_beyond_the_calendar_stays_in_words(page: Page, base: str) -> None:
    page.clock.set_fixed_time("2026-12-29T02:00:00Z")
    with page.expect_response("**/data/calendar.json"):
        page.goto(f"{base}/guide.html")
    page.wait_for_load_state("networkidle")
    text = page.locator("[data-working-days]").inner_text()
    assert text == "自受理之日起 6 个工作日内作出决定"


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2026-11-20T02:00:00Z", "现在开门，到 12:00"),
        ("2026-11-20T00:30:00Z", "现在不开，今天 9:00 开"),
        ("2026-11-20T10:00:00Z", "现在不开，11 月 21 日（周六）9:00 开"),
        ("2026-11-21T02:00:00Z", "现在开门，到 12:00：周六上午预约服务，仅限个人事项"),
        # The hall tells its days of closing; of a Saturday to work on nothing is told.
        ("2026-10-01T02:00:00Z", "今天放假，10 月 8 日（周四）9:00 开"),
        ("2026-10-10T02:00:00Z", "今天是调休上班日，开不开请先打电话问"),
    ],
)
def test_hall_tells_whether_it_is_open_now(
    page: Page, base: str, now: str, shown: str
) -> None:
    page.clock.set_fixed_time(now)
    page.goto(f"{base}/hall.html")
    page.locator("[data-open]:not([hidden])").first.wait_for()
    assert page.locator("[data-open]").first.inner_text() == shown


def test_day_beyond_the_calendar_is_not_judged(page: Page, base: str) -> None:
    page.clock.set_fixed_time("2027-01-04T02:00:00Z")
    with page.expect_response("**/data/calendar.json"):
        page.goto(f"{base}/hall.html")
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-open]").first.is_hidden()


def test_chosen_street_comes_first_on_the_next_page(page: Page, base: str) -> None:
    page.goto(f"{base}/places.html")
    page.locator("a[data-street='990101003']").click()
    page.goto(f"{base}/places.html")
    groups = page.locator("[data-streets] > section")
    assert groups.first.get_attribute("id") == "street-990101003"


def test_suggestions_are_a_combobox_by_keyboard(page: Page, base: str) -> None:
    answer = {
        "suggestions": [
            {"text": "食品经营许可", "url": "/guide.html"},
            {"text": "小餐饮登记", "url": "/guides.html"},
        ]
    }
    page.route("**/search/suggest/**", lambda route: route.fulfill(json=answer))
    page.goto(f"{base}/home.html")
    box = page.locator("#q")
    box.press_sequentially("kaican")
    page.get_by_role("option").nth(1).wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    violations = axe.run_axe(page)
    assert violations == [], axe.describe(violations)
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "q-list-0"
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    box.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    box.press_sequentially("x")
    page.get_by_role("option").first.wait_for()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/guide.html")


def test_script_of_a_part_is_fetched_after_the_page_is_painted(
    page: Page, base: str
) -> None:
    page.add_init_script(
        "addEventListener('load', () => { window.loadedAt = performance.now(); });"
    )
    page.goto(f"{base}/guide.html")
    page.locator("#q0[role=combobox]").wait_for(state="attached")
    page.locator("[data-working-days] time").wait_for()
    early = page.evaluate(
        "performance.getEntriesByType('resource')"
        ".filter(({ name, startTime }) => name.endsWith('.js')"
        " && startTime < window.loadedAt).map(({ name }) => name.split('/').at(-1))"
    )
    assert early == []


def test_who_types_before_the_page_is_loaded_gets_suggestions(
    page: Page, base: str
) -> None:
    answer = {"suggestions": [{"text": "食品经营许可", "url": "/guide.html"}]}
    page.route("**/search/suggest/**", lambda route: route.fulfill(json=answer))
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/late.svg", hold)
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () =>"
        " document.body.append(Object.assign(new Image(), { src: '/late.svg' })));"
    )
    page.goto(f"{base}/home.html", wait_until="domcontentloaded")
    box = page.locator("#q")
    box.press_sequentially("开餐")
    page.get_by_role("option").first.wait_for()
    assert page.evaluate("document.readyState") == "interactive"
    for route in held:
        route.abort()


def test_failing_suggestions_leave_the_search_field_working(
    page: Page, base: str
) -> None:
    page.route("**/search/suggest/**", lambda route: route.fulfill(status=503))
    page.goto(f"{base}/home.html")
    with page.expect_response("**/search/suggest/**"):
        page.locator("#q").press_sequentially("开")
    page.locator("#q").press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q="))


def test_recent_searches_stay_on_the_device_and_can_be_cleared(
    page: Page, base: str
) -> None:
    page.goto(f"{base}/home.html")
    page.locator("#q").fill("落户")
    # What is sent before the script is there is not remembered.
    page.locator("#q[role=combobox]").press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q="))
    page.goto(f"{base}/home.html")
    box = page.locator("#q[role=combobox]")
    box.focus()
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "q-list-0"
    assert page.get_by_role("option").first.inner_text().startswith("落户")
    violations = axe.run_axe(page)
    assert violations == [], axe.describe(violations)
    box.press("ArrowUp")
    box.press("ArrowUp")
    box.press("Enter")
    box.press("ArrowDown")
    assert page.get_by_role("option").count() == 0
    assert page.evaluate("localStorage.getItem('portal-recent')") == "[]"


def test_first_tab_reaches_the_skip_link(page: Page, base: str) -> None:
    page.goto(f"{base}/guide.html")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_guides_and_sheets_print_on_two_pages(
    page: Page, base: str, folder: Path
) -> None:
    codes = payloads.guide_codes()
    longest = sorted(codes, key=lambda code: len(json.dumps(_guide_of(code))))[-6:]
    printed = {
        **{f"guide-{code}": sources.guide(code) for code in longest},
        **{f"notice-{code}": sources.notice(code) for code in codes},
        **{f"own-list-{code}": _longest_list(code) for code in codes},
    }
    for name, source in printed.items():
        file = folder / f"print-{name}.html"
        file.write_text(render(source), encoding="utf-8")
        page.goto(f"{base}/{file.name}")
        file.unlink()
        pdf = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        assert len(pdf.pages) <= 2, name


def _guide_of(code: str) -> dict[str, Any]:
    guide: dict[str, Any] = payloads.guide_payload(code)["guide"]
    return guide


def _longest_list(code: str) -> PageSource:
    """Return the list of a guide with the most materials."""
    lists = file_situations(_guide_of(code))
    longest = max(lists, key=lambda each: len(each.result.required))
    return sources.own_list(code, longest.code)
