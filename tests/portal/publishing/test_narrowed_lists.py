"""Themes and articles narrowed by links, in pages that come and go with them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from portal.publishing.building import build_release
from portal.publishing.releases import Release, Releases
from portal.publishing.syncing import sync
from tests.portal.publishing.samples import MemorySource, district
from tests.portal.publishing.test_syncing import assert_like_a_clean_build


def article(no: str, kind: str, day: str) -> dict[str, Any]:
    blank = ("doc_no", "index_no", "made_on", "validity", "expire_at", "disclosure")
    return dict.fromkeys(blank, "") | {
        "kind": kind, "title": f"{kind}{no}", "url": f"/news/{no}/", "summary": "摘要",
        "body": "正文", "published_on": day, "source": "区政府", "issuer_name": "区政府",
        "attachments": [], "related_guides": [], "policy": "", "no": no,
    }  # fmt: skip


def theme(code: str, side: str) -> dict[str, Any]:
    return {
        "code": code, "name": f"{code}一件事", "url": f"/themes/{code}/", "side": side,
        "stage": "其他", "detail": "names_only", "highlight": False, "members": [],
        "town_level": False, "lead_department": None, "windows": [], "questions": [],
        "before": {}, "note": "", "state": "在用", "lead_department_name": "",
        "steps_after": None,
    }  # fmt: skip


@pytest.fixture
def source() -> MemorySource:
    made = district(guides=1, halls=1)
    for code, side in (("YJS-1", "个人"), ("YJS-2", "企业"), ("YJS-3", "企业")):
        made.put("theme", code, theme(code, side))
    for no, kind in (("tz1", "通知"), ("tz2", "通知"), ("gg1", "公告")):
        made.put("article", no, article(no, kind, f"2026-10-0{no[-1]}"))
    return made


@pytest.fixture
def built(releases: Releases, source: MemorySource) -> Release:
    build_release(source=source, workers=1)
    return releases.require_current()


def main_of(release: Release, path: str) -> str:
    page = (release.root / path / "index.html").read_text(encoding="utf-8")
    return page.partition("<main")[2].partition("</main>")[0]


def choices(page: str) -> dict[str, tuple[str, str]]:
    found = re.findall(
        r'<li><a href="([^"]+)"( aria-current="true")?>([^<]+) <small>(\d+)', page
    )
    return {url: (current, amount) for url, current, _name, amount in found}


def test_lists_are_narrowed_by_links_and_say_how_many_are_there(
    built: Release, source: MemorySource, tmp_path: Path
) -> None:
    whole = choices(main_of(built, "themes"))
    assert {url: amount for url, (_current, amount) in whole.items()} == {
        "/themes/": "3",
        "/themes/for/person/": "1",
        "/themes/for/company/": "2",
    }
    assert whole["/themes/"][0]
    companies = main_of(built, "themes/for/company")
    assert choices(companies)["/themes/for/company/"][0]
    assert "YJS-2" in companies
    assert "YJS-1" not in companies
    assert 'href="/data/themes.csv"' in companies

    notices = main_of(built, "news/kind/notice")
    assert notices.index("通知tz2") < notices.index("通知tz1")
    assert "最近一篇在 2026-10-02" in notices
    assert "公告gg1" not in notices

    source.withdraw("article", "gg1")
    written = set(sync(source=source).written)
    assert not (built.root / "news/kind/announcement").exists()
    assert "/news/kind/announcement/" not in main_of(built, "news")
    assert {"news/index.html", "news/kind/notice/index.html"} <= written
    sitemap = (built.root / "sitemap.xml").read_text(encoding="utf-8")
    assert "/news/kind/notice/<" in sitemap
    assert "/news/kind/announcement/<" not in sitemap
    assert_like_a_clean_build(built, source, tmp_path / "clean")
