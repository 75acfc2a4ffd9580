"""The four-zero lists go on to further pages, each with its own lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.publishing import record_renderers, renderers
from portal.publishing.building import build_release
from portal.publishing.releases import Release, Releases
from portal.publishing.store import View
from portal.publishing.syncing import sync
from tests.portal.publishing.samples import MemorySource
from tests.portal.publishing.test_syncing import assert_like_a_clean_build

FOLDER = "lists/zero/fee"
FIRST, SECOND = f"{FOLDER}/index.html", f"{FOLDER}/page-2/index.html"


@pytest.fixture
def release(
    releases: Releases, source: MemorySource, monkeypatch: pytest.MonkeyPatch
) -> Release:
    """The small district with two lines on a page of a list."""
    for module in (
        "theming.paging", "theming.zero_pages", "publishing.contents",
        "publishing.streams",
    ):  # fmt: skip
        monkeypatch.setattr(f"portal.{module}.PAGE_SIZE", 2)
    build_release(source=source, workers=1)
    return releases.require_current()


def held(release: Release) -> list[str]:
    with release.open_manifest() as manifest:
        rows = manifest.connection.execute(
            "SELECT code FROM members WHERE collection = 'zero:fee' "
            "ORDER BY sort_key, code"
        )
        return [code for (code,) in rows]


def read(release: Release, path: str) -> str:
    return (release.root / path).read_text("utf-8")


def test_each_matter_is_on_one_page_and_the_sitemap_has_them_all(
    release: Release,
) -> None:
    codes = held(release)
    assert len(codes) > 2
    pages = {
        path.relative_to(release.root).as_posix(): path.read_text("utf-8")
        for path in (release.root / FOLDER).rglob("index.html")
    }
    assert len(pages) == -(-len(codes) // 2)
    for place, code in enumerate(codes):
        having = [path for path in pages if f'href="/guides/{code}/"' in pages[path]]
        number = place // 2 + 1
        assert having == [
            FIRST if number == 1 else f"{FOLDER}/page-{number}/index.html"
        ]
    assert f"{len(codes)} 个事项，本页第 3 到第" in pages[SECOND]
    assert "按情形共" in pages[FIRST]
    assert f'href="/{FOLDER}/page-2/"' in pages[FIRST]
    assert f"/{FOLDER}/page-2/</loc>" in read(release, "sitemap.xml")
    assert (release.root / "elder" / SECOND).is_file()


def test_edit_makes_only_the_pages_that_can_differ(
    release: Release,
    source: MemorySource,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    made = []

    def zero(view: View, *, slug: str, number: int) -> bytes:
        made.append((slug, number))
        return record_renderers.zero(view, slug=slug, number=number)

    monkeypatch.setitem(renderers.RENDERERS, "zero", zero)
    code = held(release)[0]
    edited = source.matter(code)
    edited["guide"]["department_name"] = "云溪区民生服务局"
    source.put("matter", code, edited)

    assert FIRST in sync(source=source, workers=1).written
    assert ("fee", 1) in made
    assert ("fee", 2) not in made
    assert_like_a_clean_build(release, source, tmp_path / "edited")


def test_withdrawal_takes_the_last_page_away(
    release: Release, source: MemorySource, tmp_path: Path
) -> None:
    codes = held(release)
    for code in codes[2:]:
        source.withdraw("matter", code)

    removed = sync(source=source, workers=1).removed

    assert SECOND in removed
    assert not (release.root / SECOND).exists()
    assert "本页" not in read(release, FIRST)
    assert_like_a_clean_build(release, source, tmp_path / "fewer")
