"""What an editor is told about a row that was not taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from content.models import HallPage, MatterPage
from tests.content.importers.files import (
    catalogue_row,
    counts,
    guide,
    records,
    report_of,
    rules,
    write_catalogue,
    write_guide,
    write_json,
)


@pytest.mark.parametrize(
    ("changes", "field", "value", "rule"),
    [
        ({"visits": "两次"}, "visits", "两次", "type"),
        ({"visits": 99}, "visits", "99", "range"),
        ({"materials": {}}, "materials", "{}", "type"),
        ({"matter_type": "99"}, "matter_type", "99", "code-list"),
        ({"name": ""}, "name", "", "required"),
        ({"summary": "字" * 3000}, "summary", "字" * 119 + "…", "length"),
        ({"remark": "备注"}, "remark", "备注", "unknown-field"),
        ({"impl_code": "123"}, "impl_code", "123", "V-IMPL"),
        ({"item_code": "123"}, "item_code", "123", "V-ITEM"),
        ({"basic_code": "abc"}, "basic_code", "abc", "V-BASIC"),
        ({"effective_on": "去年"}, "effective_on", "去年", "date"),
        ({"department": "nobody"}, "department", "nobody", "reference"),
        (
            {"commitment": {"template": "", "file": "files/../a.html"}},
            "commitment.file",
            "files/../a.html",
            "attachment-path",
        ),
        (
            {"commitment": {"template": "", "file": "files/absent.html"}},
            "commitment.file",
            "files/absent.html",
            "attachment",
        ),
    ],
)
def test_refusal_of_a_guide_tells_all_and_stops_no_other(
    district: Path,
    inbox: Path,
    changes: dict[str, Any],
    field: str,
    value: str,
    rule: str,
) -> None:
    write_guide(inbox, "elder-allowance", **changes)
    write_guide(inbox, "food")

    report = report_of(inbox)

    found = next(r for r in report.refusals if r.field == field)
    assert (found.file, found.row) == ("elder-allowance.json", 1)
    assert (found.value, found.rule) == (value, rule)
    assert found.expected
    assert found.expected in found.message
    assert "elder-allowance.json 第 1 行" in found.message
    assert field in found.message
    assert MatterPage.objects.get().code == "food"


def test_guide_whose_slug_came_before_is_refused(district: Path, inbox: Path) -> None:
    write_guide(inbox, "food")
    write_json(inbox / "guides" / "food-again.json", guide("food"))

    report = report_of(inbox)

    assert counts(report) == {"new": 1, "refused": 1}
    assert report.refusals[0].file == "food.json"
    assert rules(report) == [(1, "slug", "duplicate")]


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"region": "990999"}, "region", "reference"),
        ({"parent_hall": "H-X"}, "parent_hall", "reference"),
        ({"resident_departments": ["x"]}, "resident_departments[0]", "reference"),
        ({"kind": "宫殿"}, "kind", "code-list"),
        ({"tel": "5551020"}, "tel", "V-TEL"),
        ({"name": "名" * 201}, "name", "length"),
        ({"colour": "red"}, "colour", "unknown-field"),
    ],
)
def test_hall_that_is_not_sound_is_refused_alone(
    district: Path, inbox: Path, changes: dict[str, Any], field: str, rule: str
) -> None:
    halls = [h for h in records("halls.json", "halls") if h["code"] == "H-QU"]
    hall = halls[0] | {"resident_departments": [], "parent_hall": None}
    path = write_json(
        inbox / "halls.json",
        {"halls": [hall | {"code": "H-A"} | changes, hall | {"code": "H-B"}]},
    )

    report = report_of(path)

    assert rules(report) == [(1, field, rule)]
    assert HallPage.objects.filter(code="H-B").exists()
    assert not HallPage.objects.filter(code="H-A").exists()


def test_what_a_model_refuses_is_told_with_its_value(
    district: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = MatterPage._meta.get_field("plain_name")
    monkeypatch.setattr(title, "validators", [_refuse])
    path = write_guide(inbox, "food")

    (refusal,) = report_of(path).refusals

    assert (refusal.field, refusal.value, refusal.rule) == (
        "plain_name", guide("food")["plain_name"], "model",
    )  # fmt: skip
    assert refusal.expected == "不行"
    assert "不能保存：不行。这一行" in refusal.message


def _refuse(_value: str) -> None:
    raise ValidationError("不行。")


def test_catalogue_title_that_is_too_long_is_told_by_its_column(
    district: Path, inbox: Path
) -> None:
    path = write_catalogue(
        inbox / "a.csv",
        catalogue_row("M0452", legal_basis="婚姻法;" + "法" * 201),
        catalogue_row("M0453"),
    )

    report = report_of(path)

    assert rules(report) == [(2, "legal_basis[1]", "length")]
    assert counts(report) == {"new": 1, "refused": 1}
