"""Somebody who has nothing but a keyboard: Tab, Enter, Space and arrows."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.journey import Applicant

MOST_STOPS = 250
MOST_OPTIONS = 20
# Where the focus is: at the target, in its group of radio buttons, and whether it shows.
STOP = """target => {
  const at = document.activeElement;
  const box = at.getClientRects()[0] ?? at.getBoundingClientRect();
  const style = getComputedStyle(at);
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    there: at === target,
    group: at.type === "radio" && at.name === target.name && at.form === target.form,
    shown: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      && top !== null && (at.contains(top) || top.contains(at)),
    what: at.outerHTML.slice(0, 120),
  };
}"""


class KeyboardApplicant(Applicant):
    """A citizen who sees at each stop where she is."""

    def go(self, where: Locator) -> None:
        self.reach(where)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def fill(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(text)

    def check(self, choice: Locator) -> None:
        stop = self.reach(choice)
        for _ in range(MOST_OPTIONS):
            if stop["there"]:
                break
            self.page.keyboard.press("ArrowDown")
            stop = choice.evaluate(STOP)
        if not choice.is_checked():
            self.page.keyboard.press("Space")
        expect(choice).to_be_checked()

    def unfold(self, summary: Locator) -> None:
        self.reach(summary)
        self.page.keyboard.press("Enter")

    def reach(self, target: Locator) -> dict[str, Any]:
        """Tab to an element, or to its group.

        On a fresh page the skip link is taken to the main part, and the way back from the
        end of the page to its footer.
        """
        back = bool(target.evaluate("target => target.closest('footer')"))
        self._skip(target)
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            stop: dict[str, Any] = target.evaluate(STOP)
            assert stop["shown"], f"the focus is not to be seen: {stop['what']}"
            if stop["there"] or stop["group"]:
                return stop
        pytest.fail(f"no Tab leads to {target}")

    def _skip(self, target: Locator) -> None:
        fresh = self.page.evaluate("document.activeElement === document.body")
        if not fresh or not target.evaluate("target => target.closest('main')"):
            return
        self.page.keyboard.press("Tab")
        expect(self.page.get_by_role("link", name="跳到正文")).to_be_focused()
        self.page.keyboard.press("Enter")
        expect(self.page.locator("main")).to_be_focused()


# How a person may come to a page: each errand has to be possible in all of them.
WAYS: tuple[tuple[type[Applicant], bool], ...] = (
    (Applicant, True),
    (Applicant, False),
    (KeyboardApplicant, True),
)
WAYS_IN_WORDS = ("scripts", "no-scripts", "keyboard")
