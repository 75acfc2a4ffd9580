"""Start the system's Chromium for a test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a headless Chromium; skip without one, but fail where CI is set."""
    path = os.environ.get("PORTAL_TEST_CHROMIUM") or shutil.which("chromium")
    if path is None:
        reason = "Browser tests need Chromium: apt install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"]
        )
        yield browser
        browser.close()
