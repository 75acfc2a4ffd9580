from __future__ import annotations

import pytest

from portal.finding.variants import base_of, grouped
from search.service import GuideRecord, SearchRequest, rebuild, search
from tests.portal.finding.conftest import record


@pytest.mark.parametrize(
    ("title", "base"),
    [
        ("劳务派遣经营许可证延续", "劳务派遣经营许可"),
        ("劳务派遣经营许可证（注销）", "劳务派遣经营许可"),
        ("劳务派遣经营许可证延续审批(县级)", "劳务派遣经营许可"),
        ("高龄老年人津贴", ""),
        ("公司变更", ""),
    ],
)
def test_base_is_the_title_without_its_variant(title: str, base: str) -> None:
    assert base_of(title) == base


@pytest.mark.usefixtures("index")
def test_variants_follow_the_first_of_their_matter() -> None:
    made: list[GuideRecord] = [
        record("a-renew", "劳务派遣经营许可证延续"),
        record("a-change", "劳务派遣经营许可证变更"),
        record("b-renew", "劳务派遣经营许可证补办", department_key="other"),
    ]
    rebuild(made)

    groups = grouped(search(SearchRequest(text="劳务派遣经营许可证延续")).hits)

    assert groups[0].hit.code == "a-renew"
    assert [hit.code for hit in groups[0].variants] == ["a-change"]
    assert [group.hit.code for group in groups[1:]] == ["b-renew"]
