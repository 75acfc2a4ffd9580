"""Run axe-core inside a Playwright page."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.vnu import NODE_MODULES

# WCAG 2.2 AA and axe's best practices: the levels that the portal promises.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def run_axe(page: Page) -> list[dict[str, Any]]:
    """Return axe's violations on the page as it is shown now.

    The script is evaluated through the debugger, which the page's content policy does
    not stop.
    """
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(_source())
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", TAGS
    )
    violations: list[dict[str, Any]] = found["violations"]
    return violations


def describe(violations: list[dict[str, Any]]) -> str:
    """Return one line per element at fault."""
    return "\n".join(
        f"{each['id']} ({each['impact']}): {' '.join(map(str, node['target']))}"
        for each in violations
        for node in each["nodes"]
    )


@cache
def _source() -> str:
    installed = NODE_MODULES / "axe-core" / "axe.min.js"
    if not installed.is_file():
        package = importlib.util.find_spec("axe_playwright_python")
        assert package is not None
        assert package.origin is not None
        installed = Path(package.origin).parent / "axe.min.js"
    return installed.read_text(encoding="utf-8")
