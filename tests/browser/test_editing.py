"""A department's change in a real browser: written, examined, let through, public."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import chromium
from tests.browser.journey import Person, at_browser, password_of
from tests.integration.portal import RunningPortal, wait_for

pytestmark = pytest.mark.browser

WORKFLOW = "部门发布流程"
# The goal is 2 seconds; a machine that runs other tests beside it gets more.
_PUBLIC_WITHIN = 60


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of one record.

    Attributes:
        listing: Which list of the admin has it.
        name: What the editor searches.
        tab: The tab with the field, None for the first.
        field: The field's name in the form.
        text: What the editor writes.
        department: Whose editor, legal reviewer and publisher.
        public: The address of its page.
        data: The address of its JSON, if it has a file of its own.
    """

    listing: str
    name: str
    field: str
    text: str
    department: str
    public: str
    data: str
    tab: str | None = None

    @property
    def waits_as(self) -> str:
        """What the desk's home calls the page: by its new name, if it gets one."""
        return self.text if self.field == "title" else self.name


EDITS = {
    "matter": Edit(
        listing="matters", name="高龄老年人津贴申领(首次申请)", field="summary",
        text="高龄老年人津贴由区民政局办理,承诺5个工作日办结,不收费,可以送上门。",
        department="mzj", public="/guides/elder-allowance/",
        data="/guides/elder-allowance/index.json",
    ),
    "power": Edit(
        listing="powers", name="内地居民结婚登记", field="handling_unit",
        text="婚姻登记中心二层", department="mzj",
        public="/powers/YX-000000019-07-0005/",
        data="/powers/YX-000000019-07-0005/index.json",
    ),
    "theme": Edit(
        listing="themes", name="公民婚育一件事", field="title",
        text="公民婚姻和生育一件事", department="mzj",
        public="/themes/YJS-012/", data="/themes/YJS-012/index.json",
    ),
    "hall": Edit(
        listing="halls", name="云溪区政务服务中心", field="transport",
        text="地铁2号线云溪站C口出站，向东走三百米。", department="zfj",
        public="/halls/H-QU/", data="",
    ),
    "department": Edit(
        listing="departments", name="云溪区民政局", field="address",
        text="云溪区民生路16号", department="mzj", public="/departments/mzj/",
        data="", tab="联系与救济",
    ),
    "list": Edit(
        listing="matter-lists", name="免交复印件清单", field="note",
        text="清单内的复印件由窗口代印。", department="zfj",
        public="/lists/paperless/", data="",
    ),
    "cross-region list": Edit(
        listing="cross-lists", name="云溪区街道政务服务事项", field="rule",
        text="任一街道窗口都可以收件，也可以领证。", department="zfj",
        public="/lists/anywhere-street/", data="",
    ),
    "article": Edit(
        listing="articles", name="关于2027年元旦期间政务服务安排的通知",
        field="summary", text="元旦期间大厅照常值守，网上随时可以办。",
        department="zfj", public="/news/gg001/", data="",
    ),
    "policy": Edit(
        listing="policies", name="云溪区人才住房配租办法", field="doc_no",
        text="云政规〔2026〕18号", department="zjj", public="/policies/gg003/",
        data="", tab="信息",
    ),
    "interpretation": Edit(
        listing="interpretations", name="《云溪区人才住房配租办法》解读",
        field="summary", text="谁能配租、租金多少、怎么申请，一次说清。",
        department="zjj", public="/interpretations/gg004/", data="",
    ),
    "benefit": Edit(
        listing="benefits", name="人才住房配租", field="standard",
        text="每月租金按市场价的六成五收取。", department="zjj",
        public="/benefits/rcf-1/", data="",
    ),
}  # fmt: skip

# The demo has people of three departments only.
PEOPLE = """
from django.contrib.auth.models import Group
from portal.accounts.models import User
known = User.objects.get(username="mzj-edit")
for name, role in (("edit", "editor"), ("legal", "reviewer"), ("publish", "publisher")):
    user, _ = User.objects.get_or_create(
        username=f"zjj-{name}", defaults={"display_name": name, "kind": known.kind}
    )
    user.password = known.password
    user.save()
    user.groups.add(Group.objects.get(name=f"dept:zjj:{role}"))
"""


class Colleague(Person):
    """Somebody of a department at the editors' desk."""

    def enter(self, username: str, password: str) -> None:
        self.open("/admin/")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(password)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="登录").click()

    def find(self, listing: str, name: str) -> None:
        """Open a record from its list by searching a part of its name."""
        self.open(f"/admin/{listing}/?q={name[:6]}")
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("link", name=name).first.click()

    def write(self, edit: Edit) -> None:
        if edit.tab:
            self.page.get_by_role("tab", name=edit.tab).click()
        self.page.locator(f"[name={edit.field}]").fill(edit.text)

    def submit(self) -> None:
        """Ask for review from the menu beside the button that saves."""
        self.page.get_by_role("button", name="更多动作").click()
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=f"提交给{WORKFLOW}").click()
        expect(self.page.locator(".messages")).to_contain_text("提交进行审核")

    def approve(self, name: str, text: str) -> None:
        """Open what waits from the desk's home, see the change and say yes."""
        self.open("/admin/")
        self.follow(name)
        expect(self.page.locator("ins", has_text=text)).to_be_visible()
        self.press("同意")
        expect(self.page.locator(".messages")).to_contain_text("已同意")


@pytest.fixture(scope="module")
def browser(portal: RunningPortal) -> Iterator[Browser]:
    portal.installation.python(PEOPLE)
    with chromium() as started:
        yield started


@pytest.mark.parametrize("kind", EDITS)
def test_change_goes_from_the_editor_to_the_public(
    browser: Browser, portal: RunningPortal, kind: str
) -> None:
    edit, password = EDITS[kind], password_of(portal.installation)
    assert edit.text not in portal.get(edit.public)[1]
    with at_browser(browser, Colleague, portal.url) as editor:
        editor.enter(f"{edit.department}-edit", password)
        editor.find(edit.listing, edit.name)
        editor.write(edit)
        editor.submit()
    for role in ("legal", "publish"):
        assert edit.text not in portal.get(edit.public)[1]
        with at_browser(browser, Colleague, portal.url) as colleague:
            colleague.enter(f"{edit.department}-{role}", password)
            colleague.approve(edit.waits_as, edit.text)
    addresses = [edit.public, *([edit.data] if edit.data else [])]
    wait_for(
        lambda: all(edit.text in portal.get(address)[1] for address in addresses),
        _PUBLIC_WITHIN,
        f"{addresses} to show the change",
    )
