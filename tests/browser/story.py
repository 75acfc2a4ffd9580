"""The chapters of a journey: a restaurant gets its licence.

Each chapter is what one person does in one sitting, with what that person has to see.
Pages worth a closer look are shown to the person's `look` under a name.
"""

from __future__ import annotations

import re
from contextlib import AbstractContextManager

from playwright.sync_api import Browser, expect

from tests.browser import journey
from tests.browser.journey import (
    Applicant,
    Look,
    Officer,
    Receipt,
    Someone,
    Watch,
    at_browser,
    leave_alone,
    look_away,
    pdf,
    png,
)

BAD_MOBILE, MOBILE = "1390000", "13900000001"
AREA = "经营面积(平方米)"
AREA_DEMAND = "面积和平面图上的 120 平方米不一致，请改成实际面积。"
PLAN_DEMAND = "平面图看不清后厨的隔断，请换一张清楚的。"
REASONS = "材料齐全，现场核查合格，符合食品经营许可条件。"


def find_guide(citizen: Applicant) -> None:
    """Search in the citizen's own words, and open the guide from the results."""
    citizen.open("/search/?q=" + "qzxvw")
    expect(citizen.page.get_by_role("heading", name="可以这样找")).to_be_visible()
    citizen.look("search without hits")
    citizen.search("开饭店")
    expect(citizen.page).to_have_title(re.compile("开饭店"))
    citizen.look("search")
    citizen.follow(journey.MATTER_NAME)
    expect(citizen.page).to_have_url(re.compile(f"/guides/{journey.MATTER}/$"))
    expect(citizen.page.get_by_role("heading", level=1)).to_contain_text(
        journey.MATTER_NAME
    )


def start_application(citizen: Applicant, password: str) -> None:
    """Go from the guide to the first page, signing in on the way."""
    citizen.follow("在线申请")
    citizen.look("apply start")
    citizen.follow("登录后开始")
    citizen.look("login")
    citizen.sign_in(journey.APPLICANT, password)
    citizen.press("开始申请")
    citizen.choose(journey.COMPANY)
    citizen.look("applicant")
    citizen.press("保存并继续")


def fill_in(citizen: Applicant) -> None:
    """Answer one thing a page; one page is wrong at first."""
    citizen.press("保存并继续")
    citizen.expect_errors("请选一项")
    citizen.look("question with error")
    citizen.answer_situation()
    citizen.confirm_company()
    citizen.give_contact("赵某某", BAD_MOBILE)
    citizen.expect_errors("手机")
    expect(citizen.page.get_by_label("经办人手机")).to_have_value(BAD_MOBILE)
    expect(citizen.page.get_by_label("经办人姓名")).to_have_value("赵某某")
    citizen.look("form step with errors")
    citizen.give_contact("赵某某", MOBILE)
    citizen.describe_business()


def hand_in(citizen: Applicant) -> None:
    """Upload what the situation calls for; a disguised file is refused."""
    page = citizen.page
    expect(page.get_by_role("heading", name="授权委托书")).to_have_count(0)
    citizen.press("保存，去核对")
    citizen.expect_errors(journey.PLAN, journey.RULES, journey.GAS)
    citizen.look("materials with errors")
    fake = png("平面图.png") | {"buffer": b"MZ not a picture"}
    citizen.upload(journey.PLAN, fake)
    citizen.expect_errors("平面图.png")
    citizen.look("upload with error")
    citizen.send_files(png("平面图.png"))
    citizen.upload(journey.RULES, pdf("管理制度.pdf", pages=3))
    citizen.upload(journey.GAS, png("燃气.png"), pdf("燃气合同.pdf"))
    citizen.look("materials")
    citizen.press("保存，去核对")


def submit(citizen: Applicant) -> Receipt:
    """Check the answers, declare, submit, and read the receipt."""
    page = citizen.page
    expect(page.locator("main")).to_contain_text(journey.COMPANY)
    expect(page.locator("main")).to_contain_text("热食类、自制饮品")
    citizen.press("提交申请")
    citizen.expect_errors("请先勾选声明")
    citizen.look("check")
    citizen.declare()
    citizen.press("提交申请")
    expect(page.get_by_role("status")).to_contain_text("已提交")
    receipt = citizen.take_receipt()
    assert re.fullmatch(r"\d{21}", receipt.number), receipt
    assert re.fullmatch(r"[0-9A-Z-]{12,14}", receipt.key), receipt
    for label in ("咨询电话", "监督电话", "办理时限"):
        assert re.search(r"\d", citizen.value_of(label)), label
    expect(page.get_by_role("img", name="扫码查进度")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=journey.PLAN)).to_contain_text(
        "1 个"
    )
    citizen.look("receipt")
    return receipt


def track(stranger: Applicant, receipt: Receipt) -> None:
    """Follow the case without an account; a wrong key opens nothing."""
    stranger.track(receipt.number, "2345-6789-ABCD")
    stranger.expect_errors("没有查到")
    stranger.look("track")
    stranger.track(receipt.number, receipt.key)
    main = stranger.page.locator("main")
    expect(main).to_contain_text(receipt.number)
    expect(main).to_contain_text(journey.MATTER_NAME)
    expect(main).not_to_contain_text(journey.COMPANY)
    # Whoever holds the key need not be the applicant.
    expect(main.get_by_text("您", exact=True)).to_have_count(0)
    stranger.look("tracked")


def ask_for_correction(clerk: Officer, receipt: Receipt, password: str) -> None:
    """Find the case at the desk, look at it, and ask once for two corrections."""
    clerk.open("/desk/")
    clerk.sign_in(journey.CLERK, password)
    clerk.look("desk queue")
    clerk.open_case(receipt.number)
    expect(clerk.page.locator("main")).to_contain_text("平面图.png")
    clerk.look("desk case")
    clerk.do("一次性告知补正")
    clerk.look("desk correction")
    clerk.ask_for(AREA, AREA_DEMAND, "前后不一致")
    clerk.ask_for(journey.PLAN, PLAN_DEMAND, "不清晰、无法辨认")
    clerk.press("一次性告知补正")
    expect(clerk.page.get_by_role("status")).to_contain_text("补正告知书已经发出")


def answer_correction(citizen: Applicant, receipt: Receipt) -> None:
    """See whose turn it is, and answer both points."""
    page = citizen.page
    citizen.open("/my/")
    expect(page.get_by_role("region", name="现在轮到您").first).to_be_visible()
    citizen.look("my")
    citizen.open(receipt.case_url)
    turn = page.get_by_role("region", name="现在轮到您")
    expect(turn).to_contain_text("补正 2 处")
    citizen.look("case with correction")
    citizen.follow("去补正")
    expect(page.locator("main")).to_contain_text(AREA_DEMAND)
    expect(page.locator("main")).to_contain_text(PLAN_DEMAND)
    citizen.look("correction")
    citizen.press("开始补正")
    expect(page.locator("main")).to_contain_text(AREA_DEMAND)
    expect(page.get_by_label("经营面积")).to_have_value("85")
    page.get_by_label("经营面积").fill("120")
    citizen.press("保存并继续")
    citizen.upload(journey.PLAN, png("平面图-清楚.png", "lightyellow"))
    citizen.press("保存，去核对")
    citizen.declare()
    citizen.press("提交补正")
    expect(page.get_by_role("region", name="现在由办理单位办")).to_be_visible()


def accept(clerk: Officer, receipt: Receipt) -> None:
    """Go through the list of materials and accept the case."""
    clerk.open_case(receipt.number)
    expect(clerk.page.locator("main")).to_contain_text("平面图-清楚.png")
    clerk.do("受理")
    clerk.press("受理")
    clerk.expect_errors(journey.PLAN)
    clerk.look("desk accept with errors")
    assert clerk.approve_materials() >= 3
    clerk.press("受理")
    expect(clerk.page.get_by_role("status")).to_contain_text("已受理")


def review(reviewer: Officer, receipt: Receipt, password: str) -> None:
    """Take up and complete every step before the decision."""
    reviewer.open("/desk/")
    reviewer.sign_in(journey.REVIEWER, password)
    reviewer.open_case(receipt.number)
    for step in ("审查", "现场核查"):
        reviewer.do("领取环节")
        expect(reviewer.page.locator("main")).to_contain_text(step)
        reviewer.press("领取环节")
        reviewer.do("完成环节")
        reviewer.look("desk complete")
        reviewer.page.get_by_role("radio", name="通过").first.check()
        reviewer.page.get_by_label("处理意见").fill(f"{step}合格。")
        reviewer.press("完成环节")
        expect(reviewer.page.get_by_role("status")).to_contain_text("环节已完成")


def decide(approver: Officer, receipt: Receipt, password: str) -> None:
    """Grant the licence, with reasons."""
    approver.open("/desk/")
    approver.sign_in(journey.APPROVER, password)
    approver.open_case(receipt.number)
    if approver.page.get_by_role("link", name="领取环节").count():
        approver.do("领取环节")
        approver.press("领取环节")
    approver.do("作出决定")
    expect(approver.page.locator("main")).to_contain_text("现场核查合格")
    approver.page.get_by_role("radio", name="准予", exact=True).check()
    approver.page.get_by_label("理由").fill(REASONS)
    approver.look("desk decide")
    approver.press("作出决定")
    expect(approver.page.get_by_role("status")).to_contain_text("决定已作出")


def read_decision(citizen: Applicant, receipt: Receipt) -> None:
    """See the decision with its reasons, and the paper that states it."""
    citizen.open(receipt.case_url)
    decision = citizen.page.get_by_role("region", name="决定", exact=True)
    expect(decision).to_contain_text("准予")
    expect(decision).to_contain_text(REASONS)
    citizen.look("case decided")
    citizen.follow("决定书")
    expect(citizen.page.locator("article")).to_contain_text(REASONS)
    citizen.look("decision")


def live_through(
    browser: Browser,
    base: str,
    password: str,
    *,
    script: bool = True,
    look: Look = look_away,
    watch: Watch = leave_alone,
) -> Receipt:
    """Go through all chapters, everybody in a browser of their own."""

    def seat(kind: type[Someone]) -> AbstractContextManager[Someone]:
        return at_browser(browser, kind, base, script=script, look=look, watch=watch)

    with seat(Applicant) as citizen, seat(Officer) as clerk:
        find_guide(citizen)
        start_application(citizen, password)
        fill_in(citizen)
        hand_in(citizen)
        receipt = submit(citizen)
        with seat(Applicant) as stranger:
            track(stranger, receipt)
        ask_for_correction(clerk, receipt, password)
        answer_correction(citizen, receipt)
        accept(clerk, receipt)
        with seat(Officer) as reviewer:
            review(reviewer, receipt, password)
        with seat(Officer) as approver:
            decide(approver, receipt, password)
        read_decision(citizen, receipt)
    return receipt
