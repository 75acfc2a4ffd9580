"""The power list by department and kind: pages for each choice, without a script."""

from __future__ import annotations

import re
from typing import Any

import pytest

from portal.publishing.building import build_release
from portal.publishing.releases import Release, Releases
from tests.portal.publishing.samples import MemorySource
from tests.theme_samples import payloads

AMOUNTS = {("mzj", "01"): 2, ("mzj", "05"): 1, ("wjj", "01"): 1}


def power(department: str, category: str, number: int) -> dict[str, Any]:
    code = f"{department}-{category}-{number}"
    told = (
        "handling_unit", "level", "source", "process", "penalty_scope", "boundary",
        "supervise_tel", "no_matter_reason",
    )  # fmt: skip
    rows = ("bases", "duties", "accountability", "service_objects", "changes")
    return {
        **dict.fromkeys(told, ""),
        **{name: [] for name in rows},
        "code": code,
        "name": f"职权{code}",
        "category": category,
        "department": department,
        "department_name": payloads.departments()[department]["name"],
        "statutory_days": None,
        "on_application": True,
        "effective_on": f"2026-0{number}-01",
        "state": "在用",
        "parent": None,
        "url": f"/powers/{code}/",
    }


@pytest.fixture
def release(releases: Releases, source: MemorySource) -> Release:
    for (department, category), amount in AMOUNTS.items():
        for number in range(1, amount + 1):
            made = power(department, category, number)
            source.put("power", made["code"], made)
    build_release(source=source, workers=1)
    return releases.require_current()


def read(release: Release, address: str) -> str:
    return (release.root / address.strip("/") / "index.html").read_text("utf-8")


def test_reader_narrows_from_all_to_department_and_kind_by_links(
    release: Release,
) -> None:
    assert 'href="/powers/department/mzj/"' in read(release, "/powers/")
    assert 'href="/powers/department/mzj/01/"' in read(
        release, "/powers/department/mzj/"
    )
    shown = read(release, "/powers/department/mzj/01/")
    listed = re.findall(r'href="/powers/((?:mzj|wjj)-\d\d-\d)/"', shown)
    assert listed == ["mzj-01-1", "mzj-01-2"]
    assert "共 2 项，最近一次调整在 2026 年 2 月 1 日" in shown


def test_every_choice_leads_to_a_page_with_as_many_powers_as_it_says(
    release: Release,
) -> None:
    pattern = (
        r'<a href="(/powers/(?:department|category)/[\w/]+/)"[^>]*>[^<]+<small>(\d+)'
    )
    told = re.findall(pattern, read(release, "/powers/department/mzj/01/"))
    assert len(told) == 6
    for address, amount in told:
        assert f"共 {amount} 项" in read(release, address)
