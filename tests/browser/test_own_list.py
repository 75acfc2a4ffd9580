"""Which papers do I need, and is the sheet that I printed in March still right?

Both journeys go by links from the first page, with scripts, without them, and with
nothing but the keyboard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import axe, vnu
from tests.browser.chromium import chromium
from tests.browser.journey import Applicant, at_browser
from tests.browser.keyboard import WAYS, WAYS_IN_WORDS, KeyboardApplicant
from tests.integration.portal import RunningPortal, wait_for

pytestmark = pytest.mark.browser

# A restaurant of a company with two partners: the company first, then its licence.
COMPANY = (
    "开公司",
    "内资公司设立登记",
    {
        "股东里有公司吗": "全是个人",
        "住所是哪种": "租用",
        "经营范围里有登记前就要先批的行业吗": "没有",
        "这次由谁来办": "本人",
    },
    ("公司章程",),
    ("法人股东营业执照", "集群托管协议", "授权委托书"),
)
RESTAURANT = (
    "开饭店",
    "食品经营许可",
    {
        "经营多大": "小餐饮",
        "厨房用什么": "管道天然气",
        "另有仓库吗": "没有",
        "这次由谁来办": "本人",
    },
    ("主要设施设备布局和操作流程图", "食品安全管理制度文本", "燃气检查合格凭据"),
    ("外设仓库平面图", "授权委托书"),
)
QUESTIONS = "答几个问题，看您要交哪些材料"
NEW_RULES = """
from content.models import MatterPage
page = MatterPage.objects.get(code="{code}")
page.promise_days = {days}
page.save_revision().publish()
"""
WITHDRAW = """
from content.models import MatterPage
MatterPage.objects.get(code="{code}").unpublish()
"""
WIDTHS = (320, 768, 1280)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def answer(citizen: Applicant, answers: dict[str, str]) -> None:
    for question, option in answers.items():
        group = citizen.page.get_by_role("group", name=question)
        citizen.check(group.get_by_role("radio", name=option).first)


def own_list(citizen: Applicant, wanted: tuple[object, ...]) -> None:
    """Search, open the guide, answer, and read the list."""
    words, guide, answers, bring, leave = wanted
    assert isinstance(answers, dict)
    citizen.search(str(words))
    citizen.follow(str(guide))
    citizen.follow(QUESTIONS)
    answer(citizen, answers)
    citizen.press("看我的材料单")
    sheet = citizen.page.get_by_role("article")
    ticks = sheet.get_by_role("list").first
    assert isinstance(bring, tuple)
    assert isinstance(leave, tuple)
    expect(ticks.get_by_role("checkbox")).to_have_count(len(bring))
    for name in bring:
        expect(ticks).to_contain_text(name)
    for name in leave:
        expect(ticks).not_to_contain_text(name)
        expect(sheet).to_contain_text(name)


@pytest.mark.parametrize(("kind", "script"), WAYS, ids=WAYS_IN_WORDS)
def test_papers_to_open_a_restaurant_as_a_company_with_two_partners(
    browser: Browser, portal: RunningPortal, kind: type[Applicant], script: bool
) -> None:
    with at_browser(browser, kind, portal.url, script=script) as citizen:
        own_list(citizen, COMPANY)
        own_list(citizen, RESTAURANT)
        main = citizen.page.get_by_role("main")
        citizen.go(main.get_by_role("link", name=re.compile("^电.*厨房用什么")))
        expect(main.get_by_role("heading", level=1)).to_contain_text("您要交 2 份材料")
        citizen.follow("在线申请")
        expect(main).to_contain_text("您在材料单上的回答")
        expect(main.get_by_role("term")).to_contain_text(["厨房用什么"])


def test_unanswered_questions_are_asked_again(
    browser: Browser, portal: RunningPortal
) -> None:
    with at_browser(browser, Applicant, portal.url, script=False) as citizen:
        citizen.open("/guides/food/")
        citizen.follow(QUESTIONS)
        answer(citizen, {"厨房用什么": "管道天然气"})
        citizen.press("看我的材料单")
        citizen.expect_errors("经营多大", "另有仓库吗", "这次由谁来办")
        expect(citizen.page.get_by_label("管道天然气")).to_be_checked()


def test_list_appears_while_answering(browser: Browser, portal: RunningPortal) -> None:
    with at_browser(browser, Applicant, portal.url) as citizen:
        citizen.open("/guides/food/list/")
        answers = dict(RESTAURANT[2])
        answer(citizen, answers)
        told = citizen.page.get_by_role("main").get_by_role("status")
        expect(told.get_by_role("heading")).to_contain_text("您要交 3 份材料")
        answer(citizen, {"这次由谁来办": "委托他人代办"})
        expect(told.get_by_role("heading")).to_contain_text("您要交 4 份材料")
        expect(told).to_contain_text("授权委托书")
        violations = axe.run_axe(citizen.page)
        assert violations == [], axe.describe(violations)
        citizen.follow("看完整的单子")
        expect(citizen.page).to_have_url(re.compile("/small-pipe-no-yes/$"))


def print_list(citizen: Applicant) -> str:
    """Go from the first page to an own list, and return the number on the sheet."""
    citizen.search("开饭店")
    citizen.follow("食品经营许可")
    citizen.follow(QUESTIONS)
    citizen.unfold(citizen.page.locator("summary").filter(has_text="列出全部"))
    citizen.follow("小餐饮，电，没有，本人")
    number = citizen.page.get_by_text(re.compile("^编号 ")).inner_text()
    return str(number).removeprefix("编号 ")


def test_sheet_that_was_printed_in_march(
    browser: Browser, portal: RunningPortal
) -> None:
    with at_browser(browser, KeyboardApplicant, portal.url) as citizen:
        number = print_list(citizen)
        citizen.follow("现在就核对")
        assert urlsplit(citizen.page.url).path == f"/n/{number}/"
        expect(citizen.page.get_by_role("main")).to_contain_text("这张告知单仍然有效")
    portal.installation.python(NEW_RULES.format(code="food", days=8))
    wait_for(
        lambda: "8 个工作日" in portal.get("/guides/food/")[1],
        60,
        "the new version to be public",
    )
    for kind, script in WAYS:
        with at_browser(browser, kind, portal.url, script=script) as citizen:
            main = citizen.page.get_by_role("main")
            citizen.open("/")
            citizen.follow("核对打印出来的告知单")
            citizen.fill(citizen.page.get_by_label("告知单编号"), number)
            citizen.press("核对")
            expect(main).to_contain_text("要求变了，请看改了什么")
            expect(main).to_contain_text("改为“8 个工作日”")
            citizen.follow("看现在的单子")
            expect(citizen.page.get_by_role("article")).to_contain_text("8 个工作日")


def test_sheet_of_a_matter_that_ended(browser: Browser, portal: RunningPortal) -> None:
    portal.installation.python(WITHDRAW.format(code="outdoor-ad"))
    wait_for(
        lambda: portal.status("/guides/outdoor-ad/list/") == 410,
        60,
        "the questions to be gone",
    )
    with at_browser(browser, Applicant, portal.url, script=False) as citizen:
        citizen.open("/n/outdoor-ad/1/corp-le2-no/")
        expect(citizen.page.get_by_role("main")).to_contain_text("这张告知单不能用了")


def test_pages_of_sheets_are_valid_accessible_and_never_too_wide(
    browser: Browser, portal: RunningPortal, tmp_path: Path
) -> None:
    addresses = {
        "find": "/n/",
        "wrong": "/n/?number=x",
        "valid": "/n/elder-allowance/1/ge80lt100-no/",
        "unknown": "/n/food/99/",
        "changed": "/n/food/1/small-pipe-no-no/",
        "form": "/n/food/?scale=mid&_sent=1",
    }
    with at_browser(browser, Applicant, portal.url) as citizen:
        for name, address in addresses.items():
            citizen.open(address)
            source = portal.get(address)[1]
            (tmp_path / f"{name}.html").write_text(source, encoding="utf-8")
            for width in WIDTHS:
                citizen.page.set_viewport_size({"width": width, "height": 900})
                violations = axe.run_axe(citizen.page)
                assert violations == [], f"{name}\n{axe.describe(violations)}"
                spill = citizen.page.evaluate(
                    "document.documentElement.scrollWidth"
                    " - document.documentElement.clientWidth"
                )
                assert spill == 0, f"{name} {width}"
    messages = vnu.run_vnu(sorted(tmp_path.glob("*.html")))
    assert messages == [], vnu.describe(messages)
