"""Brand kit, lists that lead to pages and halls, and the handbook in books."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from portal.publishing.building import build_release
from portal.publishing.linked_data import linked_data_faults
from portal.publishing.releases import Release, Releases
from portal.theming import handbook_pages
from tests.portal.publishing.samples import MemorySource, district
from tests.theme_samples import payloads

BLANK = (
    "guide", "group", "hall", "instead", "matter_id", "note", "page_url", "place_level",
    "reason", "rule",
)  # fmt: skip
HALL, HALL_PAGE = "H-QU", payloads.halls()["H-QU"]["url"]


def listed(key: str, *items: dict[str, str]) -> dict[str, Any]:
    return {
        "authority": "区政府办", "department": "zfj", "department_name": "区政数局",
        "items": [
            dict.fromkeys(BLANK, "") | {"order": number} | item
            for number, item in enumerate(items, start=1)
        ],
        "key": key, "list_kind": "other", "name": f"清单{key}", "note": "",
        "published_on": "2026-03-01", "rule": "", "url": f"/lists/{key}/",
    }  # fmt: skip


def cross_list(*items: dict[str, Any]) -> dict[str, Any]:
    told = listed("legal-aid-city") | {"scope": "3", "agreement": None}
    rows = [
        {
            "order": 1, "name": "", "guide": "", "matter_id": "", "decide": "",
            "department_group": "", "accept_places": [], "pick_up": [], "removed": [],
            "mode": "异地代收代办", "remote_contact": "",
        }
        | item
        for item in items
    ]  # fmt: skip
    return told | {"attachments": [], "items": rows, "scope_name": "市域通办"}


def edition(amount: int) -> dict[str, Any]:
    items = [
        {
            "code": "birth-cert" if number == 1 else f"gone-{number}",
            "name": f"事项{number}", "url": "/guides/birth-cert/",
            "department": "mzj", "department_name": "区民政局",
            "topic": "婚姻登记" if number % 2 else "生育收养",
            "who": "本人", "limit": "5 个工作日", "cost": "不收费", "visits": "0 次",
            "conditions": ["有身份证"], "materials": ["申请书"], "stages": ["受理"],
            "bases": ["《某法》第一条"], "tel": "0600-5550000",
        }
        for number in range(1, amount + 1)
    ]  # fmt: skip
    return {
        "key": "2026-11-02", "name": "政务服务明白册", "issued_on": "2026-11-02",
        "url": "/handbook/2026-11-02/", "items": items,
    }  # fmt: skip


@pytest.fixture
def built(releases: Releases) -> Release:
    source: MemorySource = district(guides=2, halls=1)
    kit = {"name": "着装", "group": "统一服务规范", "rule": "穿统一工装"}
    rows = (
        {"name": "三级大厅", "group": "一站式整合", "page_url": "/halls/"},
        {"name": "亲清驿站", "group": "区级", "hall": HALL, "rule": "陪办"},
    )
    legal = {
        "name": "法律援助申请", "accept_places": [HALL], "decide": "区司法局",
        "remote_contact": "管辖地机构 12348",
    }  # fmt: skip
    source.put("list", "brand-kit", listed("brand-kit", kit))
    source.put("list", "four-ones", listed("four-ones", *rows))
    source.put("cross_list", "legal-aid-city", cross_list(legal))
    source.put("handbook", "2026-11-02", edition(3))
    build_release(source=source, workers=1)
    return releases.require_current()


def main_of(release: Release, path: str) -> str:
    page = (release.root / path / "index.html").read_text(encoding="utf-8")
    assert list(linked_data_faults(path, page.encode())) == []
    return page.partition("<main")[2].partition("</main>")[0]


def test_pages_of_the_reform_lead_to_what_they_name(built: Release) -> None:
    assert re.search(r'href="/lists/four-ones/"', main_of(built, "lists"))
    ones = main_of(built, "lists/four-ones")
    assert '<a href="/halls/">三级大厅</a>' in ones
    assert f'<a href="{HALL_PAGE}">' in ones

    # Where it is taken in is told apart from who decides.
    legal = main_of(built, "lists/legal-aid-city")
    accepting = re.search(r'data-l="在哪里受理">(.*?)</td>', legal)
    deciding = re.search(r'data-l="谁审批">(.*?)</td>', legal)
    assert accepting
    assert f'href="{HALL_PAGE}"' in accepting[1]
    assert "12348" in accepting[1]
    assert deciding
    assert deciding[1] == "区司法局"

    kit = main_of(built, "lists/brand-kit")
    assert "穿统一工装" in kit
    pictures = set(re.findall(r'(?:src|href)="(/brand/[^"]+\.svg)"', kit))
    assert len(pictures) == 2
    for picture in pictures:
        root = ElementTree.fromstring((built.root / picture[1:]).read_bytes())
        assert root.tag.endswith("svg")
    sign = (built.root / "brand/sign-district.svg").read_text(encoding="utf-8")
    assert "政务服务中心" in sign

    # The handbook: an edition of books, a book of chapters with matters.
    assert 'href="/handbook/2026-11-02/mzj/"' in main_of(built, "handbook/2026-11-02")
    book = main_of(built, "handbook/2026-11-02/mzj")
    anchors = re.findall(r'href="#([cm]\d)"', book)
    assert anchors == ["c1", "m1", "m2", "c2", "m3"]
    assert all(f'id="{anchor}"' in book for anchor in anchors)
    # What is withdrawn by now is told without a link.
    assert book.count('href="/guides/') == 1
    sitemap = (built.root / "sitemap.xml").read_text(encoding="utf-8")
    assert "/handbook/2026-11-02/mzj/<" in sitemap


def test_long_book_is_divided_into_volumes() -> None:
    most = handbook_pages.MOST_MATTERS
    books = handbook_pages.books_of(edition(2 * most + 1))
    assert [len(book.items) for book in books] == [most, most, 1]
    assert [book.slug for book in books] == ["mzj/1", "mzj/2", "mzj/3"]
    assert "第 3 册" in books[2].name


def test_edition_from_before_books_had_keys_has_books_too() -> None:
    old = edition(2)
    for item in old["items"]:
        del item["department"], item["topic"]
    (book,) = handbook_pages.books_of(old)
    assert book.url == "/handbook/2026-11-02/d1/"
