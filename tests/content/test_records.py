"""Regions, departments, halls and catalogue entries refuse what contradicts itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from content.models import (
    BasicMatter,
    FeeRow,
    MatterPage,
    OpeningBlock,
    Region,
    Window,
    Zone,
)
from tests.factories import content

pytestmark = pytest.mark.django_db


def refusal_of(record: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        record.full_clean()
    return " ".join(caught.value.messages)


def test_region_below_its_parent_is_taken() -> None:
    street = Region(
        code="990101001",
        name="云溪街道",
        short_name="云溪",
        level="5",
        parent=content.region(),
    )
    street.full_clean()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"code": "990102001"}, "以上级区划“990101”"),
        ({"code": "990101"}, "应为9位"),
        ({"level": "1"}, "只能是2(省)至6"),
        ({"statutory": False}, "所在法定区划"),
        ({"site_id_code": "123"}, "网站标识码"),
        (
            {"valid_from": dt.date(2020, 1, 1), "valid_to": dt.date(2019, 1, 1)},
            "不能早于启用日期",
        ),
    ],
)
def test_region_that_contradicts_itself_is_refused(
    values: dict[str, Any], message: str
) -> None:
    parent = content.region()
    given = {"code": "990101001", "name": "街道", "short_name": "街", "level": "5"}
    assert message in refusal_of(Region(parent=parent, **(given | values)))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"supervise_tel": "0600-5551060", "tel": "0600-5551060"},
            "不能与咨询电话相同",
        ),
        ({"nature": "3"}, "委托机关"),
        ({"hall_since": None}, "进驻日期"),
        ({"uscc": "11990101000000019Y"}, "校验码"),
        ({"duties": ""}, "主要职责"),
        ({"slug": "民政局"}, "只用字母"),
    ],
)
def test_live_department_that_contradicts_itself_is_refused(
    values: dict[str, Any], message: str
) -> None:
    page = content.department("mzj")
    for name, value in values.items():
        setattr(page, name, value)
    assert message in refusal_of(page)


def test_draft_department_may_lack_nearly_everything() -> None:
    content.home()
    page = content.DepartmentPage(title="新设机构", live=False)
    content.add_page(content.department_index(), page)
    assert page.key == "xinshejigou"


def test_second_page_of_the_same_name_gets_another_key() -> None:
    content.home()
    for _time in range(2):
        page = content.DepartmentPage(title="新设机构", live=False)
        content.add_page(content.department_index(), page)
    assert page.key == "xinshejigou-2"


def test_matters_of_two_departments_may_not_share_a_code() -> None:
    content.catalogue_matter("m0001")
    page = MatterPage(
        title="另一事项", slug="m0001", kind="catalogue", matter_type="20"
    )
    with pytest.raises(ValidationError, match="m0001"):
        content.add_page(content.department("scj"), page)


def test_matters_may_not_share_a_source_even_past_validation() -> None:
    content.catalogue_matter("m0001")
    other = content.catalogue_matter("m0002")
    with pytest.raises(IntegrityError), transaction.atomic():
        MatterPage.objects.filter(pk=other.pk).update(source_id="M0001")


def test_matters_without_a_source_are_many() -> None:
    content.catalogue_matter("m0001", source_id="")
    content.catalogue_matter("m0002", source_id="")


def test_copied_matter_gets_a_code_of_its_own() -> None:
    page = content.catalogue_matter("m0001")
    copy = page.copy(update_attrs={"slug": "m0001-copy"}, keep_live=False)
    assert (copy.code, copy.source_id) == ("m0001-copy", "")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"windows": [Window(number="1", name="甲"), Window(number="1", name="乙")]},
            "重复",
        ),
        ({"windows": [Window(number="1", name="甲", zone="ZZ")]}, "功能区“ZZ”不存在"),
        ({"opening_blocks": []}, "办公时段"),
        ({"transport": ""}, "交通指引"),
    ],
)
def test_live_hall_that_contradicts_itself_is_refused(
    change: dict[str, Any], message: str
) -> None:
    hall = content.hall()
    for name, value in change.items():
        setattr(hall, name, value)
    assert message in refusal_of(hall)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"weekday": "1", "date": dt.date(2026, 10, 1)}, "只填一个"),
        ({}, "只填一个"),
        ({"weekday": "1", "closes_at": "08:00"}, "应晚于"),
    ],
)
def test_opening_block_that_contradicts_itself_is_refused(
    values: dict[str, Any], message: str
) -> None:
    given = {"opens_at": "09:00", "closes_at": "12:00"}
    with pytest.raises(ValidationError, match=message):
        OpeningBlock(**(given | values)).clean()


def test_plan_of_a_zone_needs_its_text() -> None:
    zone = Zone(code="SW", name="社会事务区", plan="files/plan.svg")
    with pytest.raises(ValidationError, match="位置说明"):
        zone.clean()


def test_b_post_is_another_officer_than_the_a_post() -> None:
    window = Window(number="1", name="甲", duty_a="0001号 赵某", duty_b="0001号 赵某")
    with pytest.raises(ValidationError, match="不能与A岗是同一人"):
        window.clean()


def test_fee_range_has_its_ends_in_order() -> None:
    with pytest.raises(ValidationError, match="不能低于最低"):
        FeeRow(name="费", standard="面议", amount_min=5, amount_max=4).clean()


def test_catalogue_entry_repeats_its_type_in_its_code() -> None:
    entry = BasicMatter(basic_code="990512001000", name="高龄津贴", matter_type="05")
    entry.full_clean()
    entry.matter_type = "01"
    assert "第3、4位" in refusal_of(entry)
