"""Powers come back as they were imported, with matters looked up where they are typed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.bulk.pages import create_pages
from content.models import PowerItemPage
from content.powers import (
    fill_power,
    load_powers,
    matters_by_power,
    power_payload,
    power_record,
)
from content.powers.links import matters_of_power, sub_items_of
from content.powers.records import export_powers
from tests.factories import content

pytestmark = pytest.mark.django_db

RECORDS: list[dict[str, Any]] = json.loads(
    (content.DEMO / "power_items.json").read_text(encoding="utf-8")
)["items"]


def power(record: dict[str, Any]) -> PowerItemPage:
    page = PowerItemPage()
    page.known_parent = content.department(record["department"])
    fill_power(page, record)
    return page


def test_every_power_of_the_demo_comes_back_as_it_was() -> None:
    differing = [
        record["code"]
        for record in RECORDS
        if power_record(power(record), record["matters"]) != record
    ]
    assert len(RECORDS) == 198
    assert differing == []


def test_powers_stored_in_bulk_are_exported_as_they_were() -> None:
    records = [record for record in RECORDS if record["department"] == "gaj"]
    department = content.department("gaj")
    pages = [power(record) for record in records]
    assert not any(page.publish_errors() for page in pages)
    for _batch in create_pages(department, pages, publish=True):
        pass
    exported = list(export_powers(PowerItemPage.objects.all()))
    expected = sorted(records, key=lambda record: record["code"])
    assert exported == [record | {"matters": []} for record in expected]


def test_matters_of_a_power_are_those_that_name_it() -> None:
    matter = content.guide_matter("food")
    content.guide_matter("drainage", live=False)
    assert matters_by_power([matter.power_item, "nothing", ""]) == {
        matter.power_item: ["food"]
    }


def test_published_power_names_its_department_and_no_matters() -> None:
    payload = power_payload(power(RECORDS[0]))
    assert payload["url"] == f"/powers/{RECORDS[0]['code']}/"
    assert payload["department_url"] == "/departments/gaj/"
    assert "matters" not in payload


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"bases": []}, "bases"),
        ({"duties": []}, "duties"),
        ({"accountability": []}, "accountability"),
        ({"supervise_tel": ""}, "supervise_tel"),
        ({"category": "02", "penalty_scope": ""}, "penalty_scope"),
        ({"effective_on": ""}, "effective_on"),
    ],
)
def test_power_that_lacks_what_the_list_must_show_is_refused(
    change: dict[str, Any], field: str
) -> None:
    assert field in power(RECORDS[0] | change).publish_errors()
    assert not power(RECORDS[0]).publish_errors()


def test_loading_powers_takes_the_same_queries_for_any_number() -> None:
    department = content.department("gaj")
    records = [record for record in RECORDS if record["department"] == "gaj"]
    pages = [power(record) for record in records]
    for _batch in create_pages(department, pages, publish=True):
        pass
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(list(load_powers(PowerItemPage.objects.all()))) == len(records)
    # Departments, powers, four kinds of rows, and the query that finds no more.
    assert len(queries) == 7


def test_what_a_power_tells_beyond_the_demo_comes_back_too() -> None:
    record = RECORDS[0] | {
        "parent": RECORDS[1]["code"],
        "co_departments": ["rsj"],
        "flow": "files/food/blank-2.html",
        "fee_note": "工本费20元",
    }
    assert power_record(power(record), record["matters"]) == record
    assert power_payload(power(record))["parent"] == RECORDS[1]["code"]


def test_sub_item_may_be_stored_before_its_main_item() -> None:
    sub = content.power(parent=RECORDS[1]["code"])
    main = content.power(RECORDS[1]["code"])
    assert list(sub_items_of(main)) == [sub]
    assert list(sub_items_of(sub)) == []


def test_matters_of_one_power_include_drafts() -> None:
    live = content.guide_matter("food")
    draft = content.catalogue_matter(power_item=live.power_item, live=False)
    power_of_both = PowerItemPage.objects.get(code=live.power_item)
    assert list(matters_of_power(power_of_both)) == [live, draft]


def test_powers_are_loaded_in_small_batches() -> None:
    for record in RECORDS[:5]:
        content.power(record["code"])
    loaded = list(load_powers(PowerItemPage.objects.all(), batch_size=2))
    assert [page.code for page in loaded] == [r["code"] for r in RECORDS[:5]]


def test_links_of_many_powers_take_one_query() -> None:
    matter = content.guide_matter("food")
    codes = [record["code"] for record in RECORDS]
    with CaptureQueriesContext(connection) as queries:
        assert matters_by_power(codes) == {matter.power_item: ["food"]}
    assert len(queries) == 1
