"""Power lists as departments keep them: good ones, faulty ones, long ones."""

from __future__ import annotations

import csv
import json
import time
import tracemalloc
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from pytest_django import Settings

from content.importers.report import Report
from content.models import PowerItemPage
from tests.content.importers.files import DEMO, counts, report_of, rules

LONG_LIST = 10_000
MOST_SECONDS = 60
MOST_BYTES = 400 * 1024 * 1024


@pytest.fixture
def departments(db: None, tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    report_of(DEMO / "regions.json", DEMO / "departments.json")


@pytest.fixture
def powers(departments: None) -> None:
    assert counts(report_of(DEMO / "power_items.json")) == {"new": 198}


def expected(kind: str) -> list[tuple[Any, ...]]:
    """Return row, rule and field of every mistake, with its line in the sheet."""
    text = (DEMO / "power_items_faulty.expected.json").read_text(encoding="utf-8")
    line = "excel_row" if kind == "xlsx" else None
    return sorted(
        (error["row"], error["rule"], error["field"]) + ((error[line],) if line else ())
        for error in json.loads(text)["errors"]
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_faulty_list_yields_exactly_its_errors(departments: None, kind: str) -> None:
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command(
            "import_powers",
            DEMO / f"power_items_faulty.{kind}",
            dry_run=True,
            json=True,
            stdout=out,
            stderr=StringIO(),
        )
    found = json.loads(out.getvalue())
    assert left.value.code == 1
    assert expected(kind) == sorted(
        (error["row"], error["rule"], error["field"])
        + ((error["excel_row"],) if kind == "xlsx" else ())
        for error in found["errors"]
    )
    assert all(error["message"] for error in found["errors"])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_good_list_equals_the_records(powers: None, kind: str) -> None:
    report = report_of(DEMO / f"power_items.{kind}", dry_run=True)
    assert not report.refusals
    assert counts(report) == {"same": 198}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_list_alone_makes_the_same_powers(departments: None, kind: str) -> None:
    assert counts(report_of(DEMO / f"power_items.{kind}")) == {"new": 198}
    assert PowerItemPage.objects.count() == 198
    assert counts(report_of(DEMO / f"power_items.{kind}")) == {"same": 198}


def write_long_list(path: Path, number: int) -> Path:
    """Write a list of many powers, made of the demo's rows with codes of their own."""
    with (DEMO / "power_items.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    with path.open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.DictWriter(lines, fieldnames=list(rows[0]))
        writer.writeheader()
        for position in range(number):
            row = rows[position % len(rows)]
            code = f"YX-LONG-{position:06d}"
            name = f"{row['职权名称']}{position}"
            writer.writerow(
                row | {"序号": position + 1, "职权编码": code, "职权名称": name}
            )
    return path


def test_long_list_is_tried_in_time_and_memory(
    departments: None, tmp_path: Path
) -> None:
    path = write_long_list(tmp_path / "long.csv", LONG_LIST)
    start = time.monotonic()
    report = report_of(path, dry_run=True)
    seconds = time.monotonic() - start
    assert counts(report) == {"new": LONG_LIST}
    assert not PowerItemPage.objects.exists()
    assert seconds < MOST_SECONDS, f"{seconds:.1f} s"


def test_memory_of_a_list_does_not_follow_its_pages(
    departments: None, tmp_path: Path
) -> None:
    """A longer list takes hardly more than its own text."""
    peaks = []
    for number in (200, 600):
        path = write_long_list(tmp_path / f"{number}.csv", number)
        tracemalloc.start()
        report_of(path, dry_run=True)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    grown = (peaks[1] - peaks[0]) / 400
    assert grown * LONG_LIST + peaks[0] < MOST_BYTES, peaks


def workbook(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_workbook_with_a_formula_is_refused(departments: None, tmp_path: Path) -> None:
    header = ["职权编码", "职权名称", "职权类别", "实施主体"]
    path = workbook(tmp_path / "f.xlsx", header, ["X-1", '=HYPERLINK("//x")', "", ""])
    report: Report = report_of(path)
    assert rules(report) == [(0, "", "xlsx-formula")]
    assert "第 2 行第 2 列" in report.refusals[0].value
    assert "数值" in report.refusals[0].message
