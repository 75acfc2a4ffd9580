"""Brand kit, and lists that lead to pages and halls."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from portal.publishing.building import build_release
from portal.publishing.linked_data import linked_data_faults
from portal.publishing.releases import Release, Releases
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
