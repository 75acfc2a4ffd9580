from __future__ import annotations

import csv
import io
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from openpyxl import load_workbook

from portal.publishing.bodies import bytes_of
from portal.publishing.data_files import json_bytes
from portal.publishing.open_data.columns import columns_of
from portal.publishing.open_data.fields import fields_from
from portal.publishing.open_data.forms import (
    lines_pieces,
    rows_pieces,
    table_pieces,
    workbook_spool,
)

COLUMNS = columns_of(
    fields_from("""
name   text     名称
days   integer  时限
live   flag     启用
tel    text     电话
""")
)
ROWS = [
    {"name": '说"好"，\r\n换行', "days": -5, "live": True, "tel": "+86-10-12345"},
    {"name": "=1+1", "days": 7, "live": False, "tel": "010"},
    {"name": "#N/A", "days": 0, "live": True, "tel": ""},
]


def sheet(body: bytes, number: int = 0) -> list[tuple[Any, ...]]:
    workbook = load_workbook(io.BytesIO(body))
    return list(workbook.worksheets[number].iter_rows(values_only=True))


def test_table_is_for_spreadsheets_and_follows_the_rfc() -> None:
    body = b"".join(table_pieces(COLUMNS, ROWS))

    assert body.startswith(b"\xef\xbb\xbfname,days,live,tel\r\n")
    assert body.endswith(b"\r\n")
    told = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert told[1] == ['说"好"，\r\n换行', "-5", "true", "'+86-10-12345"]
    assert told[2] == ["'=1+1", "7", "false", "010"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_table_has_no_text_that_is_taken_for_a_formula(sign: str) -> None:
    body = b"".join(table_pieces(COLUMNS, [ROWS[0] | {"name": f"{sign}cmd"}]))
    (_head, row) = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))
    assert row[0] == f"'{sign}cmd"


def test_workbook_has_the_same_rows_with_their_types() -> None:
    rows = sheet(bytes_of(workbook_spool(COLUMNS, ROWS)))

    assert rows[0] == ("name", "days", "live", "tel")
    assert rows[1][1:] == (-5, True, "+86-10-12345")
    assert rows[2] == ("=1+1", 7, False, "010")
    assert rows[3][0] == "#N/A"


def test_workbook_takes_no_text_for_a_formula_or_an_error() -> None:
    workbook = load_workbook(io.BytesIO(bytes_of(workbook_spool(COLUMNS, ROWS))))
    kinds = [cell.data_type for cell in workbook.worksheets[0]["A"]]
    assert kinds == ["s", "s", "s", "s"]


def test_workbook_tells_its_columns() -> None:
    assert sheet(bytes_of(workbook_spool(COLUMNS, ROWS)), 1)[:2] == [
        ("列", "名称", "类型", "含义"),
        ("name", "名称", "string", None),
    ]


def test_workbook_has_equal_bytes_at_any_time() -> None:
    with time_machine.travel("2026-11-02T09:00:00Z", tick=False):
        first = bytes_of(workbook_spool(COLUMNS, ROWS))
    with time_machine.travel("2031-01-02T03:04:08Z", tick=False):
        second = bytes_of(workbook_spool(COLUMNS, ROWS))

    assert first == second
    with ZipFile(io.BytesIO(first)) as archive:
        assert {part.date_time[0] for part in archive.infolist()} == {1980}


def test_lines_are_one_record_each_and_none_for_none() -> None:
    assert (
        b"".join(lines_pieces([{"b": 1, "a": "字"}])) == '{"a":"字","b":1}\n'.encode()
    )
    assert list(lines_pieces([])) == []


@pytest.mark.parametrize("amount", [0, 1, 3])
def test_rows_are_written_one_by_one_as_the_whole_would_be(amount: int) -> None:
    rows = [{"b": number, "a": "字"} for number in range(amount)]

    pieces = list(rows_pieces(amount, "items", iter(rows)))

    assert b"".join(pieces) == json_bytes({"count": amount, "items": rows})
    assert len(pieces) == amount + 1
