"""Guides become records of the format and come back; what cannot be read is told."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from content.gbt39046.codings import Coding
from content.gbt39046.documents import (
    DocumentError,
    Header,
    document_parts,
    is_document,
    records_of,
)
from content.gbt39046.matter import MATTER
from content.gbt39046.records import encode_record, label_of
from content.gbt39046.tables import Fields, Rows, entry, every_field
from content.importers.shapes.guides import GUIDE
from tests.content.gbt39046.samples import decoded, encoded, found, guides, relaxed
from tests.content.gbt39046.test_codecs import JSON


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {n: without_nulls(v) for n, v in value.items() if v is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


def _tables(fields: Fields) -> list[Fields]:
    inner = [field.codec.fields for field in fields if isinstance(field.codec, Rows)]
    return [fields, *inner]


@pytest.mark.parametrize("coding", list(Coding))
def test_every_demo_guide_comes_back(coding: Coding) -> None:
    for guide in guides():
        before = copy.deepcopy(guide)
        record = encode_record(guide, MATTER, coding)
        back, troubles = decoded(json.loads(json.dumps(record)), coding)
        assert troubles == []
        assert without_nulls(back) == without_nulls(guide)
        assert guide == before


def test_no_name_and_no_path_is_twice_in_a_table() -> None:
    for fields in _tables(MATTER):
        for values in ([f.name for f in fields], [f.path for f in fields]):
            assert len(set(values)) == len(values)
        # Copies are made of a record and of the groups in it, not deeper.
        assert all(field.path.count(".") <= 1 for field in fields)


def test_every_path_is_one_of_a_guide() -> None:
    known = {*GUIDE.required, *GUIDE.optional}
    assert {field.path.partition(".")[0] for field in MATTER} <= known


def test_sources_are_those_of_the_dictionary() -> None:
    sources = {part for _, f in every_field(MATTER) for part in f.source.split("/")}
    assert sources == {"S", "P", "K"}


def test_mistake_in_the_table_is_told() -> None:
    with pytest.raises(ValueError, match="has the marks \\['X'\\]"):
        entry("level 行使层级 S X", MATTER[0].codec)


def test_values_are_in_the_forms_of_the_standard() -> None:
    fee = {"name": "工本费", "amount": 12.5, "amount_max": 40}
    record = encoded(
        effective_on="2026-03-01",
        published_on="",
        online=True,
        sso=False,
        fee={"is_fee": True, "rows": [fee], "note": ""},
    )
    assert (record["生效日期"], record["发布日期"]) == ("20260301", "")
    assert (record["是否网办"], record["单点登录"]) == (1, 0)
    assert record["收费项目"] == [
        {"收费项目名称": "工本费", "金额": "12.50", "最高金额": "40.00"}
    ]
    assert decoded(record)[0]["fee"]["rows"] == [fee]


def test_what_the_format_cannot_say_stays_exact_in_ext() -> None:
    rows = [{"name": "费", "amount": 0.005, "standard": "按次"}]
    record = encoded(
        fee={"is_fee": True, "rows": rows, "note": ""}, statutory_days=9999
    )
    assert record["收费项目"][0]["ext"] == {"amount": 0.005}
    assert record["ext"]["statutory_days"] == 9999
    back, troubles = decoded(record)
    assert troubles == []
    assert (back["fee"]["rows"], back["statutory_days"]) == (rows, 9999)


def test_null_is_left_out_and_empty_is_not() -> None:
    record = encoded(statutory_days=None, authority_split="")
    assert "法定办结时限" not in record
    assert record["权限划分"] == ""


@pytest.mark.parametrize(
    ("changes", "label", "rule"),
    [
        ({"事项名称": "长" * 201}, "事项名称（name）", "length"),
        ({"事项名称": " "}, "事项名称（name）", "required"),
        ({"事项名称": None}, "事项名称（name）", "required"),
        ({"生效日期": "2026-01-01"}, "生效日期（effective_on）", "date"),
        ({"生效日期": ""}, "生效日期（effective_on）", "required"),
        ({"行使层级": "8"}, "行使层级（level）", "code-list"),
        ({"是否网办": "1"}, "是否网办（online）", "type"),
        ({"通办范围": "7"}, "通办范围（cross.scope）", "code-list"),
        ({"申请材料": {}}, "申请材料（materials）", "type"),
        ({"申请材料": ["身份证"]}, "申请材料[0]（materials[0]）", "type"),
        ({"事项名字": "名"}, "事项名字", "unknown-field"),
        ({"ext": []}, "ext", "type"),
    ],
)
def test_wrong_values_are_told_with_both_names(
    changes: dict[str, Any], label: str, rule: str
) -> None:
    assert (label, rule) in found(encoded() | changes)


def test_mistakes_in_rows_are_told_with_their_place() -> None:
    record = encoded()
    record["申请材料"][1] |= {"原件份数": 100, "颜色": "蓝"}
    del record["申请材料"][2]["材料名称"]
    record["申请材料"][3]["ext"] = "无"
    assert found(record) == [
        ("申请材料[1].原件份数（materials[1].originals）", "range"),
        ("申请材料[1].颜色", "unknown-field"),
        ("申请材料[2].材料名称（materials[2].name）", "required"),
        ("申请材料[3].ext", "type"),
    ]


def test_close_names_are_suggested() -> None:
    (trouble,) = decoded(encoded() | {"事项名": "名"})[1]
    assert "是否想写 事项名称" in trouble.expected


def test_group_that_is_no_object_is_told() -> None:
    record = encoded()
    record["ext"]["cross"] = "无"
    assert ("通办范围（cross.scope）", "type") in found(record)


@relaxed
@given(st.dictionaries(st.sampled_from([*encoded(), "别的"]), JSON, max_size=4))
def test_anything_in_a_record_breaks_nothing(changes: dict[str, Any]) -> None:
    for trouble in decoded(encoded() | changes)[1]:
        assert trouble.expected
        assert trouble.label


@relaxed
@given(st.dictionaries(st.sampled_from([*encoded()["ext"], "cross", "fee"]), JSON))
def test_anything_in_ext_breaks_nothing(changes: dict[str, Any]) -> None:
    record = encoded()
    decoded(record | {"ext": record["ext"] | changes})


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("name", "事项名称（name）"),
        ("cross.scope", "通办范围（cross.scope）"),
        ("cross.places", "ext.cross.places"),
        ("materials", "申请材料（materials）"),
        ("materials[3].copies", "申请材料[3].复印件份数（materials[3].copies）"),
        ("materials[3]", "申请材料[3]（materials[3]）"),
        ("materials[3].std_code", "申请材料[3].ext.std_code（materials[3].std_code）"),
        ("service_objects[0]", "服务对象[0]（service_objects[0]）"),
        ("slug", "ext.slug"),
        ("", ""),
    ],
)
def test_places_have_the_name_that_the_file_has(path: str, label: str) -> None:
    assert label_of(path, MATTER) == label


def _document(**changes: Any) -> dict[str, Any]:
    header = Header(coding=Coding.GBT, site_id="9901010001")
    parts = "".join(document_parts(header, guides()[:2]))
    document: dict[str, Any] = json.loads(parts)
    return document | changes


def test_document_says_what_it_is() -> None:
    document = _document()
    matters = document.pop("matters")
    assert [matter["ext"]["slug"] for matter in matters] == [
        guide["slug"] for guide in guides()[:2]
    ]
    assert document == {
        "format": "GB/T 39046-2020",
        "version": "1.0",
        "coding": "gbt",
        "site_id": "9901010001",
        "counts": {"matters": 2},
    }


def test_document_of_no_guides_is_one() -> None:
    parts = document_parts(Header(coding=Coding.N2020, site_id=""), [])
    assert records_of(json.loads("".join(parts))) == (Coding.N2020, [])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"format": "GB/T 39046-2030"}, "version 为“1.0”"),
        ({"version": "2.0"}, "version 为“1.0”"),
        ({"coding": "gb2312"}, "gbt、n2020"),
        ({"matters": {}}, "“matters”之下的列表"),
        ({"counts": {"matters": 3}}, "实有的 2 条"),
        ({"counts": None}, "实有的 2 条"),
    ],
)
def test_wrong_headers_are_refused(changes: dict[str, Any], expected: str) -> None:
    document = _document(**changes)
    assert is_document(document)
    with pytest.raises(DocumentError, match=expected):
        records_of(document)


@pytest.mark.parametrize("value", [{}, {"format": 5}, {"format": "json"}])
def test_other_files_are_not_taken_for_it(value: dict[str, Any]) -> None:
    assert not is_document(value)
