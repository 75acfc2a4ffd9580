"""Themes come back as they were imported; what is merged follows from the guides."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from content.models import ThemePage
from content.themes.merging import critical_path, merge_theme
from content.themes.records import fill_theme, theme_payload, theme_record
from tests.factories import content

RECORDS: list[dict[str, Any]] = json.loads(
    (content.DEMO / "themes.json").read_text(encoding="utf-8")
)["themes"]
FULL = [record for record in RECORDS if record["detail"] == "full"]
GUIDES = {slug: content.guide_json(slug) for slug in content.GUIDE_SLUGS}


def theme(record: dict[str, Any]) -> ThemePage:
    page = ThemePage()
    page.known_parent = content.department(record["lead_department"] or "zfj")
    fill_theme(page, record)
    return page


@pytest.mark.django_db
def test_every_theme_of_the_demo_comes_back_as_it_was() -> None:
    assert len(RECORDS) == 101
    assert [r["code"] for r in RECORDS if theme_record(theme(r), GUIDES) != r] == []
    assert not any(theme(record).publish_errors() for record in RECORDS)


@pytest.mark.django_db
@pytest.mark.parametrize("record", FULL, ids=lambda record: record["code"])
def test_merged_numbers_never_exceed_the_sum_of_the_members(
    record: dict[str, Any],
) -> None:
    merged = merge_theme(theme_payload(theme(record)), GUIDES)
    papers, form = merged["merged_materials"], merged["merged_form"]
    assert papers["after_total"] <= papers["before_total"]
    assert form["fields_after"] <= form["fields_before"]
    combined = merged["combined"]
    assert combined["promise_days"] <= combined["sum_of_members"]


@pytest.mark.django_db
def test_change_of_a_member_guide_changes_what_is_merged() -> None:
    payload = theme_payload(theme(FULL[1]))
    guides = copy.deepcopy(GUIDES)
    guides["ss-card"]["promise_days"] = 30
    guides["ss-card"]["materials"].pop()
    before, after = merge_theme(payload, GUIDES), merge_theme(payload, guides)
    assert after["combined"]["promise_days"] == 30
    assert (
        after["merged_materials"]["before_total"]
        == before["merged_materials"]["before_total"] - 1
    )


@pytest.mark.django_db
def test_member_that_is_not_published_is_left_out_of_the_merging() -> None:
    payload = theme_payload(theme(FULL[1]))
    without = {code: guide for code, guide in GUIDES.items() if code != "ss-card"}
    merged = merge_theme(payload, without)
    assert "社会保障卡" not in merged["results"]
    assert [m["days"] for m in merged["members"] if m["guide"] == "ss-card"] == [None]


def test_time_follows_the_longest_chain() -> None:
    members = [
        {"order": 1, "days": 3, "depends_on": []},
        {"order": 2, "days": 5, "depends_on": [1]},
        {"order": 3, "days": 7, "depends_on": []},
        {"order": 4, "days": None, "depends_on": [2, 3]},
    ]
    assert critical_path(members) == 8
    assert critical_path([]) == 0


def test_members_that_wait_for_each_other_are_refused() -> None:
    members = [
        {"order": 1, "days": 1, "depends_on": [2]},
        {"order": 2, "days": 1, "depends_on": [1]},
    ]
    with pytest.raises(ValueError, match="waits for itself"):
        critical_path(members)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"members": []}, "members"),
        ({"side": ""}, "side"),
        ({"before": {}}, "visits_before"),
    ],
)
def test_theme_that_lacks_what_it_must_show_is_refused(
    change: dict[str, Any], field: str
) -> None:
    assert field in theme(FULL[0] | change).publish_errors()


@pytest.mark.django_db
def test_theme_with_a_member_after_itself_is_refused() -> None:
    record = copy.deepcopy(FULL[0])
    record["members"][1]["depends_on"] = [2]
    assert "前序" in str(theme(record).publish_errors()["members"])
    record["members"][1]["depends_on"] = [9]
    assert "9" in str(theme(record).publish_errors()["members"])
