from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from content.guide_files import store_guide_file
from content.importers.known import read_known
from content.importers.writers.places import fill_hall
from content.models import FeeRow, HallPage, Material, MatterPage, SiteSettings
from content.payloads import (
    MATTER_RELATIONS,
    department_payload,
    guide_from_page,
    hall_payload,
    load_matters,
    matter_payload,
    site_payload,
)
from tests.factories import content

pytestmark = pytest.mark.django_db


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


@pytest.mark.parametrize("slug", content.GUIDE_SLUGS)
def test_guide_comes_back_as_it_was_imported(slug: str) -> None:
    page = content.guide_matter(slug)
    stored = MatterPage.objects.get(pk=page.pk)
    assert canonical(guide_from_page(stored)) == canonical(content.guide_json(slug))


def test_payload_tells_everything_but_the_work_rules() -> None:
    payload = matter_payload(content.guide_matter("elder-allowance"))
    expected = content.guide_json("elder-allowance")
    del expected["work_rules"]
    assert payload["guide"] == expected
    assert payload["schema"] == 1
    assert payload["kind"] == "guide"
    assert payload["code"] == "elder-allowance"
    assert payload["source_id"] == "M1246"
    assert payload["url"] == "/guides/elder-allowance/"
    assert payload["keywords"] == ["养老"]


def test_catalogue_payload_has_the_same_keys_with_empty_values() -> None:
    catalogue = matter_payload(content.catalogue_matter())["guide"]
    full = matter_payload(content.guide_matter())["guide"]
    assert set(full) - set(catalogue) == set()
    assert catalogue["name"] == "企业投资项目备案"
    assert catalogue["matter_type_name"] == "其他行政权力"
    assert catalogue["department_name"] == "云溪区民政局"
    assert catalogue["life_event"] == "投资"
    assert catalogue["materials"] == []
    assert catalogue["online_form"] is None
    assert catalogue["proxy_allowed"] is False
    assert catalogue["promise_days"] is None
    assert catalogue["result"]["deliver_days"] == 0
    assert catalogue["zero_list"]["零收费"] is False


def test_payload_is_plain_json() -> None:
    payload = matter_payload(content.guide_matter("id-reissue"))
    assert json.loads(json.dumps(payload)) == payload
    assert payload["guide"]["fee"]["rows"][0]["amount"] == 40


def test_payload_of_one_page_takes_a_bounded_number_of_queries() -> None:
    page = MatterPage.objects.get(pk=content.guide_matter().pk)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        matter_payload(page)
    assert len(queries) <= len(MATTER_RELATIONS) + 4


def test_loaded_pages_need_no_query_for_their_rows() -> None:
    content.guide_matter("elder-allowance")
    content.guide_matter("elder-card")
    for number in range(1, 8):
        content.catalogue_matter(f"m{number:04}")
    with CaptureQueriesContext(connection) as queries:
        payloads = [matter_payload(page) for page in load_matters(MatterPage.objects)]
    assert len(payloads) == 9
    # Departments, pages, one per kind of row, the end of the pages, files of two guides.
    assert len(queries) <= len(MATTER_RELATIONS) + 5


def test_loading_in_batches_gives_every_page_once() -> None:
    codes = {content.catalogue_matter(f"m{number:04}").code for number in range(1, 6)}
    loaded = [page.code for page in load_matters(MatterPage.objects, batch_size=2)]
    assert sorted(loaded) == sorted(codes)


def test_edited_page_is_read_from_memory() -> None:
    page = MatterPage.objects.get(pk=content.guide_matter().pk)
    page.title = "高龄津贴"
    page.fee_rows = [FeeRow(name="工本费", standard="5元/证", amount=5)]
    page.materials = [Material(name="申请书", mat_kind="申请表单", sort_order=0)]
    guide = matter_payload(page)["guide"]
    assert guide["name"] == "高龄津贴"
    assert [material["name"] for material in guide["materials"]] == ["申请书"]
    assert [rule["name"] for rule in guide["scenario"]["rules"]] == ["情形1", "情形2"]
    assert guide["fee"]["rows"][0]["amount"] == 5
    assert guide["online_form"]["material_slots"][0]["name"] == "申请书"


def test_unsaved_page_below_a_known_department_has_a_payload() -> None:
    page = MatterPage(title="新事项", slug="new-matter", matter_type="20")
    page.known_parent = content.department()
    guide = matter_payload(page)["guide"]
    assert guide["department"] == "mzj"
    assert guide["materials"] == []


def test_attached_files_are_pinned_by_digest(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    guide_file = store_guide_file("files/elder-allowance/blank-2.html", b"<h1>1</h1>")
    payload = matter_payload(content.guide_matter())
    assert payload["attachments"] == [
        {"path": "files/elder-allowance/blank-2.html", "sha256": guide_file.sha256}
    ]


def test_department_payload_has_the_exchange_shape_and_an_address() -> None:
    page = content.department("mzj")
    payload = department_payload(page)
    record = content.department_records()["mzj"]
    assert {name: payload[name] for name in record} == record
    assert payload["url"] == "/departments/mzj/"
    assert payload["region_name"] == "云溪区"


def test_hall_payload_counts_windows_and_names_its_children() -> None:
    centre = content.hall("H-QU", lat=10.05, lng=140.05, windows_before=92)
    content.hall("H-JD01", title="云溪街道便民服务中心", parent_hall=centre)
    payload = hall_payload(centre)
    assert payload["windows_total"] == 2
    assert payload["accept_windows"] == 1
    assert payload["before_after"] == {"windows": [92, 2], "note": ""}
    assert payload["geo"] == {"lat": 10.05, "lng": 140.05}
    assert payload["hours"] == [
        {"weekday": 1, "from": "09:00", "to": "12:00", "kind": "正常", "note": ""}
    ]
    assert payload["children"] == [
        {"code": "H-JD01", "name": "云溪街道便民服务中心", "url": "/halls/H-JD01/"}
    ]


def test_hall_tells_its_posts_plans_and_brand_where_filled_in() -> None:
    hall = content.hall(brand_files=["files/brand/sign.html"])
    window, zone = hall.windows.first(), hall.zones.first()
    window.duty_a, window.duty_b, window.hours = "0001号 赵某", "0002号 钱某", "全天"
    zone.plan, zone.plan_alt = "files/halls/h-qu.html", "进门右手"
    hall.windows, hall.zones = [window], [zone]
    payload = hall_payload(hall)
    shown = payload["windows"][0]
    assert (shown["duty_a"], shown["duty_b"]) == ("0001号 赵某", "0002号 钱某")
    assert shown["hours"] == "全天"
    assert payload["zones"][0]["plan"] == "files/halls/h-qu.html"
    assert payload["brand_files"] == ["files/brand/sign.html"]
    again = HallPage()
    fill_hall(again, payload, read_known())
    assert hall_payload(again)["windows"] == payload["windows"]
    assert hall_payload(again)["zones"] == payload["zones"]


def test_lower_hall_names_its_parent() -> None:
    centre = content.hall("H-QU")
    payload = hall_payload(content.hall("H-JD01", parent_hall=centre))
    assert payload["parent_hall"] == "H-QU"
    assert payload["parent_name"] == "云溪区政务服务中心"
    assert payload["park"] is None


def test_site_payload_uses_the_settings_of_the_site() -> None:
    content.home()
    site = Site.objects.get(is_default_site=True)
    SiteSettings.objects.filter(site=site).update(icp="虚构备12345号")
    payload = site_payload(site)
    assert payload["name"] == "云溪区政务服务"
    assert payload["icp"] == "虚构备12345号"
    assert payload["hotline"] == "12345"


def test_site_payload_without_settings_writes_nothing() -> None:
    content.home()
    SiteSettings.objects.all().delete()
    payload = site_payload(Site.objects.get(is_default_site=True))
    assert payload["name"] == "云溪区政务服务"
    assert not SiteSettings.objects.exists()


def test_department_and_hall_payloads_take_few_queries() -> None:
    department = content.DepartmentPage.objects.get(pk=content.department("mzj").pk)
    with CaptureQueriesContext(connection) as queries:
        department_payload(department)
    assert len(queries) <= 4
    hall = content.HallPage.objects.get(pk=content.hall("H-QU").pk)
    with CaptureQueriesContext(connection) as queries:
        hall_payload(hall)
    assert len(queries) <= 9
