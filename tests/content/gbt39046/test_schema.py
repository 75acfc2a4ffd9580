"""The JSON Schema fits what is written and nothing that cannot be read."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from content.gbt39046.codings import Coding
from content.gbt39046.documentation import mapping_table
from content.gbt39046.documents import Header, document_parts
from content.gbt39046.schema import document_schema
from tests.content.gbt39046.samples import encoded, found, guides

PROJECT = Path(__file__).resolve().parents[3]


@cache
def validator() -> Draft202012Validator:
    schema = document_schema("https://example.org/data/exchange.schema.json")
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def document(coding: Coding) -> dict[str, Any]:
    header = Header(coding=coding, site_id="9901010001")
    made: dict[str, Any] = json.loads("".join(document_parts(header, guides())))
    return made


@pytest.mark.parametrize("coding", list(Coding))
def test_all_demo_guides_fit(coding: Coding) -> None:
    made = document(coding)
    assert made["counts"] == {"matters": 48}
    validator().validate(made)


@pytest.mark.parametrize(
    "changes",
    [
        {"事项名称": "长" * 201},
        {"事项名称": ""},
        {"事项名称": None},
        {"生效日期": "2026-01-01"},
        {"行使层级": "8"},
        {"是否网办": True},
        {"到办事现场次数": 10},
        {"服务对象": ["9"]},
        {"申请材料": [{}]},
        {"收费项目": [{"收费项目名称": "费", "金额": "1.5"}]},
        {"事项名字": "名"},
        {"ext": []},
    ],
)
def test_schema_refuses_what_the_reader_refuses(changes: dict[str, Any]) -> None:
    record = encoded() | changes
    made = document(Coding.GBT) | {"matters": [record], "counts": {"matters": 1}}
    assert found(record)
    assert not validator().is_valid(made)


def test_codes_belong_to_their_coding() -> None:
    made = document(Coding.N2020)
    made["matters"][0]["服务对象"] = ["9"]
    assert validator().is_valid(made)
    assert not validator().is_valid(made | {"coding": "gbt"})


def test_table_of_the_documentation_is_the_one_in_force() -> None:
    readme = PROJECT / "content" / "gbt39046" / "README.md"
    assert readme.read_text(encoding="utf-8").endswith(f"\n\n{mapping_table()}")


def test_workers_without_django_can_write_the_format() -> None:
    """What renderers use may not pull in models."""
    program = (
        "import sys, content.gbt39046.documents, content.gbt39046.schema;"
        "sys.exit(any(name.startswith('content.models') for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", program], cwd=PROJECT, check=True)
