"""Versions are compared in the words of the form, row by row of the same name."""

from __future__ import annotations

import datetime

import pytest

from content.differences import differences_between
from content.models import Material, MatterPage
from tests.factories import content

pytestmark = pytest.mark.django_db


@pytest.fixture
def old() -> MatterPage:
    page = content.guide_matter("elder-allowance")
    page.promise_days, page.promise_unit = 20, "1"
    page.save_revision()
    return page


def again(page: MatterPage) -> MatterPage:
    loaded: MatterPage = page.get_latest_revision_as_object()
    return loaded


def sentences(old: MatterPage | None, new: MatterPage) -> list[str]:
    return [each.sentence for each in differences_between(old, new)]


def test_equal_versions_have_no_difference(old: MatterPage) -> None:
    assert differences_between(old, again(old)) == []


def test_days_are_told_with_their_unit(old: MatterPage) -> None:
    new = again(old)
    new.promise_days = 12
    unit = new.get_promise_unit_display()
    assert sentences(old, new) == [f"承诺办结时限 20{unit} → 12{unit}"]


def test_codes_flags_and_days_are_told_in_words(old: MatterPage) -> None:
    new = again(old)
    new.no_statutory = not old.no_statutory
    new.effective_on = datetime.date(2027, 1, 1)
    new.other_names = ["长寿钱"]
    told = {each.field: each for each in differences_between(old, new)}
    assert {told["no_statutory"].old, told["no_statutory"].new} == {"是", "否"}
    assert told["effective_on"].new == "2027-01-01"
    assert told["other_names"].new == "长寿钱"
    assert "、" in told["other_names"].old


def test_row_is_named_by_its_name_and_its_field(old: MatterPage) -> None:
    new = again(old)
    row = new.materials.all()[1]
    row.mat_kind = next(
        code for code, _ in Material._meta.get_field("mat_kind").choices
        if code != row.mat_kind
    )  # fmt: skip
    (told,) = differences_between(old, new)
    assert told.label.startswith(f"申请材料“{row.name}”的")
    assert told.field == f"materials[{row.name}].mat_kind"
    assert told.new == row.get_mat_kind_display()


def test_new_row_in_front_is_the_only_difference(old: MatterPage) -> None:
    new = again(old)
    rows = list(new.materials.all())
    new.materials.set([Material(name="残疾人证"), *rows])
    assert sentences(old, new) == ["申请材料 新增:残疾人证"]


def test_removed_renamed_and_moved_rows_are_told_apart(old: MatterPage) -> None:
    new = again(old)
    first, second, *rest = new.materials.all()
    second.name = "居民户口簿原件"
    new.materials.set([second, *rest])
    told = sentences(old, new)
    assert f"申请材料 删去:{first.name}" in told
    assert any(text.endswith("→ 居民户口簿原件") for text in told)
    assert len(told) == 2

    moved = again(old)
    rows = list(reversed(moved.materials.all()))
    for position, row in enumerate(rows):
        row.sort_order = position
    moved.materials.set(rows)
    (only,) = differences_between(old, moved)
    assert only.label == "申请材料的顺序"


def test_without_an_old_version_everything_is_new(old: MatterPage) -> None:
    told = differences_between(None, old)
    assert all(not each.old for each in told)
    assert any(each.field == "title" for each in told)
