from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError
from pytest_django import DjangoAssertNumQueries

from content.importers import pending
from content.importers.report import Outcome
from content.models import (
    DepartmentPage,
    GuideFile,
    HallPage,
    ImportRecord,
    MatterPage,
    Region,
)
from tests.content.importers.files import (
    DEMO,
    counts,
    everything,
    guide,
    records,
    report_of,
    rules,
    tree,
    write_guide,
    write_json,
    write_places,
)

# Regions, departments, halls, guides, powers, themes, lists with their hotline demands
# and certificates, documents, placements, reforms and benefits.
WHOLE_DEMO = 113 + 39 + 110 + 48 + 198 + 101 + 4 + 100 + 11 + 12 + 5 + 4 + 9
SAMPLE_GUIDES = ("elder-allowance", "food", "residence-permit")


def test_import_of_the_whole_demo_is_accepted_and_then_the_same(db: None) -> None:
    first = report_of(DEMO, publish=True)
    before = everything()
    second = report_of(DEMO, publish=True)

    assert counts(first) == {"new": WHOLE_DEMO}
    assert counts(second) == {"same": WHOLE_DEMO}
    assert everything() == before
    assert MatterPage.objects.live().count() == 48
    assert HallPage.objects.live().get(code="H-QU").kiosks.count() == 6
    assert GuideFile.objects.count() == 142


def test_second_import_writes_nothing_and_asks_little(
    district: Path, inbox: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for slug in SAMPLE_GUIDES:
        write_guide(inbox, slug)
    report_of(district, inbox)
    before = everything()

    with django_assert_max_num_queries(42):
        report = report_of(district, inbox)

    assert counts(report) == {"same": 13}
    assert everything() == before


def test_dry_run_reports_the_same_and_writes_nothing(
    district: Path, inbox: Path, media: Path
) -> None:
    write_guide(inbox, "food")
    write_guide(inbox, "elder-allowance", plain_name="")
    before, files = everything(), tree(media)

    dry = report_of(inbox, publish=True, dry_run=True)

    assert (everything(), tree(media)) == (before, files)
    real = report_of(inbox, publish=True)
    assert dry.as_json() == real.as_json()
    assert counts(real) == {"new": 1, "refused": 1}


def test_dry_run_into_an_empty_database_leaves_it_empty(
    db: None, tmp_path: Path
) -> None:
    before = everything()

    report = report_of(write_places(tmp_path), publish=True, dry_run=True)

    assert counts(report) == {"new": 10}
    assert everything() == before


def test_bad_rows_never_stop_the_others(db: None, tmp_path: Path) -> None:
    regions = records("regions.json", "regions")[:3]
    departments = records("departments.json", "departments")[:4]
    departments[1]["tel"] = "5551020"
    departments[2]["region"] = "990109"
    write_json(tmp_path / "a.json", {"regions": [{"code": "x"}, 7, *regions]})
    write_json(tmp_path / "b.json", {"departments": [*departments, departments[0]]})
    (tmp_path / "c.json").write_text('{"halls": [', encoding="utf-8")

    report = report_of(tmp_path)

    assert report.count(Outcome.NEW) == 5
    assert ("c.json", "json") in {(r.file, r.rule) for r in report.refusals}
    found = [r for r in report.refusals if r.file == "b.json"]
    assert [(r.row, r.field, r.value, r.rule) for r in found] == [
        (2, "tel", "5551020", "V-TEL"),
        (3, "region", "990109", "reference"),
        (5, "key", departments[0]["key"], "duplicate"),
    ]
    assert all(r.value in r.message and r.expected in r.message for r in found)


def test_rows_may_come_before_the_rows_they_refer_to(db: None, tmp_path: Path) -> None:
    folder = write_places(tmp_path)
    for name, key in (("regions.json", "regions"), ("halls.json", "halls")):
        rows = json.loads((folder / name).read_text("utf-8"))[key]
        write_json(folder / name, {key: rows[::-1]})

    assert counts(report_of(folder)) == {"new": 10}
    hall = HallPage.objects.get(code="H-JD01")
    assert hall.parent_hall == HallPage.objects.get(code="H-QU")


def test_regions_that_refer_to_each_other_are_refused(db: None, tmp_path: Path) -> None:
    first, second = records("regions.json", "regions")[1:3]
    first["parent"], second["parent"] = second["code"], first["code"]
    path = write_json(tmp_path / "regions.json", {"regions": [first, second]})

    assert rules(report_of(path))[0] == (1, "parent", "reference")
    assert not Region.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"department": "nobody"}, "department", "reference"),
        ({"cross": {"scope": "0", "modes": [], "decide_dept": "x"}},
         "cross.decide_dept", "reference"),
        ({"locations": [{"hall": "H-X"}]}, "locations[0].hall", "reference"),
        ({"locations": [{"hall": "H-QU", "zone": "QQ"}]},
         "locations[0].zone", "reference"),
        ({"locations": [{"hall": "H-QU", "windows": ["999"]}]},
         "locations[0].windows", "reference"),
    ],
)  # fmt: skip
def test_guide_that_refers_to_nothing_is_refused(
    district: Path, inbox: Path, changes: dict[str, Any], field: str, rule: str
) -> None:
    write_guide(inbox, "elder-allowance", **changes)

    assert (1, field, rule) in rules(report_of(inbox))
    assert not MatterPage.objects.exists()
    assert not GuideFile.objects.exists()


def test_guide_of_another_body_is_refused(district: Path, inbox: Path) -> None:
    write_guide(inbox, "elder-allowance", department="scj")

    ((row, field, rule),) = rules(report_of(inbox))

    assert (row, field, rule) == (1, "department_uscc", "reference")


@pytest.mark.parametrize(
    ("changes", "field"),
    [({}, "catalogue_matter_id"), ({"catalogue_matter_id": None}, "item_code")],
)
def test_two_guides_of_one_matter_are_refused(
    district: Path, inbox: Path, changes: dict[str, Any], field: str
) -> None:
    write_guide(inbox, "food")
    again = guide("food") | {"slug": "food-again"} | changes
    write_json(inbox / "guides" / "food-again.json", again)

    report = report_of(inbox)

    assert counts(report) == {"new": 1, "refused": 1}
    assert rules(report) == [(1, field, "duplicate")]


def test_guide_without_its_file_is_refused(district: Path, inbox: Path) -> None:
    path = write_guide(inbox, "food")
    (inbox / "files" / "food" / "blank-2.html").unlink()

    ((_row, field, rule),) = rules(report_of(path))

    assert (field, rule) == ("materials[1].blank_form", "attachment")


def test_files_of_a_guide_are_kept_by_content(district: Path, inbox: Path) -> None:
    report_of(write_guide(inbox, "food"))

    stored = GuideFile.objects.get(path="files/food/blank-2.html")
    data = (DEMO / "files" / "food" / "blank-2.html").read_bytes()
    assert stored.sha256 == hashlib.sha256(data).hexdigest()
    with default_storage.open(stored.file.name) as kept:
        assert kept.read() == data


def test_changed_row_tells_each_field_before_and_after(
    district: Path, inbox: Path
) -> None:
    path = write_guide(inbox, "food")
    report_of(path, publish=True)
    materials = json.loads(path.read_text("utf-8"))["materials"]
    materials[2]["name"] = "布局图"
    write_guide(inbox, "food", promise_days=7, materials=materials)

    (row,) = report_of(path, publish=True).rows

    assert row.outcome is Outcome.CHANGED
    assert [(c.field, c.old, c.new) for c in row.changes] == [
        ("materials[2].name", "主要设施设备布局和操作流程图", "布局图"),
        ("promise_days", "6", "7"),
    ]
    page = MatterPage.objects.get(code="food")
    assert (page.promise_days, page.live) == (7, True)
    assert page.materials.count() == 9


def test_changed_file_counts_as_a_change_of_its_guide(
    district: Path, inbox: Path
) -> None:
    path = write_guide(inbox, "food")
    report_of(path, publish=True)
    before = MatterPage.objects.get(code="food").live_revision_id
    (inbox / "files/food/blank-2.html").write_text("<p>新表</p>", encoding="utf-8")

    (row,) = report_of(path, publish=True).rows

    assert [change.field for change in row.changes] == ["files/food/blank-2.html"]
    assert MatterPage.objects.get(code="food").live_revision_id != before


def test_guide_moves_to_the_department_that_now_implements_it(
    district: Path, inbox: Path
) -> None:
    path = write_guide(inbox, "food")
    report_of(path, publish=True)
    body = DepartmentPage.objects.get(key="mzj").uscc
    impl = f"{body}4990110105000"
    write_guide(
        inbox, "food", department="mzj", department_uscc=body, impl_code=impl,
        item_code=f"{impl}01",
    )  # fmt: skip

    (row,) = report_of(path, publish=True).rows

    assert ("department", "scj", "mzj") in [
        (c.field, c.old, c.new) for c in row.changes
    ]
    page = MatterPage.objects.get(code="food")
    assert page.get_parent().slug == "mzj"
    assert page.url_path.endswith("/mzj/food/")
    assert DepartmentPage.find_problems() == ([], [], [], [], [])


def test_refused_change_leaves_the_page_as_it_was(district: Path, inbox: Path) -> None:
    path = write_guide(inbox, "food")
    report_of(path, publish=True)
    before = everything()
    (inbox / "files/food/blank-2.html").write_text("<p>新表</p>", encoding="utf-8")
    write_json(path, json.loads(path.read_text("utf-8")) | {"visits": 99})

    assert counts(report_of(path, publish=True)) == {"refused": 1}
    assert everything() == before


def test_what_editors_changed_survives_an_equal_row(
    district: Path, inbox: Path
) -> None:
    path = write_guide(inbox, "food")
    report_of(path, publish=True)
    page = MatterPage.objects.get(code="food")
    page.summary = "编辑写的摘要"
    page.save_revision().publish()

    assert counts(report_of(path, publish=True)) == {"same": 1}
    assert MatterPage.objects.get(code="food").summary == "编辑写的摘要"


def test_withdrawn_page_stays_withdrawn(district: Path, inbox: Path) -> None:
    path = write_guide(inbox, "food")
    report_of(path, publish=True)
    MatterPage.objects.get(code="food").unpublish()
    write_guide(inbox, "food", promise_days=7)

    assert counts(report_of(path, publish=True)) == {"changed": 1}
    page = MatterPage.objects.get(code="food")
    assert not page.live
    assert page.get_latest_revision_as_object().promise_days == 7


def test_deleted_record_is_made_again(district: Path, inbox: Path) -> None:
    path = write_guide(inbox, "food")
    report_of(path)
    MatterPage.objects.get(code="food").delete()

    assert counts(report_of(path)) == {"new": 1}


def test_row_that_the_database_does_not_take_is_refused_alone(
    district: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = pending.create_pages

    def fail_for_food(parent: Any, pages: Any, **options: Any) -> Any:
        if any(page.slug == "food" for page in pages):
            raise DatabaseError("disk is full")
        return create(parent, pages, **options)

    monkeypatch.setattr(pending, "create_pages", fail_for_food)
    for slug in ("food", "elder-allowance"):
        write_guide(inbox, slug)

    report = report_of(inbox)

    assert counts(report) == {"new": 1, "refused": 1}
    assert report.refusals[0].rule == "database"
    assert MatterPage.objects.get().code == "elder-allowance"
    assert not ImportRecord.objects.filter(kind="guide", key="food").exists()
    monkeypatch.undo()
    assert counts(report_of(inbox)) == {"new": 1, "same": 1}


def test_kiosk_of_an_unknown_hall_is_reported(db: None, tmp_path: Path) -> None:
    folder = write_places(tmp_path)
    data = json.loads((folder / "halls.json").read_text("utf-8"))
    data["kiosks"][0]["hall"] = "H-X"
    write_json(folder / "halls.json", data)

    report = report_of(folder)

    assert rules(report) == [(1, "kiosks[0].hall", "reference")]
    assert report.count(Outcome.NEW) == 10
