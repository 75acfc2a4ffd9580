from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from content.importers.report import Report
from content.importers.sources import SourceKind, read_sources
from tests.content.importers.files import (
    report_of,
    rules,
    write_catalogue,
    write_json,
    write_places,
)

pytestmark = pytest.mark.django_db


def _only(report: Report) -> tuple[str, str]:
    (refusal,) = report.refusals
    return refusal.file, refusal.rule


def test_read_sources_leaves_other_files_of_a_folder_alone(tmp_path: Path) -> None:
    write_json(tmp_path / "people.json", {"people": []})
    write_json(tmp_path / "list.json", [1])
    (tmp_path / "README.md").write_text("#", encoding="utf-8")

    sources = read_sources([tmp_path])

    assert not sources.refusals
    assert not any(sources.rows.values())


@pytest.mark.parametrize("value", [{"name": "x"}, {}, [], [{"slug": "a"}], 3, None])
def test_file_in_the_guides_folder_that_is_no_guide_is_refused(
    tmp_path: Path, value: Any
) -> None:
    write_json(tmp_path / "guides" / "a.json", value)

    assert _only(report_of(tmp_path)) == ("a.json", "format")
    assert read_sources([tmp_path]).unusable == 1
    assert read_sources([tmp_path / "guides"]).unusable == 1


@pytest.mark.parametrize("key", ["regions", "departments", "halls"])
@pytest.mark.parametrize("value", [{"code": "x"}, None, "x"])
def test_records_that_are_no_list_are_refused(
    tmp_path: Path, key: str, value: Any
) -> None:
    write_json(tmp_path / "a.json", {key: value})

    assert _only(report_of(tmp_path)) == ("a.json", "type")


def test_devices_that_are_no_list_are_refused(tmp_path: Path) -> None:
    path = write_places(tmp_path) / "halls.json"
    write_json(path, json.loads(path.read_text("utf-8")) | {"kiosks": {"hall": "H"}})

    report = report_of(tmp_path)

    assert rules(report) == [(0, "", "type")]
    assert "“kiosks”之下的列表" in report.refusals[0].message


@pytest.mark.parametrize("name", ["a.json", "a.csv"])
def test_file_in_no_known_encoding_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xff\xfe\xff\xff")

    assert _only(report_of(path)) == (name, "encoding")


def test_name_that_is_not_utf8_can_be_reported(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.json"))
    path.write_text("{", encoding="utf-8")

    report = report_of(path)

    assert json.dumps(report.as_json(), ensure_ascii=False).encode("utf-8")
    assert _only(report) == ("\\udcff.json", "json")


def test_syntax_error_after_an_unusual_line_end_shows_the_right_place(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"a": "\u2028\x85\u2029",\n"b" 1}', encoding="utf-8")

    (refusal,) = report_of(path).refusals

    assert (refusal.row, refusal.field, refusal.value) == (2, "第 5 列", '"b" 1}')


def test_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    path = write_catalogue(tmp_path / "a.csv", {"matter_id": "M0001", "name": "事项"})

    (refusal,) = report_of(path).refusals

    assert (refusal.row, refusal.rule) == (1, "columns")
    assert "department_group、matter_type、subject" in refusal.expected


def test_table_row_with_another_number_of_cells_is_refused_alone(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "matter_id,name,department_group,matter_type,subject\n"
        "M0001,少一格\nM0002,名称,民政局,行政许可,个人\n",
        encoding="utf-8",
    )

    sources = read_sources([path])

    assert [(r.row, r.value) for r in sources.refusals] == [(2, "2")]
    assert [row.row for row in sources.rows[SourceKind.CATALOGUE]] == [3]
    assert sources.unusable == 0
