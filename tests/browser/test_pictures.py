"""A change of look is seen by a person: pages are compared with approved pictures.

`PORTAL_APPROVE_PICTURES=1 uv run --group dev pytest tests/browser/test_pictures.py` approves
what is shown now; look at the changed files before committing them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page

from tests.browser import pictures
from tests.browser.chromium import chromium
from tests.browser.static_server import serving
from tests.browser.variant_site import write_site

pytestmark = pytest.mark.browser

KINDS = ("home", "guide", "hall")
LOOKS = ("default", "elder", "kiosk", "dark", "contrast", "print")
WIDTHS = (320, 768, 1280)
HEIGHT = 1100
LATE = {  # what a script adds after the page is painted
    "guide": "[data-working-days] time",
    "hall": "[data-open]:not([hidden])",
}
MOST_BYTES = 3_000_000
CALIBRATION = "calibration"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("pictures")
    write_site(root, list(KINDS))
    sample = "<p>云溪区政务服务 Yunxi 0123456789 <b>粗体</b> <code>code</code>"
    css = next((root / "assets" / "css").glob("site.*.css")).name
    (root / f"{CALIBRATION}.html").write_text(
        f'<link rel="stylesheet" href="/assets/css/{css}"><body>{sample}'
    )
    with serving(root) as address:
        yield address


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with chromium() as browser:
        yield _fixed(browser)


def _fixed(browser: Browser) -> Page:
    page = browser.new_context(reduced_motion="reduce").new_page()
    page.clock.set_fixed_time("2026-11-20T02:00:00Z")
    return page


@pytest.fixture(scope="module")
def same_fonts(base: str, page: Page) -> None:
    """Skip where text looks different from where the pictures were approved."""
    page.set_viewport_size({"width": 600, "height": 80})
    page.goto(f"{base}/{CALIBRATION}.html")
    seen = pictures.reduced(page.screenshot())
    if pictures.approving():
        pictures.keep(CALIBRATION, seen)
        return
    known = pictures.approved(CALIBRATION)
    assert known is not None, f"'{CALIBRATION}.png' is missing; approve the pictures"
    if pictures.share_different(seen, known) > pictures.MOST_DIFFERENT:
        pytest.skip(
            "This machine draws text in other fonts than the approved pictures have, "
            "so every line would differ; '.ci/install-services' installs those."
        )


def _show(page: Page, base: str, kind: str, look: str, width: int) -> bytes:
    variant = f"-{look}" if look in ("elder", "kiosk") else ""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.emulate_media(media="print" if look == "print" else "screen")
    page.goto(f"{base}/{kind}{variant}.html")
    if look in ("dark", "contrast"):
        page.evaluate(
            "name => document.documentElement.classList.add(name)", f"m-{look}"
        )
    late = [LATE[kind]] if kind in LATE else []
    late += [] if look == "kiosk" else [".modes:not([hidden])"]
    for each in late:
        page.locator(each).first.wait_for(state="attached")
    return page.screenshot(animations="disabled")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("same_fonts")
def test_page_looks_as_approved(
    page: Page, base: str, tmp_path: Path, kind: str, look: str, width: int
) -> None:
    name = f"{kind}-{look}-{width}"
    seen = pictures.reduced(_show(page, base, kind, look, width))
    if pictures.approving():
        pictures.keep(name, seen)
    known = pictures.approved(name)
    assert known is not None, f"'{name}.png' is not approved yet"
    share = pictures.share_different(seen, known)
    seen.save(tmp_path / f"{name}.png")
    assert share <= pictures.MOST_DIFFERENT, (
        f"{share:.2%} of the pixels of '{name}' are not as approved; what is seen now is "
        f"'{tmp_path / name}.png'. If it is meant, approve it: see the top of this file."
    )


def test_pictures_are_small() -> None:
    files = list(pictures.FOLDER.glob("*.png"))
    assert len(files) == len(KINDS) * len(LOOKS) * len(WIDTHS) + 1
    assert sum(file.stat().st_size for file in files) < MOST_BYTES


def test_comparison_sees_what_a_person_would() -> None:
    known = Image.new("RGB", (100, 100), "white")
    slight = Image.new("RGB", (100, 100), (204, 255, 255))
    assert pictures.share_different(slight, known) == 0
    moved = known.copy()
    ImageDraw.Draw(moved).rectangle((0, 0, 9, 9), fill="black")
    assert pictures.share_different(moved, known) == 0.01
    assert pictures.share_different(known.resize((100, 90)), known) == 1
