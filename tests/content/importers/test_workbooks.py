"""Workbooks that somebody has made to do harm are refused before they are read."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import openpyxl
import pytest

from content.importers import workbooks
from content.importers.reading import read_table
from content.importers.report import Refusal
from content.importers.unreadable import UnreadableFileError
from content.importers.workbooks import workbook_lines
from tests.content.importers.files import CATALOGUE

SHEET = "xl/worksheets/sheet1.xml"
FAR_CELL = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
ENTITY = '<!DOCTYPE worksheet [<!ENTITY e SYSTEM "file:///etc/hostname">]><worksheet'
BILLION = '<!DOCTYPE worksheet [<!ENTITY a "aa"><!ENTITY e "&a;&a;">]><worksheet'


def _workbook(*rows: Sequence[object]) -> bytes:
    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    for row in rows:
        workbook.active.append(row)
    saved = io.BytesIO()
    workbook.save(saved)
    return saved.getvalue()


def _edited(data: bytes, old: str, new: str, *, part: str = SHEET) -> bytes:
    """Return a workbook with a text in one part replaced."""
    edited = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        zipfile.ZipFile(edited, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for info in archive.infolist():
            content = archive.read(info)
            if info.filename == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            copy.writestr(info.filename, content)
    return edited.getvalue()


def _refused(data: bytes) -> Refusal:
    with pytest.raises(UnreadableFileError) as caught:
        list(workbook_lines(data, "a.xlsx"))
    return caught.value.refusal


def test_workbook_lines_gives_cells_as_a_person_reads_them() -> None:
    data = _workbook(["编号", None, 3, 2.5, True], [], ["甲"])

    assert list(workbook_lines(data, "a.xlsx")) == [
        (1, ["编号", "", "3", "2.5", "True"]),
        (2, [""] * 5),
        (3, ["甲", "", "", "", ""]),
    ]


@pytest.mark.parametrize("start", [ENTITY, BILLION])
def test_workbook_lines_refuses_entities(start: str) -> None:
    refusal = _refused(_edited(_workbook(["a"]), "<worksheet", start))

    assert (refusal.rule, refusal.value) == ("xlsx-entity", SHEET)


def test_workbook_lines_refuses_entities_in_any_part() -> None:
    part = "xl/workbook.xml"
    start = ENTITY.replace("worksheet", "workbook")

    refusal = _refused(_edited(_workbook(["a"]), "<workbook", start, part=part))

    assert (refusal.rule, refusal.value) == ("xlsx-entity", part)


def test_workbook_lines_refuses_two_cells_that_span_a_huge_sheet() -> None:
    refusal = _refused(_edited(_workbook(["a"]), "</sheetData>", FAR_CELL))

    assert (refusal.rule, refusal.value) == ("xlsx-bomb", "1048576 × 16384")
    assert "格" in refusal.expected


def test_workbook_lines_counts_cells_without_a_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbooks, "LARGEST_SHEET_CELLS", 11)
    rows = "<row><c/><c/><c/><c/></row>" * 2 + "</sheetData>"

    refusal = _refused(_edited(_workbook(["a"]), "</sheetData>", rows))

    assert refusal.value == "3 × 4"


def test_workbook_lines_refuses_a_part_larger_than_it_says() -> None:
    data = bytearray(_workbook(["a" * 5000]))
    entry = data.index(b"PK\x01\x02")
    while SHEET.encode() not in data[entry + 46 : entry + 46 + len(SHEET)]:
        entry = data.index(b"PK\x01\x02", entry + 4)
    data[entry + 24 : entry + 28] = struct.pack("<I", 100)

    assert _refused(bytes(data)).rule == "xlsx"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_workbook_lines_refuses_two_parts_of_one_name() -> None:
    data = io.BytesIO(_workbook(["a"]))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr(SHEET, "<worksheet/>")

    assert _refused(data.getvalue()).rule == "xlsx-path"


def test_workbook_lines_refuses_an_encrypted_part() -> None:
    data = bytearray(_workbook(["a"]))
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1

    assert _refused(bytes(data)).rule == "xlsx"


def test_workbook_lines_refuses_a_part_that_is_no_xml() -> None:
    assert _refused(_edited(_workbook(["a"]), "</sheetData>", "<")).rule == "xlsx"


@pytest.mark.parametrize("end", range(0, 4000, 400))
def test_workbook_lines_refuses_a_workbook_that_was_cut_off(end: int) -> None:
    assert _refused(_workbook(["a"])[:end]).rule == "xlsx"


def test_workbook_of_the_catalogue_reads_like_its_table(tmp_path: Path) -> None:
    with CATALOGUE.open(encoding="utf-8", newline="") as lines:
        rows = list(islice(csv.reader(lines), 200))
    table, book = tmp_path / "a.csv", tmp_path / "a.xlsx"
    with table.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(rows)
    book.write_bytes(_workbook(*rows))

    found = [list(read_table(path, path.name, ["matter_id"])) for path in (table, book)]

    assert len(found[0]) == 199
    assert found[0] == found[1]
