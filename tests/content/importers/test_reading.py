from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from content.importers import reading
from content.importers.reading import read_json, read_table
from content.importers.report import Refusal
from content.importers.unreadable import UnreadableFileError

COLUMNS = ("matter_id", "name")


def _write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def _refused_json(folder: Path, data: bytes | str) -> Refusal:
    with pytest.raises(UnreadableFileError) as caught:
        read_json(_write(folder, "a.json", data), "a.json")
    return caught.value.refusal


def test_read_json_reads_utf8_with_byte_order_mark(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.json", b'\xef\xbb\xbf{"a": [1, "\xe4\xba\x8b"]}')

    assert read_json(path, "a.json") == {"a": [1, "事"]}


def test_read_json_names_line_and_column_of_syntax_error(tmp_path: Path) -> None:
    refusal = _refused_json(tmp_path, '{\n "slug": "a",\n "name" "b"\n}')

    assert (refusal.row, refusal.field, refusal.rule) == (3, "第 9 列", "json")
    assert "第 3 行第 9 列" in refusal.message
    assert '"name" "b"' in refusal.value


@pytest.mark.parametrize(
    "data",
    [
        "",
        "{",
        '{"a": 1, "a": 2}',
        '{"a": NaN}',
        '{"a": -Infinity}',
        "[" * 100_000,
        '{"a":' * 200 + "1" + "}" * 200,
        "1" * 5000,
        b"\xff\xfe\x00",
    ],
)
def test_read_json_refuses_without_raising_anything_else(
    tmp_path: Path, data: bytes | str
) -> None:
    assert _refused_json(tmp_path, data).message


def test_read_json_refuses_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read_json(tmp_path / "absent.json", "absent.json")

    assert caught.value.refusal.rule == "file"


def test_read_json_refuses_large_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST_FILE_BYTES", 10)

    assert _refused_json(tmp_path, '{"name": "事项"}').rule == "file-size"


def _rows(path: Path) -> list[object]:
    return list(read_table(path, path.name, COLUMNS))


def _refused_table(path: Path) -> Refusal:
    with pytest.raises(UnreadableFileError) as caught:
        _rows(path)
    return caught.value.refusal


def test_read_table_counts_rows_as_a_spreadsheet_does(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.csv", 'matter_id,name\nM0001,"两\n行"\n\nM0002, 事 \n')

    rows = [(row.row, row.cells) for row in _rows(path)]  # type: ignore[attr-defined]

    assert rows == [
        (2, {"matter_id": "M0001", "name": "两\n行"}),
        (4, {"matter_id": "M0002", "name": " 事 "}),
    ]


def test_read_table_reads_the_encoding_of_chinese_spreadsheets(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.csv", "matter_id,name\nM0001,事项".encode("gb18030"))

    assert _rows(path)[0].cells["name"] == "事项"  # type: ignore[attr-defined]


def test_read_table_goes_on_after_a_row_with_a_missing_cell(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.csv", "matter_id,name\nM0001\nM0002,事项\n")

    refusal, row = _rows(path)

    assert isinstance(refusal, Refusal)
    assert (refusal.row, refusal.rule, refusal.value) == (2, "columns", "1")
    assert row.row == 3  # type: ignore[attr-defined]


def test_read_table_goes_on_after_a_broken_quote(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.csv", 'matter_id,name\nM0001,"a"b\nM0002,事项\n')

    refusal, row = _rows(path)

    assert isinstance(refusal, Refusal)
    assert (refusal.row, refusal.rule) == (2, "csv")
    assert row.cells["matter_id"] == "M0002"  # type: ignore[attr-defined]


def test_read_table_reports_a_quote_that_never_ends(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.csv", 'matter_id,name\nM0001,"事项\nM0002,b\n')

    (refusal,) = _rows(path)

    assert isinstance(refusal, Refusal)
    assert refusal.rule == "csv"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", ""),
        ("matter_id\nM0001\n", "matter_id"),
        ("matter_id,name,name\nM0001,a,b\n", "name"),
    ],
)
def test_read_table_refuses_a_wrong_header(
    tmp_path: Path, text: str, value: str
) -> None:
    refusal = _refused_table(_write(tmp_path, "a.csv", text))

    assert (refusal.rule, refusal.value) == ("columns", value)


def test_read_table_reads_a_workbook(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    workbook.active.append(["matter_id", "name", "number"])
    workbook.active.append(["M0001", "事项", 3])
    workbook.save(tmp_path / "a.xlsx")

    (row,) = _rows(tmp_path / "a.xlsx")

    assert row.cells == {  # type: ignore[attr-defined]
        "matter_id": "M0001",
        "name": "事项",
        "number": "3",
    }


def test_read_table_refuses_what_is_no_workbook(tmp_path: Path) -> None:
    assert _refused_table(_write(tmp_path, "a.xlsx", b"PK")).rule == "xlsx"


def test_read_table_refuses_an_archive_that_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("hello.txt", "hello")

    assert _refused_table(tmp_path / "a.xlsx").rule == "xlsx"


def test_read_table_refuses_a_workbook_that_unpacks_to_too_much(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 3_000_000)

    assert _refused_table(tmp_path / "a.xlsx").rule == "xlsx-bomb"


@pytest.mark.parametrize("name", ["../outside.xml", "/etc/passwd", "a/../../b.xml"])
def test_read_table_refuses_a_workbook_with_parts_outside(
    tmp_path: Path, name: str
) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr(name, "x")

    assert _refused_table(tmp_path / "a.xlsx").rule == "xlsx-path"
