"""Guides come in as GB/T 39046-2020, through the same checks as in any other form."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from content.gbt39046.codings import Coding
from content.importers.report import Refusal
from content.models import MatterPage, RelatedMatter
from tests.content.exporters.files import export
from tests.content.importers.files import (
    counts,
    everything,
    report_of,
    write_guide,
    write_json,
)

FORMAT = {"format": "gbt39046"}
NEW_NAME = "食品经营许可（新）"
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def file(district: Path, inbox: Path, tmp_path: Path) -> Path:
    """The export of a district with one published guide."""
    write_guide(inbox, "food")
    assert counts(report_of(inbox, publish=True)) == {"new": 1}
    return export("guides", tmp_path / "exchange.json", **FORMAT)


def changed(file: Path, change: Change) -> Path:
    """Change the one record of a document."""
    document = json.loads(file.read_bytes())
    change(document["matters"][0])
    return write_json(file.with_name("changed.json"), document)


def refusals(file: Path, change: Change) -> list[Refusal]:
    """Import a changed document and return the refusals; nothing may be written."""
    before = everything()
    report = report_of(changed(file, change))
    assert everything() == before
    assert counts(report) == {"refused": len(report.refusals)}
    return report.refusals


def test_export_imports_as_the_same_and_writes_nothing(file: Path) -> None:
    before = MatterPage.objects.get().latest_revision_id
    assert counts(report_of(file)) == {"same": 1}
    assert MatterPage.objects.get().latest_revision_id == before


def test_export_brings_back_what_was_deleted(file: Path, tmp_path: Path) -> None:
    page = MatterPage.objects.get()
    page.life_event = "开办企业"
    page.related_matters = [RelatedMatter(code="veteran-card", relation="precedes")]
    page.save_revision().publish()
    export("guides", file, **FORMAT)
    first = export("guides", tmp_path / "first.json")
    MatterPage.objects.all().delete()

    assert counts(report_of(file)) == {"new": 1}

    assert export("guides", tmp_path / "second.json").read_bytes() == first.read_bytes()


def test_change_becomes_a_draft(file: Path) -> None:
    def rename(record: dict[str, Any]) -> None:
        record["事项名称"] = NEW_NAME
        record["生效日期"] = "20270101"

    other = changed(file, rename)
    assert counts(report_of(other, dry_run=True)) == {"changed": 1}
    assert MatterPage.objects.get().has_unpublished_changes is False

    (row,) = report_of(other).rows

    assert {change.field for change in row.changes} == {"title", "effective_on"}
    page = MatterPage.objects.get()
    assert page.has_unpublished_changes
    assert page.get_latest_revision_as_object().title == NEW_NAME
    assert page.title != NEW_NAME


def test_the_other_coding_is_read_by_its_own_lists(file: Path) -> None:
    options = FORMAT | {"coding": Coding.N2020.value}
    other = export("guides", file.with_name("n2020.json"), **options)
    told = changed(other, lambda record: record.update({"服务对象": ["9"]}))
    assert counts(report_of(told)) == {"changed": 1}
    draft = MatterPage.objects.get().get_latest_revision_as_object()
    assert draft.service_objects == ["6"]


@pytest.mark.parametrize(
    ("change", "rule", "parts"),
    [
        (
            lambda record: record.update({"事项名称": "长" * 201}),
            "length",
            ["第 1 行", "事项名称（name）", "不超过 200 个字（现有 201 个）"],
        ),
        (
            lambda record: record.pop("实施主体性质"),
            "required",
            ["第 1 行缺少“实施主体性质（body_nature）”", "请补上"],
        ),
        (
            lambda record: record.update({"生效日期": "2026-02-30"}),
            "date",
            ["生效日期（effective_on）", "现为“2026-02-30”", "YYYYMMDD"],
        ),
        (
            lambda record: record["申请材料"][1].update({"材料类型": "7"}),
            "code-list",
            ["申请材料[1].材料类型（materials[1].mat_type）", "现为“7”", "1 原件"],
        ),
        (
            lambda record: record["办理地点"][0].update({"大厅编号": "H-XX"}),
            "reference",
            ["办理地点[0].大厅编号（locations[0].hall）", "现为“H-XX”"],
        ),
        (
            lambda record: record.update({"实施编码": "123"}),
            "V-IMPL",
            ["实施编码（impl_code）", "现为“123”"],
        ),
        (
            lambda record: record["ext"].pop("plain_name"),
            "required",
            ["缺少“ext.plain_name”", "请补上"],
        ),
        (
            lambda record: record["ext"].update({"colour": "red"}),
            "unknown-field",
            ["ext.colour"],
        ),
        (
            lambda record: record.update({"颜色": "红"}),
            "unknown-field",
            ["不认识的“颜色”", "请改名或者删去"],
        ),
    ],
)
def test_refusals_name_record_field_value_and_remedy(
    file: Path, change: Change, rule: str, parts: list[str]
) -> None:
    (refusal,) = refusals(file, change)
    assert refusal.rule == rule
    assert (refusal.file, refusal.row) == ("changed.json", 1)
    assert [part for part in parts if part not in refusal.message] == []
    assert "没有导入" in refusal.message


def test_everything_wrong_with_a_record_is_told_at_once(file: Path) -> None:
    def spoil(record: dict[str, Any]) -> None:
        record["版本"] = "一"
        record["通办范围"] = "x"
        record["ext"]["slug"] = "Not A Slug"

    found = {refusal.field for refusal in refusals(file, spoil)}
    assert found == {"version", "cross.scope", "slug"}


def test_refused_record_does_not_stop_the_others(file: Path) -> None:
    document = json.loads(file.read_bytes())
    document["matters"] = ["无", *document["matters"]]
    document["counts"] = {"matters": 2}
    report = report_of(write_json(file.with_name("two.json"), document))
    assert counts(report) == {"refused": 1, "same": 1}
    assert report.refusals[0].row == 1


@pytest.mark.parametrize(
    "header", [{"version": "9"}, {"coding": "x"}, {"counts": {"matters": 7}}]
)
def test_document_with_a_wrong_header_is_refused_whole(
    file: Path, header: dict[str, Any]
) -> None:
    document = json.loads(file.read_bytes()) | header
    report = report_of(write_json(file.with_name("header.json"), document))
    assert counts(report) == {"refused": 1}
    assert report.refusals[0].row == 0
    assert "整个文件没有导入" in report.refusals[0].message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("powers", "--format", "gbt39046"), "no place for records of 'powers'"),
        (("guides", "--coding", "n2020"), "only with --format gbt39046"),
    ],
)
def test_format_that_does_not_fit_is_refused(
    db: None, arguments: tuple[str, ...], message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("export_content", *arguments)


def test_document_of_nothing_goes_to_standard_output(db: None) -> None:
    out = io.StringIO()
    call_command("export_content", "guides", stdout=out, stderr=io.StringIO(), **FORMAT)
    assert json.loads(out.getvalue())["counts"] == {"matters": 0}
