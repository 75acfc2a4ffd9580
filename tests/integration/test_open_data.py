"""Every record of the district's open data is as its schema tells, and all is told."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.integration.portal import Installation

# Data sets of all records and lists; the changes are in no table.
FEWEST_DATASETS = 20


@pytest.fixture
def data(demo_installation: Installation) -> Path:
    return (demo_installation.folder / "releases" / "current" / "data").resolve()


def closed(schema: Any) -> Any:
    """Return a schema that refuses fields which it does not tell."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: closed(each) for name, each in schema.items()}
    return inner | ({"additionalProperties": False} if "properties" in inner else {})


def test_every_line_is_as_its_schema_tells_and_tells_no_more(data: Path) -> None:
    files = sorted(data.rglob("*.jsonl"))
    assert len(files) > FEWEST_DATASETS
    faults: dict[str, str] = {}
    for file in files:
        schema = json.loads(file.with_suffix(".schema.json").read_bytes())
        validator = jsonschema.Draft202012Validator(closed(schema))
        for line in file.read_text("utf-8").splitlines():
            for error in validator.iter_errors(json.loads(line)):
                faults.setdefault(f"{file.name} {error.json_path}", error.message)
    assert faults == {}


def test_tables_have_a_row_for_each_line_and_the_columns_told(data: Path) -> None:
    for file in sorted(data.rglob("*.csv")):
        text = file.read_text("utf-8-sig")
        head, *rows = csv.reader(io.StringIO(text, newline=""))
        described = json.loads(file.with_suffix(".columns.json").read_bytes())
        assert head == [field["name"] for field in described["fields"]], file.name
        lines = file.with_suffix(".jsonl").read_text("utf-8").splitlines()
        assert len(rows) == len(lines), file.name
        assert {len(row) for row in rows} <= {len(head)}, file.name


def test_checksums_hold(data: Path) -> None:
    told = (data / "checksums.txt").read_text("utf-8").splitlines()
    wrong = [
        line[66:]
        for line in told
        if hashlib.sha256((data / line[66:]).read_bytes()).hexdigest() != line[:64]
    ]
    assert (len(told) > FEWEST_DATASETS * 6, wrong) == (True, [])
