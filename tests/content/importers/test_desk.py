"""What the editors' desk asks of imports: uploads, departments, revisions, names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Page, Revision

from content.importers.running import DeskOptions, ImportRun, import_upload
from content.models import MatterPage, PowerItemPage
from tests.content.importers.files import counts, guide, records, rules

pytestmark = pytest.mark.usefixtures("district")

POLICE, CIVIL = "gaj", "mzj"


def power_of(department: str, **changes: Any) -> dict[str, Any]:
    found = next(
        record
        for record in records("power_items.json", "items")
        if record["department"] == department
    )
    return found | {"matters": []} | changes


def upload(*powers: dict[str, Any], **options: Any) -> ImportRun:
    data = json.dumps({"powers": powers}, ensure_ascii=False).encode()
    dry_run = options.pop("dry_run", False)
    return import_upload(
        "../权责清单.json",
        data,
        dry_run=dry_run,
        user=None,
        desk=DeskOptions(**options),
    )


def test_upload_writes_drafts_and_names_their_revisions() -> None:
    sets: list[dict[int, int]] = []
    told = power_of(POLICE, boundary="与区民政局的边界")

    run = upload(told, drafts_hook=lambda run: sets.append(run.touched.pages))

    power = PowerItemPage.objects.get(slug=told["code"])
    assert counts(run.report) == {"changed": 1}
    assert run.report.rows[0].file == "权责清单.json"
    assert sets == [{power.pk: power.latest_revision_id}]
    assert power.live
    assert power.boundary != "与区民政局的边界"
    draft = power.get_latest_revision_as_object()
    assert draft.boundary == "与区民政局的边界"


def test_upload_of_a_new_record_names_its_revision() -> None:
    run = upload(power_of(POLICE, code="YX-NEW-01-0001"))
    page = PowerItemPage.objects.get(slug="YX-NEW-01-0001")
    assert not page.live
    assert run.touched.pages == {page.pk: page.latest_revision_id}
    assert Revision.objects.filter(pk=page.latest_revision_id).exists()


def test_dry_run_of_an_upload_makes_nothing_of_it() -> None:
    sets: list[ImportRun] = []
    before = Page.objects.count(), Revision.objects.count()
    run = upload(
        power_of(POLICE, code="YX-NEW-01-0001"), dry_run=True, drafts_hook=sets.append
    )
    assert counts(run.report) == {"new": 1}
    assert (Page.objects.count(), Revision.objects.count()) == before
    assert (run.touched.pages, sets) == ({}, [])


def test_upload_is_compared_with_what_editors_made_since() -> None:
    told = power_of(POLICE)
    assert counts(upload(told).report) == {"same": 1}
    power = PowerItemPage.objects.get(slug=told["code"])
    power.boundary = "编辑改过的边界"
    power.save_revision()

    run = upload(told)

    assert counts(run.report) == {"changed": 1}
    (change,) = run.report.rows[0].changes
    assert (change.field, change.old) == ("boundary", "编辑改过的边界")
    assert change.label == str(PowerItemPage._meta.get_field("boundary").verbose_name)


def test_changes_of_rows_are_named_as_forms_name_them() -> None:
    told = power_of(POLICE)
    told["duties"][1] = told["duties"][1] | {"text": "另一种责任"}
    (change,) = upload(told).report.rows[0].changes
    assert change.field == "duties[1].text"
    assert change.label == "责任事项第2项的责任事项"


def test_rows_of_other_departments_are_refused() -> None:
    run = upload(power_of(POLICE), power_of(CIVIL), allowed_departments={CIVIL})
    assert rules(run.report) == [(1, "department", "permission")]
    assert run.report.refusals[0].value == POLICE
    assert counts(run.report) == {"same": 1, "refused": 1}


def test_guide_cannot_be_taken_from_another_department(inbox: Path) -> None:
    food = guide("food")
    owner = food["department"]
    data = json.dumps({"guides": [food]}).encode()
    desk = DeskOptions(allowed_departments={CIVIL})
    run = import_upload("g.json", data, dry_run=True, user=None, desk=desk)
    assert rules(run.report) == [(1, "department", "permission")]
    assert owner != CIVIL
    assert not MatterPage.objects.exists()


@pytest.mark.parametrize("name", ["regions.json", "halls.json"])
def test_site_wide_records_belong_to_who_runs_the_portal(
    district: Path, name: str
) -> None:
    data = (district / name).read_bytes()
    refused = import_upload(
        name,
        data,
        dry_run=True,
        user=None,
        desk=DeskOptions(allowed_departments={CIVIL}),
    )
    assert {rule for _row, _field, rule in rules(refused.report)} == {"permission"}
    taken = import_upload(
        name,
        data,
        dry_run=True,
        user=None,
        desk=DeskOptions(allowed_departments={"zfj"}),
    )
    assert not taken.report.refusals


@pytest.mark.parametrize("name", ["", "..", "a/..", "\0.json", "权" * 300 + ".json"])
def test_upload_of_any_name_is_read(name: str) -> None:
    run = import_upload(name, b'{"powers": []}', dry_run=True, user=None)
    assert run.unusable == 0


def test_uploaded_guide_reads_no_files_of_the_machine(tmp_path: Path) -> None:
    food = guide("food")
    data = json.dumps({"guides": [food]}).encode()
    run = import_upload("g.json", data, dry_run=True, user=None)
    assert {rule for _row, _field, rule in rules(run.report)} == {"attachment"}
