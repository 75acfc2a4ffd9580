"""The variants in a real browser: valid, accessible, large enough, readable."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import axe, vnu
from tests.browser.chromium import chromium
from tests.browser.static_server import serving
from tests.browser.variant_site import write_site

pytestmark = pytest.mark.browser

KINDS = ["home", "guides", "guide", "guide-catalogue", "hall", "notice", "topics"]
WIDTHS = (320, 768, 1280)
# Keys and links that stand alone; links inside a sentence are as high as its line.
TARGETS = (
    ".bar a,.bar label,.bar summary:not(.bar .modes[hidden] *),.nav a,.btn,"
    ".find button,.find input,.rows a,.life a,.letters a,.foot ul:not(.ids) a,.idle button"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    root = tmp_path_factory.mktemp("variants")
    return root, write_site(root, KINDS)


@pytest.fixture(scope="module")
def base(site: tuple[Path, list[str]]) -> Iterator[str]:
    with serving(site[0]) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def opened(browser: Browser, address: str, width: int = 768, **options: object) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        **options,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(address)
    return page


def test_checker_finds_nothing(site: tuple[Path, list[str]]) -> None:
    root, names = site
    messages = vnu.run_vnu([root / f"{name}.html" for name in names])
    assert len(names) > 18
    assert messages == [], vnu.describe(messages)


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, base: str, site: tuple[Path, list[str]], width: int
) -> None:
    page = opened(browser, base, width)
    for name in site[1]:
        page.goto(f"{base}/{name}.html")
        violations = axe.run_axe(page)
        assert violations == [], f"{name} {width}\n{axe.describe(violations)}"
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name} {width}"
    page.context.close()


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("variant", ["elder", "kiosk"])
def test_modes_of_the_system_work_in_a_variant(
    browser: Browser, base: str, variant: str, scheme: str
) -> None:
    page = opened(
        browser, f"{base}/guide-{variant}.html", 360, color_scheme=scheme,
        forced_colors="none", contrast="more", reduced_motion="reduce",
    )  # fmt: skip
    violations = axe.run_axe(page)
    assert violations == [], axe.describe(violations)
    page.emulate_media(forced_colors="active")
    assert page.get_by_role("heading", level=1).is_visible()
    page.context.close()


@pytest.mark.parametrize(
    ("name", "pixels", "least"),
    [
        ("guide", 18, 44), ("home", 18, 44), ("guide-elder", 24, 56),
        ("home-elder", 24, 56), ("guides-elder", 24, 56), ("guide-kiosk", 27, 72),
        ("home-kiosk", 27, 72), ("guides-kiosk", 27, 72),
    ],
)  # fmt: skip
def test_type_and_targets_are_large_enough(
    browser: Browser, base: str, name: str, pixels: int, least: int
) -> None:
    page = opened(browser, f"{base}/{name}.html")
    size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert size >= pixels - 0.1
    small = page.evaluate(
        """([selector, least]) => [...document.querySelectorAll(selector)]
        .filter(each => each.checkVisibility())
        .map(each => [each.textContent.trim() || each.id, each.getBoundingClientRect().height])
        .filter(([, height]) => height < least - 0.5)""",
        [TARGETS, least],
    )
    assert small == []
    page.context.close()


@pytest.mark.parametrize("name", ["home", "guide", "hall", "home-elder", "guide-elder"])
def test_text_has_seven_to_one(browser: Browser, base: str, name: str) -> None:
    page = opened(browser, f"{base}/{name}.html")
    page.evaluate(axe._source())
    found = page.evaluate("axe.run(document, {runOnly: ['color-contrast-enhanced']})")
    assert found["violations"] == [], axe.describe(found["violations"])
    page.context.close()


def test_very_large_type_works_without_script(browser: Browser, base: str) -> None:
    page = opened(browser, f"{base}/guide-elder.html", java_script_enabled=False)
    before = page.get_by_role("heading", level=1).bounding_box()
    page.get_by_label("特大字").check()
    after = page.get_by_role("heading", level=1).bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"]
    page.context.close()


def test_very_large_type_is_kept_on_the_next_page(browser: Browser, base: str) -> None:
    ready = ".modes:not([hidden])"
    page = opened(browser, f"{base}/guide-elder.html")
    page.locator(ready).wait_for(state="attached")
    page.get_by_label("特大字").check()
    page.goto(f"{base}/home-elder.html")
    page.locator(ready).wait_for(state="attached")
    assert page.get_by_label("特大字").is_checked()
    page.get_by_label("特大字").uncheck()
    kept = str(page.locator("html").get_attribute("class")).split()
    assert ("m-elder" in kept, "m-xl" in kept) == (True, False)
    page.context.close()


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("电话 0600-5551200", "电话 零六零零五五五幺二零零"),
        ("打 12345", "打 幺二三四五"),
        ("2026-11-01 起", "二零二六年11月1日 起"),
        ("周一至周五 9:00\u2060—\u206012:00、13:30\u2060—\u206017:30",
         "周一至周五 9点到12点、13点30分到17点30分"),
        ("2 个工作日", "两个工作日"),
        ("12 个工作日", "12 个工作日"),
        ("共 1,943 项", "共 1943 项"),
        ("8 号 1—3 层", "8 号 1到3 层"),
    ],
)  # fmt: skip
def test_numbers_and_dates_are_read_as_people_say_them(
    browser: Browser, base: str, site: tuple[Path, list[str]], written: str, spoken: str
) -> None:
    script = next((site[0] / "assets" / "js").glob("read-aloud.*.js"))
    page = opened(browser, f"{base}/guide-elder.html")
    said = page.evaluate(
        "async ([address, text]) => (await import(address)).spoken(text)",
        [f"/assets/js/{script.name}", written],
    )
    assert said == spoken
    page.context.close()


def test_terminal_asks_and_then_goes_home(browser: Browser, base: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.clock.install()
    page.goto(f"{base}/guide-kiosk.html")
    page.clock.run_for(95_000)
    dialog = page.get_by_role("dialog", name="您还在看吗？")
    assert dialog.is_visible()
    violations = axe.run_axe(page)
    assert violations == [], axe.describe(violations)
    page.get_by_role("button", name="继续看").click()
    assert not dialog.is_visible()
    page.clock.run_for(60_000)
    assert not dialog.is_visible()
    with page.expect_navigation(url="**/kiosk/"):
        page.clock.run_for(70_000)
    context.close()


def test_deadline_is_in_the_language_of_the_variant(
    browser: Browser, base: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.clock.set_fixed_time("2026-11-20T02:00:00Z")
    for name, sentence in (
        (
            "guide-hant",
            "今天 11 月 20 日（周五）受理，最遲 11 月 30 日（周一） 作出決定",
        ),
        (
            "guide-en",
            "Accepted today, 20 November (Friday), decided by 30 November (Monday)",
        ),
    ):
        page.goto(f"{base}/{name}.html")
        page.locator("[data-working-days] time").wait_for()
        assert page.locator("[data-working-days]").inner_text() == sentence
    context.close()
