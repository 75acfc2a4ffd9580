"""Texts that look like formulas are texts in files and come back as they were."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from content.models import MatterListPage, PowerItemPage
from tests.content.exporters.files import export
from tests.content.importers.files import counts, records, report_of, write_json
from tests.factories import content

pytestmark = pytest.mark.django_db

HOSTILE = (
    '=HYPERLINK("http://evil.invalid")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "'=already",
    "''-twice",
    "'plain",
    "多行\n=第二行",
    "末尾空格 ",
)
ACTIVE = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture
def hostile(tmp_path: Path) -> None:
    content.department("zfj")
    entries: list[dict[str, Any]] = [{"name": text} for text in HOSTILE]
    lists = [
        {"key": f"list-{number}", "list_kind": "paperless", "department": "zfj"}
        | {"name": f"清单{number}", "note": text, "items": entries}
        for number, text in enumerate(HOSTILE)
    ]
    report = report_of(write_json(tmp_path / "lists.json", {"lists": lists}))
    assert counts(report) == {"new": len(HOSTILE)}


@pytest.mark.parametrize("suffix", ["json", "csv", "xlsx"])
def test_texts_like_formulas_come_back_as_they_were(
    hostile: None, tmp_path: Path, suffix: str
) -> None:
    file = export("lists", tmp_path / f"out.{suffix}")
    assert counts(report_of(file, dry_run=True)) == {"same": len(HOSTILE)}
    MatterListPage.objects.get(slug="list-0").delete()
    assert counts(report_of(file)) == {"new": 1, "same": len(HOSTILE) - 1}
    assert MatterListPage.objects.get(slug="list-0").note == HOSTILE[0]


def test_no_cell_of_a_csv_begins_like_a_formula(hostile: None, tmp_path: Path) -> None:
    file = export("lists", tmp_path / "out.csv")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        cells = [cell for line in csv.reader(lines) for cell in line]
    assert cells[0] == "标识 [lists/key]"
    assert not [cell for cell in cells if cell.startswith(ACTIVE)]


def test_every_cell_of_a_workbook_is_text(hostile: None, tmp_path: Path) -> None:
    file = export("lists", tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["事项清单", "条目"]
    cells = [cell for sheet in book for line in sheet for cell in line if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert HOSTILE[0] in {cell.value for cell in cells}


def test_power_list_has_a_title_merged_bodies_and_nothing_lost(tmp_path: Path) -> None:
    powers = records("power_items.json", "items")[:4]
    content.department(powers[0]["department"])
    told = [power | {"matters": [], "boundary": "=1+1"} for power in powers]
    report_of(write_json(tmp_path / "p.json", {"powers": told}))

    file = export("powers", tmp_path / "out.xlsx")

    sheet = openpyxl.load_workbook(file).worksheets[0]
    assert sheet["A1"].value == "部门权责清单"
    assert sheet["B2"].value == "职权编码"
    assert {str(cells) for cells in sheet.merged_cells.ranges} == {"A1:M1", "E3:E6"}
    PowerItemPage.objects.all().delete()
    assert counts(report_of(file)) == {"new": 4}
    stored = PowerItemPage.objects.get(slug=told[0]["code"])
    assert (stored.boundary, stored.source) == ("=1+1", told[0]["source"])
    assert stored.bases.first().doc_no == told[0]["bases"][0]["doc_no"]


def test_cell_that_is_no_json_is_refused_with_its_column(
    hostile: None, tmp_path: Path
) -> None:
    file = export("lists", tmp_path / "out.csv", "list-1")
    text = file.read_text(encoding="utf-8").replace('""order"":1', '""order""')
    file.write_text(text, encoding="utf-8")
    (refusal,) = report_of(file).refusals
    assert (refusal.row, refusal.rule) == (2, "json")
    assert "items" in refusal.message


def test_row_of_an_unknown_record_is_refused(hostile: None, tmp_path: Path) -> None:
    file = export("lists", tmp_path / "out.xlsx", "list-1")
    book = openpyxl.load_workbook(file)
    book["条目"].append(["nothing", "1", "名称"])
    book.save(file)
    (refusal,) = report_of(file).refusals
    assert (refusal.rule, refusal.value) == ("key", "nothing")


def test_workbook_needs_a_file(db: None) -> None:
    with pytest.raises(CommandError, match="--output"):
        call_command("export_content", "lists", format="xlsx")
