from __future__ import annotations

import json
import re
import time

import pytest
from django.conf import settings

from portal.theming.variants.english import is_chinese
from portal.theming.variants.english_page import texts_of
from tests.docs.test_requirements import PAGES
from tests.integration.portal import Installation

GUIDES_WITHOUT_CATALOGUE_ROW = 2
CATALOGUE_ROWS = 1941
ENGLISH = settings.FIXTURES_DIR / "demo" / "english"
TRANSLATED = sorted(ENGLISH.glob("*.json"))


def test_demo_ends_in_time_with_every_matter(demo_installation: Installation) -> None:
    report = demo_installation.demo
    assert report["matters"] == CATALOGUE_ROWS + GUIDES_WITHOUT_CATALOGUE_ROW
    assert report["changed"] is True
    assert demo_installation.seconds < 180


def test_demo_again_changes_nothing_within_15_seconds(
    demo_installation: Installation,
) -> None:
    start = time.monotonic()
    report = demo_installation.report("demo", "--no-serve")
    assert report["changed"] is False
    assert time.monotonic() - start < 15


def test_demo_gives_each_matter_a_page_and_json(
    demo_installation: Installation,
) -> None:
    guides = demo_installation.folder / "releases" / "current" / "guides"
    codes = demo_installation.python(
        "from portal.publishing.models import MatterVersion as V;"
        "print(*V.objects.filter(effective_to=None).values_list('code', flat=True))"
    ).split()
    missing = [
        code
        for code in codes
        if not (guides / code / "index.html").is_file()
        or not (guides / code / "index.json").is_file()
    ]
    assert len(codes) == CATALOGUE_ROWS + GUIDES_WITHOUT_CATALOGUE_ROW
    assert missing == []


def test_check_site_finds_nothing_to_mend(demo_installation: Installation) -> None:
    report = demo_installation.report("check_site")
    assert report["pages"] > CATALOGUE_ROWS
    assert report["broken_links"] == []
    assert report["missing_tags"] == []
    assert report["manifest_mismatches"] == []


def test_verify_archive_of_a_fresh_demo_passes(
    demo_installation: Installation,
) -> None:
    assert demo_installation.report("verify_archive")["ok"] is True


def test_pages_that_show_the_requirements_are_built(
    demo_installation: Installation,
) -> None:
    release = demo_installation.folder / "releases" / "current"
    lost = [
        address
        for address in PAGES
        if not (release / address.lstrip("/")).is_file()
        and not (release / address.strip("/") / "index.html").is_file()
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("区级大厅", "1"),
        ("街道中心", "10"),
        ("社区站", "95"),
        ("窗口", "480"),
        ("综合窗口", "403"),
        ("列入进驻方案的事项", "281"),
        ("进驻区级大厅", "138"),
        ("进驻街道中心", "46"),
        ("进驻社区站", "3"),
        ("进驻专业大厅", "74"),
        ("未进驻", "20"),
        ("进驻率", "93%"),
        ("一件事", "101"),
        ("高频", "22"),
        ("镇街可办", "8"),
        ("云溪区街道政务服务事项“通办通取”清单", "30"),
        ("云溪区、青澜县、龙屏县政务服务“跨城通办”合作协议", "127"),
        ("免交复印件清单", "39"),
        ("优惠政策和人才服务窗口事项", "42"),
        ("12345热线常见诉求责任清单", "100"),
        ("零材料", "21"),
        ("零时限", "10"),
        ("零距离", "35"),
        ("零收费", "46"),
        ("全部职权", "198"),
    ],
)
def test_figures_of_the_documents_come_out_of_what_is_published(
    demo_installation: Installation, name: str, value: str
) -> None:
    file = demo_installation.folder / "releases" / "current" / "data" / "figures.json"
    groups = json.loads(file.read_text(encoding="utf-8"))["groups"]
    found = {
        figure["name"]: figure["value"]
        for group in groups
        for figure in group["figures"]
    }
    assert found[name] == value


@pytest.mark.parametrize("code", [file.stem for file in TRANSLATED])
def test_chosen_guide_is_wholly_in_english(
    demo_installation: Installation, code: str
) -> None:
    root = demo_installation.folder / "releases" / "current"
    known = json.loads((ENGLISH / f"{code}.json").read_text("utf-8"))
    standard = (root / f"guides/{code}/index.html").read_text("utf-8")
    assert known.keys() <= {each.text for each in texts_of(standard)}, "unused"

    page = (root / f"en/guides/{code}/index.html").read_text("utf-8")
    assert "Translated from Chinese. The Chinese text alone is binding." in page
    main = page[page.index("<main") : page.index("</main>")]
    # Names as they stand on papers and doors are told beside the English, and marked.
    assert not is_chinese(re.sub(r'<span lang="zh-CN">[^<]*</span>', "", main))
    assert len(re.findall(r'<span lang="zh-CN">', main)) < len(known) / 4
