"""The people of an application's journey, each in a browser context of their own.

Every method does what a person does on the pages and nothing else, by the names that the
page shows, so that the same story runs with scripts and without them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect
from pypdf import PdfWriter

from tests.integration.portal import Installation

Look = Callable[[str, Page], None]
Watch = Callable[[Page], None]

APPLICANT = "org01"
COMPANY = "云溪区晨星商贸有限公司"
MATTER = "food"
MATTER_NAME = "食品经营许可"
CLERK, REVIEWER, APPROVER = "scj-clerk", "scj-reviewer", "scj-approver"

# What is asked about the restaurant: a question's text and the chosen option.
SITUATION: Mapping[str, str] = {
    "经营多大": "小餐饮",
    "厨房用什么": "管道天然气",
    "另有仓库吗": "没有",
    "这次由谁来办": "本人",
}
PLAN, RULES, GAS = (
    "主要设施设备布局和操作流程图",
    "食品安全管理制度文本",
    "燃气检查合格凭据",
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an applicant takes home."""

    number: str
    key: str
    case_url: str


def look_away(_name: str, _page: Page) -> None:
    """Look at no page on the way."""


def leave_alone(_page: Page) -> None:
    """Hear nothing of what a page does."""


def pdf(name: str, pages: int = 1) -> FilePayload:
    """Return a real PDF."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    content = io.BytesIO()
    writer.write(content)
    return {"name": name, "mimeType": "application/pdf", "buffer": content.getvalue()}


def png(name: str, colour: str = "white") -> FilePayload:
    """Return a real PNG: the plan of a kitchen, roughly."""
    image = Image.new("RGB", (640, 480), colour)
    ImageDraw.Draw(image).rectangle((60, 60, 580, 420), outline="black", width=4)
    content = io.BytesIO()
    image.save(content, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": content.getvalue()}


def password_of(installation: Installation) -> str:
    return (installation.folder / "demo-password").read_text(encoding="ascii").strip()


class Person:
    """Somebody at a browser."""

    def __init__(self, page: Page, base: str, look: Look = look_away) -> None:
        self.page = page
        self.base = base
        self._look = look

    def open(self, path: str) -> None:
        self.page.goto(self.base + path)

    def press(self, name: str) -> None:
        """Press the button of exactly this name and wait for the next page."""
        self.go(self.page.locator("main").get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        """Follow the page's first link whose name has this text."""
        self.go(self.page.locator("main").get_by_role("link", name=name).first)

    def go(self, where: Locator) -> None:
        with self.page.expect_navigation():
            where.click()

    def fill(self, field: Locator, text: str) -> None:
        field.fill(text)

    def check(self, choice: Locator) -> None:
        choice.check()

    def unfold(self, summary: Locator) -> None:
        summary.click()

    def look(self, name: str) -> None:
        """Show the page as it is now to whoever wants to check it."""
        self._look(name, self.page)

    def sign_in(self, username: str, password: str) -> None:
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(password)
        self.press("登录")

    def expect_errors(self, *messages: str) -> None:
        """Check that the page says in title, summary and field what is wrong."""
        expect(self.page).to_have_title(re.compile("^错误："))
        summary = self.page.get_by_role("alert")
        for message in messages:
            link = summary.get_by_role("link", name=message)
            target = str(link.get_attribute("href"))
            assert target.startswith("#"), target
            field = self.page.locator(f'[id="{target[1:]}"]')
            expect(field).to_have_count(1)
            expect(field).to_be_visible()


class Applicant(Person):
    """A citizen or the agent of a company."""

    def search(self, text: str) -> None:
        self.open("/")
        main = self.page.locator("main")
        box = main.get_by_role("searchbox").or_(main.get_by_role("combobox"))
        self.fill(box, text)
        self.press("搜索")

    def choose(self, label: str) -> None:
        self.page.get_by_role("radio", name=label).check()

    def answer_situation(self) -> None:
        for question, option in SITUATION.items():
            expect(self.page.get_by_role("heading", level=1)).to_contain_text(question)
            self.choose(option)
            self.press("保存并继续")

    def confirm_company(self) -> None:
        """Keep what was taken from the company's licence."""
        expect(self.page.get_by_label("单位名称")).to_have_value(COMPANY)
        self.press("保存并继续")

    def give_contact(self, name: str, mobile: str) -> None:
        self.page.get_by_label("经办人姓名").fill(name)
        self.page.get_by_label("经办人手机").fill(mobile)
        self.press("保存并继续")

    def describe_business(self) -> None:
        self.page.get_by_label("主体业态").select_option(label="餐饮服务经营者")
        self.page.get_by_role("checkbox", name="热食类").check()
        self.page.get_by_role("checkbox", name="自制饮品").check()
        self.page.get_by_label("经营面积").fill("８５")
        self.press("保存并继续")
        self.page.get_by_label("座位数").fill("24")
        self.page.get_by_label("经营场所").fill("云溪区文昌街道文昌路 5 号")
        self.page.get_by_label("食品安全管理员").fill("孙某某")
        self.press("保存并继续")

    def upload(self, material: str, *files: FilePayload) -> None:
        """Upload files for a material, from the list of materials."""
        row = self.page.get_by_role("listitem").filter(
            has=self.page.get_by_role("heading", name=material)
        )
        self.go(row.get_by_role("link", name=re.compile("^(上传|更换或删除)")))
        self.send_files(*files)

    def send_files(self, *files: FilePayload) -> None:
        self.page.locator("input[type=file]").set_input_files(list(files))
        self.press("上传")

    def declare(self) -> None:
        self.page.get_by_role("checkbox", name="真实").check()

    def take_receipt(self) -> Receipt:
        """Write down number and key from the receipt."""
        link = self.page.get_by_role("link", name="看办件进度")
        return Receipt(
            number=self.value_of("办件编号"),
            key=self.value_of("查询码").split()[0],
            case_url=str(link.get_attribute("href")),
        )

    def value_of(self, label: str) -> str:
        term = self.page.locator("dl > div").filter(
            has=self.page.get_by_text(label, exact=True)
        )
        return term.locator("dd").inner_text()

    def track(self, number: str, key: str) -> None:
        self.open("/track/")
        self.page.get_by_label("办件编号").fill(number)
        self.page.get_by_label("查询码").fill(key)
        self.press("查进度")


class Officer(Person):
    """Somebody at the desk."""

    def open_case(self, number: str) -> None:
        """Sign in if need be, and open the case from the queue."""
        self.open("/desk/")
        self.go(self.queue_row(number).get_by_role("link"))

    def queue_row(self, number: str) -> Locator:
        return self.page.get_by_role("row").filter(has_text=number)

    def ask_for(self, target: str, words: str, reason: str) -> None:
        """Write one point of a correction notice."""
        fold = self.page.locator("details").filter(
            has=self.page.get_by_text(re.compile(f"^{re.escape(target)}"))
        )
        fold.locator("summary").click()
        fold.get_by_label(f"“{target}”要补什么").fill(words)
        fold.get_by_label("原因").select_option(label=reason)

    def approve_materials(self) -> int:
        """Tick every material as fit; return how many there were."""
        boxes = self.page.get_by_role("radio", name=re.compile("^合格"))
        for box in boxes.all():
            box.check()
        return boxes.count()

    def do(self, action: str) -> None:
        """Go from the case to the form of an action."""
        self.go(self.page.get_by_role("link", name=action, exact=True))


Someone = TypeVar("Someone", bound=Person)


@contextmanager
def at_browser(
    browser: Browser,
    kind: type[Someone],
    base: str,
    *,
    script: bool = True,
    look: Look = look_away,
    watch: Watch = leave_alone,
) -> Iterator[Someone]:
    """Give a person a fresh browser context: no cookies of anybody else."""
    context = browser.new_context(
        java_script_enabled=script,
        viewport={"width": 1280, "height": 900},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    watch(page)
    yield kind(page, base, look)
    context.close()
