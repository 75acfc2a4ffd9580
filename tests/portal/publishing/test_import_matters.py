from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from content.models import MatterPage
from portal.outbox.models import OutboxJob
from portal.publishing.models import MatterVersion, RecordSnapshot
from tests.content.importers.files import (
    catalogue_row,
    everything,
    report_of,
    write_catalogue,
    write_guide,
    write_json,
    write_places,
    write_what_guides_rely_on,
)

FOOD_POWER = "YX-000000211-01-0018"
# The power and eleven types of certificates.
RELIED_ON = 1 + 11

Run = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def run(db: None) -> Run:
    """Run the command; give its exit code and what it printed."""

    def call(*paths: Path, **options: Any) -> tuple[int, str]:
        out = StringIO()
        try:
            call_command(
                "import_matters", *paths, stdout=out, stderr=StringIO(), **options
            )
        except SystemExit as stop:
            return int(str(stop.code)), out.getvalue()
        return 0, out.getvalue()

    return call


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Places, one full guide and two catalogue rows."""
    folder = write_places(tmp_path / "inbox")
    write_guide(folder, "food")
    write_what_guides_rely_on(folder, FOOD_POWER)
    write_catalogue(
        folder / "matters.csv", catalogue_row("M1541"), catalogue_row("M0452")
    )
    return folder


def test_import_matters_publishes_what_it_imports(run: Run, inbox: Path) -> None:
    code, told = run(inbox, publish=True, json=True)

    assert code == 0
    report = json.loads(told)
    # Hints on wording come with the guide and stop nothing.
    assert {finding["severity"] for finding in report.pop("findings")} <= {"H"}
    assert report == {
        "new": 12 + RELIED_ON, "changed": 0, "same": 1, "refused": [], "changes": [],
        "warnings": [],
    }  # fmt: skip
    versions = {version.code: version for version in MatterVersion.objects.all()}
    assert versions.keys() == {"food", "m0452"}
    assert versions["food"].source_id == "M1541"
    assert len(versions["food"].payload["attachments"]) == 3
    assert versions["m0452"].payload["kind"] == "catalogue"
    assert RecordSnapshot.objects.filter(kind="department").count() == 4
    assert RecordSnapshot.objects.filter(kind="hall").count() == 2


def test_import_matters_again_makes_no_new_version(run: Run, inbox: Path) -> None:
    run(inbox, publish=True)
    jobs = OutboxJob.objects.count()

    code, told = run(inbox, publish=True, json=True)

    assert (code, json.loads(told)["same"]) == (0, 13 + RELIED_ON)
    assert MatterVersion.objects.count() == 2
    assert OutboxJob.objects.count() == jobs


def test_import_matters_first_as_drafts_then_published(run: Run, inbox: Path) -> None:
    run(inbox)
    assert not MatterVersion.objects.exists()
    assert not RecordSnapshot.objects.exclude(kind="region").exists()

    code, _told = run(inbox, publish=True)

    assert code == 0
    assert MatterVersion.objects.count() == 2
    assert RecordSnapshot.objects.filter(kind="hall").count() == 2


def test_import_matters_publishes_a_changed_guide_as_a_new_version(
    run: Run, inbox: Path
) -> None:
    run(inbox, publish=True)
    write_guide(inbox, "food", promise_days=7)

    code, told = run(inbox, publish=True, json=True)

    assert code == 0
    (change,) = json.loads(told)["changes"]
    assert (change["file"], change["key"]) == ("food.json", "food")
    assert change["fields"] == [{"field": "promise_days", "old": "6", "new": "7"}]
    assert MatterVersion.objects.filter(code="food").count() == 2


def test_import_matters_publishes_a_changed_file_as_a_new_version(
    run: Run, inbox: Path
) -> None:
    run(inbox, publish=True)
    (inbox / "files/food/blank-2.html").write_text("<p>新表</p>", encoding="utf-8")

    run(inbox, publish=True)

    old, new = MatterVersion.objects.filter(code="food").order_by("number")
    assert old.payload["attachments"] != new.payload["attachments"]


def test_import_matters_gives_a_catalogue_matter_the_address_of_its_guide(
    run: Run, inbox: Path, tmp_path: Path
) -> None:
    guide = (inbox / "guides" / "food.json").rename(tmp_path / "food.json")
    (inbox / "files").rename(tmp_path / "files")
    run(inbox, publish=True)

    run(guide, publish=True)

    first, second = MatterVersion.objects.filter(source_id="M1541").order_by("number")
    assert (first.code, second.code) == ("m1541", "food")
    assert first.matter_key == second.matter_key
    assert first.effective_to is not None
    assert second.effective_to is None


def test_import_matters_gives_a_guide_the_words_of_its_catalogue_row(
    run: Run, inbox: Path, tmp_path: Path
) -> None:
    table = (inbox / "matters.csv").rename(tmp_path / "matters.csv")
    run(inbox, publish=True)

    run(table, publish=True)

    first, second = MatterVersion.objects.filter(source_id="M1541").order_by("number")
    assert (first.code, second.code) == ("food", "food")
    assert first.effective_to is not None
    assert second.effective_to is None
    assert second.payload["keywords"]
    assert MatterPage.objects.filter(source_id="M1541").count() == 1


def test_import_matters_records_a_hall_that_a_killed_run_left_unrecorded(
    run: Run, inbox: Path
) -> None:
    run(inbox, publish=True)
    halls = json.loads((inbox / "halls.json").read_text("utf-8"))["halls"]
    # A hall may have the same code as a department.
    path = write_json(inbox / "halls.json", {"halls": [halls[0] | {"code": "mzj"}]})
    report_of(path, publish=True)
    assert not RecordSnapshot.objects.filter(kind="hall", key="mzj").exists()

    run(path, publish=True)

    assert RecordSnapshot.objects.filter(kind="hall", key="mzj").exists()


def test_import_matters_prints_one_object_and_its_progress_apart(
    run: Run, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_matters", inbox, json=True)

    told = capsys.readouterr()
    assert json.loads(told.out).keys() == {
        "new", "changed", "same", "refused", "changes", "warnings", "findings",
    }  # fmt: skip
    assert told.out.count("\n") == 1
    assert "guides: 1" in told.err


def test_import_matters_dry_run_says_so_and_writes_nothing(
    run: Run, inbox: Path, tmp_path: Path
) -> None:
    before = everything()

    code, told = run(inbox, publish=True, dry_run=True)

    assert code == 0
    assert told.startswith("试运行，没有写入：新增 24")
    assert everything() == before
    assert not (tmp_path / "media").exists()
    assert run(inbox, publish=True)[1] == told.removeprefix("试运行，没有写入：")


def test_import_matters_with_refused_rows_exits_with_one(run: Run, inbox: Path) -> None:
    write_guide(inbox, "food", plain_name="名" * 21)

    code, told = run(inbox, json=True)

    (refusal,) = json.loads(told)["refused"]
    assert code == 1
    assert refusal.keys() == {
        "file", "row", "field", "value", "expected", "rule", "message",
    }  # fmt: skip
    assert (refusal["file"], refusal["row"]) == ("food.json", 1)
    assert (refusal["field"], refusal["rule"]) == ("plain_name", "length")
    assert MatterPage.objects.count() == 2


def test_import_matters_shows_refusals_and_changes_to_people(
    run: Run, inbox: Path
) -> None:
    run(inbox, publish=True)
    write_guide(inbox, "food", promise_days=7)
    write_catalogue(inbox / "matters.csv", catalogue_row("M0452") | {"name": ""})

    code, told = run(inbox, publish=True)

    assert code == 1
    assert "food.json 第 1 行 food：承诺办结时限 6 → 7" in told
    assert "matters.csv 第 2 行缺少“name”" in told


def test_import_matters_with_an_unusable_file_exits_with_two(
    run: Run, inbox: Path
) -> None:
    (inbox / "guides" / "broken.json").write_text('{\n"slug" 1}', encoding="utf-8")

    code, told = run(inbox, json=True)

    (refusal,) = json.loads(told)["refused"]
    assert (code, refusal["row"], refusal["field"]) == (2, 2, "第 8 列")
    assert MatterPage.objects.count() == 2


def test_import_matters_with_an_unknown_kind_of_file_exits_with_two(
    run: Run, tmp_path: Path
) -> None:
    path = write_json(tmp_path / "people.json", {"people": []})

    code, told = run(path)

    assert code == 2
    assert "认不出 people.json" in told


def test_import_matters_refuses_paths_that_do_not_exist(
    run: Run, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="absent") as caught:
        run(tmp_path / "absent.json")

    assert caught.value.returncode == 2


def test_import_matters_reads_a_workbook_like_the_table(run: Run, inbox: Path) -> None:
    row = catalogue_row("M0452")
    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    workbook.active.append(list(row))
    workbook.active.append(list(row.values()))
    workbook.save(inbox / "rows.xlsx")
    run(inbox)

    code, told = run(inbox / "rows.xlsx", json=True)

    assert (code, json.loads(told)["same"]) == (0, 1)
