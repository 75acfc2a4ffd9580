from __future__ import annotations

import json
from typing import Any

import pytest
from pytest_django import Settings

from content.importers.shapes.guides import guide_problems
from tests.content.importers.files import DEMO, guide

GOOD = sorted(path.stem for path in (DEMO / "guides").glob("*.json"))
FAULTY = sorted(path.stem for path in (DEMO / "guides-faulty").glob("faulty-*.json"))


def _found(raw: object) -> list[tuple[str, str]]:
    return [(problem.path, problem.rule) for problem in guide_problems(raw)]  # type: ignore[arg-type]


def _changed(path: str, value: Any) -> dict[str, Any]:
    """Return a good guide with the value at a path like `materials.0.name` replaced."""
    raw = guide("food")
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    place: Any = raw
    for step in steps:
        place = place[step]
    place[last] = value
    return raw


@pytest.mark.parametrize("slug", GOOD)
def test_guide_problems_finds_none_in_a_good_guide(slug: str) -> None:
    assert _found(guide(slug)) == []


@pytest.mark.parametrize("name", FAULTY)
def test_guide_problems_leaves_contradictions_to_the_editors_rules(name: str) -> None:
    raw = json.loads((DEMO / "guides-faulty" / f"{name}.json").read_text("utf-8"))
    # A code of 33 characters that ends in X cannot identify a matter.
    expected = [("item_code", "V-ITEM")] if name == "faulty-codes-basis" else []

    assert _found(raw) == expected


@pytest.mark.parametrize(
    ("path", "value", "found"),
    [
        ("name", None, ("name", "type")),
        ("name", "  ", ("name", "required")),
        ("name", "长" * 201, ("name", "length")),
        ("name", "a\x00b", ("name", "characters")),
        ("name", "\ud800", ("name", "characters")),
        ("slug", "Food Guide", ("slug", "slug")),
        ("plain_name", "名" * 21, ("plain_name", "length")),
        ("online", "yes", ("online", "type")),
        ("visits", "2", ("visits", "type")),
        ("visits", True, ("visits", "type")),
        ("visits", 10, ("visits", "range")),
        ("promise_days", -1, ("promise_days", "range")),
        ("promise_days", "十天", ("promise_days", "type")),
        ("matter_type", "99", ("matter_type", "code-list")),
        ("level", "4级", ("level", "code-list")),
        ("service_objects", ["1", "1"], ("service_objects[1]", "duplicate")),
        ("service_objects", ["8"], ("service_objects[0]", "code-list")),
        ("topics_corp", "010", ("topics_corp", "type")),
        ("effective_on", "2026-02-30", ("effective_on", "date")),
        ("effective_on", "2026/02/03", ("effective_on", "date")),
        ("cancel_on", "2025-01-01", ("cancel_on", "date")),
        ("basic_code", "990310105000", ("basic_code", "V-BASIC")),
        ("basic_code", "99010105000", ("basic_code", "V-BASIC")),
        ("impl_code", "1" * 31, ("impl_code", "V-IMPL")),
        ("item_code", "1" * 33, ("item_code", "V-ITEM")),
        ("department_uscc", "119901010000002111", ("department_uscc", "V-USCC")),
        ("department_uscc", "11990101000000211I", ("department_uscc", "V-USCC")),
        ("consult.tel", "5551200", ("consult.tel", "V-TEL")),
        ("online_url", "javascript:alert(1)", ("online_url", "address")),
        ("online_url", "//elsewhere.example/", ("online_url", "address")),
        ("online_url", "http://a.example/", ("online_url", "address")),
        ("catalogue_matter_id", "1541", ("catalogue_matter_id", "matter-id")),
        ("materials.0.mat_type", "7", ("materials[0].mat_type", "code-list")),
        ("materials.1.order", 1, ("materials[1].order", "duplicate")),
        ("materials.0.copies", 100, ("materials[0].copies", "range")),
        ("materials.0", [], ("materials[0]", "type")),
        (
            "materials.1.blank_form",
            "files/../../secret.html",
            ("materials[1].blank_form", "attachment-path"),
        ),
        (
            "materials.1.blank_form",
            "/etc/passwd",
            ("materials[1].blank_form", "attachment-path"),
        ),
        (
            "materials.5.need_condition",
            {"eq": [{"var": "gas"}]},
            ("materials[5].need_condition", "expression"),
        ),
        ("scenario.questions.0.kind", "radio", None),
        ("scenario.questions.1.code", "scale", None),
        ("scenario.rules.0.condition", {"exec": []}, None),
        (
            "scenario.rules.1.effects.add_material",
            12,
            ("scenario.rules[1].effects.add_material", "reference"),
        ),
        (
            "online_form.material_slots.0.material",
            12,
            ("online_form.material_slots[0].material", "reference"),
        ),
        ("online_form.sections.0.fields.0.type", "secret", None),
        (
            "fee.rows",
            [{"name": "证照费", "amount": -5}],
            ("fee.rows[0].amount", "range"),
        ),
        ("locations.0.windows", "some", ("locations[0].windows", "type")),
        ("zero_list", {"零跑腿": True}, ("zero_list.零跑腿", "code-list")),
        ("result.deliver", ["飞鸽"], ("result.deliver[0]", "code-list")),
    ],
)
def test_guide_problems_finds_each_mistake(
    path: str, value: Any, found: tuple[str, str] | None
) -> None:
    problems = _found(_changed(path, value))

    assert problems
    if found is not None:
        assert found in problems


def test_guide_problems_names_a_missing_field() -> None:
    raw = guide("food")
    del raw["materials"]

    assert _found(raw) == [("materials", "required")]


def test_guide_problems_asks_whether_a_misspelt_field_was_meant() -> None:
    (problem,) = guide_problems(_changed("materials.0.fill_note", "x"))

    assert problem.rule == "unknown-field"
    assert "fill_notes" in problem.expected


def test_guide_problems_takes_fictional_bodies_only_in_a_demo(
    settings: Settings,
) -> None:
    settings.PORTAL_DEMO = False

    assert ("department_uscc", "V-USCC") in _found(guide("food"))


@pytest.mark.parametrize("raw", [None, 3, "guide", [], {}, {"slug": {}}])
def test_guide_problems_refuses_what_is_no_guide(raw: object) -> None:
    assert _found(raw)
