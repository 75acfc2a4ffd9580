from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.conf import settings

from content.importers.catalogue import (
    Speech,
    Translation,
    catalogue_matter,
    catalogue_problems,
    read_translation,
)
from tests.content.importers.files import CATALOGUE, catalogue_row, records

FIXTURES = settings.FIXTURES_DIR
TRANSLATION = Translation(
    departments={"教育局": "jyj", "工业和信息化局": "kgj"},
    speech={"M0001": Speech(plain_name="备案技改", aliases=("技改备案",))},
)


def test_catalogue_matter_speaks_the_portals_codes() -> None:
    matter = catalogue_matter(
        catalogue_row("M0002", legal_basis="义务教育法；教育法"), TRANSLATION
    )

    assert (matter.code, matter.source_id) == ("m0002", "M0002")
    assert (matter.matter_type, matter.department) == ("01", "jyj")
    assert matter.service_objects == ("1", "2")
    assert (matter.topics_person, matter.topics_corp) == (("020",), ())
    assert matter.legal_titles == ("义务教育法", "教育法")
    assert matter.keywords == ("入学", "教育局")


def test_catalogue_matter_keeps_an_unknown_theme_as_search_word() -> None:
    matter = catalogue_matter(catalogue_row("M0001", theme="应急救灾"), TRANSLATION)

    assert (matter.topics_person, matter.topics_corp) == ((), ())
    assert "应急救灾" in matter.keywords


def test_catalogue_matter_takes_plain_names_from_everyday_speech() -> None:
    matter = catalogue_matter(catalogue_row("M0001"), TRANSLATION)

    assert (matter.plain_name, matter.aliases) == ("备案技改", ("技改备案",))


@pytest.mark.parametrize(
    ("changes", "path", "rule"),
    [
        ({"matter_id": "1"}, "matter_id", "matter-id"),
        ({"name": ""}, "name", "required"),
        ({"name": "名" * 201}, "name", "length"),
        ({"matter_type": "行政指导"}, "matter_type", "code-list"),
        ({"subject": "外星人"}, "subject", "code-list"),
        ({"subject": ";"}, "subject", "code-list"),
        ({"department_group": "侨务办公室"}, "department_group", "reference"),
        ({"item_code": "1" * 65}, "item_code", "length"),
        ({"remark": "x"}, "remark", "unknown-field"),
    ],
)
def test_catalogue_problems_finds_each_mistake(
    changes: dict[str, str], path: str, rule: str
) -> None:
    problems = catalogue_problems(catalogue_row("M0001") | changes, TRANSLATION)

    assert [(problem.path, problem.rule) for problem in problems] == [(path, rule)]


def test_whole_catalogue_translates_to_departments_that_exist() -> None:
    translation = read_translation(
        FIXTURES / "catalogue" / "departments.tsv", FIXTURES / "search"
    )
    known = {
        record["key"]
        for name in ("departments.json", "../catalogue/extra_departments.json")
        for record in records(name, "departments")
    }
    with CATALOGUE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))

    assert len(rows) == 1941
    assert not [p for row in rows for p in catalogue_problems(row, translation)]
    matters = [catalogue_matter(row, translation) for row in rows]
    assert {matter.department for matter in matters} <= known
    assert all(matter.plain_name and matter.aliases for matter in matters)


def test_read_translation_without_files_is_empty(tmp_path: Path) -> None:
    found = read_translation(tmp_path / "departments.tsv", tmp_path)

    assert (found.departments, found.speech) == ({}, {})
