"""The table of rules: complete, tried out both ways, silent on sound records."""

from __future__ import annotations

from typing import Any

import pytest

from content.lint import RULES, Severity, errors_of, lint, rules_for
from content.lint.engine import counted
from tests.content.lint import (
    test_completeness,
    test_contradictions,
    test_language,
    test_wording,
)
from tests.content.lint.worlds import demo, demo_world, guides

SECTIONS = {
    "9.1": (14, test_wording.CASES),
    "9.2": (25, test_completeness.CASES),
    "9.3": (35, test_contradictions.CASES),
    "9.4": (12, test_language.CASES),
}
FAULTY: dict[str, Any] = demo("guides-faulty/expected.json")["guides"]


def errors(kind: str, record: dict[str, Any]) -> list[tuple[str, str]]:
    found = errors_of(lint(kind, record, demo_world()))
    return [(finding.rule, finding.path) for finding in found]


@pytest.mark.parametrize("section", SECTIONS)
def test_section_has_all_its_rules_each_with_a_case(section: str) -> None:
    count, cases = SECTIONS[section]
    ids = {id_ for id_, rule in RULES.items() if rule.section == section}
    assert len(ids) == count
    assert {case.rule for case in cases} == ids


def test_every_rule_says_what_how_to_mend_it_and_why() -> None:
    for id_, rule in RULES.items():
        assert rule.id == id_
        assert all((rule.message, rule.fix, rule.basis, rule.since, rule.kinds))


@pytest.mark.parametrize("code", sorted(guides()))
def test_good_guide_has_no_error(code: str) -> None:
    assert errors("guide", dict(guides()[code])) == []


@pytest.mark.parametrize("name", sorted(FAULTY))
def test_faulty_guide_has_its_errors_where_they_are_and_no_other(name: str) -> None:
    expected = FAULTY[name]
    found = lint("guide", demo(f"guides-faulty/{name}.json"), demo_world())
    assert set(expected["must_report"]) <= {finding.rule for finding in found}
    places = {(finding.rule, finding.path) for finding in found}
    assert {(each["rule"], each["path"]) for each in expected["paths"]} <= places
    errors = {finding.rule for finding in errors_of(found)}
    assert errors <= set(expected["must_report"])


@pytest.mark.parametrize(
    ("kind", "file", "name", "count"),
    [
        ("power", "power_items.json", "items", 198),
        ("theme", "themes.json", "themes", 101),
        ("list", "placements.json", "lists", 5),
        ("list", "reform_lists.json", "lists", 3),
        ("cross_list", "reform_lists.json", "cross_lists", 1),
        ("department", "departments.json", "departments", 39),
        ("hall", "halls.json", "halls", 110),
        ("benefit", "benefits.json", "benefits", 9),
    ],
)
def test_records_of_the_demo_have_no_error(
    kind: str, file: str, name: str, count: int
) -> None:
    records = demo(file)[name]
    assert len(records) == count
    assert [found for record in records for found in errors(kind, record)] == []


def test_documents_of_the_demo_have_no_error() -> None:
    kinds = {"政策": "policy", "解读": "interpretation"}
    for record in demo("notices.json")["items"]:
        assert errors(kinds.get(record["kind"], "article"), record) == []


def test_empty_guide_is_told_what_lacks_and_breaks_nothing() -> None:
    found = lint("guide", {}, demo_world())
    assert {"L101", "L103"} <= {finding.rule for finding in found}


def test_errors_come_first_and_are_counted() -> None:
    found = lint("guide", {}, demo_world())
    order = [finding.severity for finding in found]
    weight = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.HINT: 2}
    assert order == sorted(order, key=lambda severity: weight[severity])
    assert sum(counted(found).values()) == len(found)


def test_region_changes_a_rules_weight() -> None:
    guide = dict(guides()["divorce"])
    plain = lint("guide", guide, demo_world())
    strict = lint("guide", guide, demo_world(), severities={"L210": Severity.ERROR})
    silent = lint("guide", guide, demo_world(), severities={"L210": None})
    assert "L210" not in {finding.rule for finding in errors_of(plain)}
    assert "L210" in {finding.rule for finding in errors_of(strict)}
    assert "L210" not in {finding.rule for finding in silent}


def test_kinds_without_rules_are_silent() -> None:
    assert rules_for("unknown") == []
    assert lint("unknown", {"name": "其他材料"}, demo_world()) == []
