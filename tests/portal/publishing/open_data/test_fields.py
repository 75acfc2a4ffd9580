from __future__ import annotations

import jsonschema
import pytest

from portal.publishing.open_data import record_fields
from portal.publishing.open_data.columns import (
    LONGEST_CELL,
    cells_of,
    columns_of,
    table_schema,
)
from portal.publishing.open_data.fields import DIALECT, fields_from, record_schema

FIELDS = fields_from("""
code   text                    编码   全区唯一
since  day                     日期
days   integer?                时限
geo    object?                 位置
  lat  number                  纬度
note   text*                   备注
tags   texts                   标签
bases  objects(title,article)  依据
  title    text                名称
  article  text?               条款
  parts    objects             分条
    text   text                内容
""")
RECORD = {
    "code": "A-1",
    "since": "",
    "days": None,
    "geo": {"lat": 10.5},
    "tags": ["一", "二|三"],
    "bases": [
        {"title": "行政许可法", "article": "第八条", "parts": []},
        {"title": "条例", "article": None, "parts": [{"text": "x"}]},
    ],
}


def errors(record: object) -> list[str]:
    schema = {"$schema": DIALECT, **record_schema(FIELDS)}
    jsonschema.Draft202012Validator.check_schema(schema)
    found = jsonschema.Draft202012Validator(schema).iter_errors(record)
    return sorted(error.json_path for error in found)


def test_schema_takes_what_the_fields_tell() -> None:
    assert errors(RECORD) == []
    assert errors(RECORD | {"geo": None, "note": "", "later": 1}) == []


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"code": None}, "$.code"),
        ({"since": "2026/1/1"}, "$.since"),
        ({"days": "5"}, "$.days"),
        ({"geo": {}}, "$.geo"),
        ({"tags": [1]}, "$.tags[0]"),
        (
            {"bases": [{"title": "x", "article": "", "parts": [{}]}]},
            "$.bases[0].parts[0]",
        ),
    ],
)
def test_schema_refuses_other_values(changes: dict[str, object], path: str) -> None:
    assert errors(RECORD | changes) == [path]


def test_schema_asks_for_what_may_not_be_missing() -> None:
    assert errors({}) == ["$"] * 6  # every field but the note


@pytest.mark.parametrize(
    "line", ["code", "code colour 编码", "code text", "Code:text x"]
)
def test_line_that_tells_no_field_is_refused_with_its_text(line: str) -> None:
    with pytest.raises(ValueError, match=f"'{line}' cannot be read"):
        fields_from(line)


def test_inner_records_become_columns_or_lines() -> None:
    columns = columns_of(FIELDS)

    names = [column.name for column in columns]
    assert names == ["code", "since", "days", "geo.lat", "note", "tags", "bases"]
    assert cells_of(columns, RECORD) == [
        "A-1", "", "", 10.5, "", "一|二｜三", "行政许可法 第八条|条例",
    ]  # fmt: skip
    assert cells_of(columns, RECORD | {"geo": None})[3] == ""


def test_columns_are_described_with_title_type_and_meaning() -> None:
    described = {
        field["name"]: field for field in table_schema(columns_of(FIELDS))["fields"]
    }

    assert described["code"] == {
        "name": "code", "type": "string", "title": "编码", "description": "全区唯一",
    }  # fmt: skip
    assert described["geo.lat"]["title"] == "位置·纬度"
    assert described["since"]["type"] == "date"
    assert described["bases"]["delimiter"] == "|"
    assert "名称、条款" in described["bases"]["description"]


def test_cell_is_cut_where_a_spreadsheet_would_and_has_no_control_signs() -> None:
    columns = columns_of(FIELDS)
    long = cells_of(columns, RECORD | {"code": "长" * 40_000})[0]
    assert isinstance(long, str)
    assert (len(long), long[-1]) == (LONGEST_CELL + 1, "…")
    assert cells_of(columns, RECORD | {"code": "a\x00\x0bb\n"})[0] == "ab\n"


@pytest.mark.parametrize(
    "name", [name for name in vars(record_fields) if name.isupper()]
)
def test_every_data_set_has_columns_with_titles_of_their_own(name: str) -> None:
    columns = columns_of(getattr(record_fields, name))
    names = [column.name for column in columns]
    assert len(names) == len(set(names))
    assert all(column.title for column in columns)
