"""What people come for, by links from the first page, on a site of files alone.

With scripts, without them, and with nothing but the keyboard; then the pages on the way
in a small window and with the spacing that a reader may ask for.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import chromium
from tests.browser.journey import Applicant, at_browser
from tests.browser.keyboard import WAYS, WAYS_IN_WORDS
from tests.browser.static_server import serving
from tests.integration.portal import Installation

pytestmark = pytest.mark.browser

FRIDAY_AT_TEN = "2026-11-20T02:00:00Z"
MAIN_PAGES = (
    "/",
    "/guides/food/",
    "/guides/food/list/small-pipe-no-no/",
    "/guides/food/notice/",
    "/guides/elder-allowance/places/",
    "/themes/YJS-001/",
    "/powers/department/zjj/",
    "/halls/H-QU/",
    "/search/",
    "/elder/guides/food/",
    "/kiosk/halls/H-QU/",
)
# A window of 1280 by 1024 pixels at a zoom of 400 %.
ZOOMED = {"width": 320, "height": 256}
# Source: WCAG 2.2, 1.4.12.
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* {line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important} p {margin-bottom: 2em !important}`);
  document.adoptedStyleSheets = [sheet];
}"""
# What would be lost: a page that scrolls sideways, text that its own box cuts off.
LOST = """() => {
  const cut = (element) => {
    const { overflowX, overflowY } = getComputedStyle(element);
    const hides = (value) => value === "hidden" || value === "clip";
    return (hides(overflowX) && element.scrollWidth > element.clientWidth + 1)
      || (hides(overflowY) && element.scrollHeight > element.clientHeight + 1);
  };
  const words = [...document.querySelectorAll("body *")].filter(
    (element) => element.innerText?.trim() && element.offsetHeight > 1 && cut(element));
  const wide = document.documentElement.scrollWidth - innerWidth;
  return [...(wide > 0 ? [`${wide} px too wide`] : []),
    ...words.map((element) => element.outerHTML.slice(0, 100))];
}"""
# Telephone numbers on more than one line.
BROKEN_NUMBERS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const broken = [];
  while (walker.nextNode()) {
    for (const found of walker.currentNode.data.matchAll(/\\b0\\d{3}-\\d{7,8}\\b/g)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, found.index);
      range.setEnd(walker.currentNode, found.index + found[0].length);
      if (range.getClientRects().length > 1) broken.push(found[0]);
    }
  }
  return broken;
}"""
MOST_HEADER_PIXELS = 140


@pytest.fixture(scope="module")
def base(demo_installation: Installation) -> Iterator[str]:
    release = (demo_installation.folder / "releases" / "current").resolve()
    with serving(release) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.parametrize(("kind", "script"), WAYS, ids=WAYS_IN_WORDS)
def test_nearest_place_and_opening_time_to_renew_an_identity_card(
    browser: Browser, base: str, kind: type[Applicant], script: bool
) -> None:
    with at_browser(browser, kind, base, script=script) as citizen:
        citizen.page.clock.set_fixed_time(FRIDAY_AT_TEN)
        citizen.open("/")
        citizen.follow("证件")
        citizen.follow("居民身份证有效期满换领")
        citizen.follow("按街道找最近的地方")
        main = citizen.page.get_by_role("main")
        place = main.get_by_role("listitem").filter(has_text="云溪区政务服务中心")
        expect(place).to_contain_text("政通路88号")
        expect(place).to_contain_text("117、118、119 号窗口")
        expect(place).to_contain_text("周一至周五 9:00")
        expect(place.get_by_role("link", name="0600-5558001")).to_be_visible()
        expect(main).to_contain_text("法定节假日不开门。")
        opens = place.locator("[data-open]")
        if script:
            expect(opens).to_have_text("现在开门，到 12:00")
        else:
            expect(opens).to_be_hidden()


@pytest.mark.parametrize(("kind", "script"), WAYS, ids=WAYS_IN_WORDS)
def test_what_the_housing_department_may_decide_and_on_what_basis(
    browser: Browser, base: str, kind: type[Applicant], script: bool
) -> None:
    with at_browser(browser, kind, base, script=script) as citizen:
        citizen.open("/")
        foot = citizen.page.get_by_role("contentinfo")
        citizen.go(foot.get_by_role("link", name="权责清单"))
        citizen.follow("云溪区住房和城乡建设局")
        citizen.follow("行政许可")
        main = citizen.page.get_by_role("main")
        expect(main.get_by_role("row")).to_have_count(4)
        citizen.follow("建筑工程施工许可证核发")
        basis = main.get_by_role("region", name="职权依据")
        expect(basis.get_by_role("rowheader").first).to_contain_text("建筑法")
        citizen.follow("建筑工程施工许可证核发")
        expect(citizen.page.get_by_role("heading", level=1)).to_be_visible()


def test_nothing_is_lost_at_four_times_the_size_and_with_wider_spacing(
    browser: Browser, base: str
) -> None:
    context = browser.new_context(viewport=ZOOMED)
    page = context.new_page()
    for path in MAIN_PAGES:
        page.goto(base + path)
        assert page.evaluate(LOST) == [], path
        page.evaluate(SPACING)
        assert page.evaluate(LOST) == [], f"{path} with spacing"
    context.close()


def test_telephone_numbers_stay_on_one_line(browser: Browser, base: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    for width, path in (
        (320, "/guides/elder-allowance/places/"),
        (320, "/halls/H-QU/"),
        (320, "/elder/guides/food/"),
        (320, "/guides/food/notice/"),
        (1080, "/kiosk/halls/H-QU/"),
        (1080, "/kiosk/guides/food/"),
    ):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(base + path)
        assert page.evaluate(BROKEN_NUMBERS) == [], f"{path} at {width}"
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "no-scripts"])
def test_header_on_a_phone_leaves_room_and_opens_its_menu(
    browser: Browser, base: str, script: bool
) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=script
    )
    page = context.new_page()
    header = page.get_by_role("banner")
    for path in ("/guides/food/", "/hant/guides/food/", "/elder/guides/food/"):
        page.goto(base + path)
        box = header.bounding_box()
        assert box is not None
        assert box["height"] <= MOST_HEADER_PIXELS, path
        expect(header.locator(".brand b")).to_be_visible()
        expect(header.get_by_role("button", name="搜")).to_be_visible()
    page.goto(f"{base}/guides/food/")
    links = header.get_by_role("link")
    expect(links.filter(has_text="政务公开")).to_be_hidden()
    header.get_by_role("link", name="菜单").click()
    for name in ("政务公开", "查进度", "繁體"):
        expect(links.filter(has_text=name)).to_be_visible()
    header.get_by_role("link", name="收起").click()
    expect(links.filter(has_text="政务公开")).to_be_hidden()
    expect(page.get_by_role("main")).to_be_focused()
    context.close()
