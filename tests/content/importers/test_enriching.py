"""A catalogue row and the full guide of the same matter are one record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from content.importers.values import told_by
from content.models import MatterPage
from tests.content.importers.files import (
    catalogue_row,
    counts,
    report_of,
    write_catalogue,
    write_guide,
)

FOOD_ID = "M1541"


@pytest.fixture
def catalogue(inbox: Path) -> Path:
    return write_catalogue(
        inbox / "rows" / "matters.csv", catalogue_row(FOOD_ID), catalogue_row("M0452")
    )


@pytest.fixture
def food(inbox: Path) -> Path:
    return write_guide(inbox, "food")


def _record() -> dict[str, Any]:
    return told_by(MatterPage.objects.get(source_id=FOOD_ID))


def _forget() -> None:
    for page in MatterPage.objects.all():
        page.delete()


@pytest.mark.parametrize("publish", [True, False])
def test_order_of_import_does_not_matter(
    district: Path, catalogue: Path, food: Path, publish: bool
) -> None:
    results = []
    for first, second in ((catalogue, food), (food, catalogue), (food, None)):
        report_of(first, publish=publish)
        if second is None:
            report_of(catalogue, food, publish=publish)
        else:
            report_of(second, publish=publish)
        page = MatterPage.objects.get(source_id=FOOD_ID)
        assert MatterPage.objects.count() == 2
        results.append(told_by(page.get_latest_revision_as_object()))
        _forget()

    assert results[0] == results[1] == results[2]
    assert (results[0]["code"], results[0]["kind"]) == ("food", "guide")


def test_guide_takes_over_the_published_record_of_its_catalogue_row(
    district: Path, catalogue: Path, food: Path
) -> None:
    report_of(catalogue, publish=True)
    before = MatterPage.objects.get(source_id=FOOD_ID)
    assert (before.code, before.kind, before.live) == ("m1541", "catalogue", True)

    assert counts(report_of(food, publish=True)) == {"changed": 1}

    after = MatterPage.objects.get(source_id=FOOD_ID)
    assert (after.pk, after.translation_key) == (before.pk, before.translation_key)
    assert (after.code, after.slug, after.kind) == ("food", "food", "guide")
    assert after.url_path.endswith("/food/")
    assert after.search_keywords == before.search_keywords
    assert after.materials.count() == 9
    assert counts(report_of(food, catalogue, publish=True)) == {"same": 3}


def test_catalogue_row_never_takes_a_full_guide_back(
    district: Path, catalogue: Path, food: Path
) -> None:
    report_of(food, catalogue, publish=True)
    before = _record()
    write_catalogue(
        catalogue, catalogue_row(FOOD_ID, name="另一个名称", theme="社会保障")
    )

    assert counts(report_of(catalogue, publish=True)) == {"same": 1}
    assert _record() == before


def test_changed_catalogue_row_changes_a_catalogue_matter(
    district: Path, catalogue: Path
) -> None:
    report_of(catalogue, publish=True)
    write_catalogue(catalogue, catalogue_row("M0452", name="另一个名称"))

    (row,) = report_of(catalogue, publish=True).rows

    assert [(change.field, change.new) for change in row.changes] == [
        ("title", "另一个名称")
    ]
    assert MatterPage.objects.get(source_id="M0452").title == "另一个名称"


def test_catalogue_row_of_a_department_that_is_not_there_is_refused(
    district: Path, inbox: Path
) -> None:
    path = write_catalogue(
        inbox / "a.csv", catalogue_row("M0452"), catalogue_row("M0001")
    )

    report = report_of(path)

    assert counts(report) == {"new": 1, "refused": 1}
    (refusal,) = report.refusals
    assert (refusal.row, refusal.field, refusal.value, refusal.rule) == (
        3, "department_group", "kgj", "reference",
    )  # fmt: skip


def test_catalogue_row_that_comes_twice_is_refused(district: Path, inbox: Path) -> None:
    path = write_catalogue(
        inbox / "a.csv", catalogue_row("M0452"), catalogue_row("M0452")
    )

    report = report_of(path)

    assert counts(report) == {"new": 1, "refused": 1}
    assert (report.refusals[0].row, report.refusals[0].rule) == (3, "duplicate")


def test_guide_with_the_code_of_another_matter_is_refused(
    district: Path, catalogue: Path, inbox: Path
) -> None:
    report_of(write_guide(inbox, "food"), publish=True)
    path = write_guide(inbox, "food", catalogue_matter_id="M0452")

    report = report_of(path, publish=True)

    assert [(r.field, r.rule) for r in report.refusals] == [("slug", "duplicate")]


def test_guide_that_has_a_record_does_not_take_another_from_the_catalogue(
    district: Path, catalogue: Path, inbox: Path
) -> None:
    path = write_guide(inbox, "food", catalogue_matter_id=None)
    report_of(path, catalogue, publish=True)
    write_guide(inbox, "food")

    report = report_of(path, publish=True)

    (refusal,) = report.refusals
    assert (refusal.field, refusal.rule) == ("catalogue_matter_id", "duplicate")
    assert "“m1541”" in refusal.message
    assert MatterPage.objects.count() == 3
