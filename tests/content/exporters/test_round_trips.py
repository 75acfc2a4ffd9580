"""What was exported imports as the same, row by row, in every format."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator
from pytest_django import Settings

from content.gbt39046.codings import Coding
from content.gbt39046.schema import document_schema
from tests.content.exporters.files import export
from tests.content.importers.files import DEMO, counts, report_of

NUMBERS = {
    "guides": 48,
    "powers": 198,
    "themes": 101,
    "halls": 110,
    "lists": 10,
    "cross_lists": 3,
    "documents": 12,
    "benefits": 9,
}

SCHEMA = Draft202012Validator(document_schema("https://example.org/schema.json"))


def test_everything_exported_imports_as_the_same(
    db: None, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    assert "refused" not in counts(report_of(DEMO, publish=True))
    differing = {}
    for kind, number in NUMBERS.items():
        for suffix in ("json", "csv", "xlsx"):
            file = export(kind, tmp_path / "out" / f"{kind}.{suffix}")
            again = export(kind, tmp_path / "again" / f"{kind}.{suffix}")
            assert file.read_bytes() == again.read_bytes()
            found = counts(report_of(file, dry_run=True))
            if found != {"same": number}:
                differing[file.name] = found
    for coding in Coding:
        options = {"format": "gbt39046", "coding": coding.value}
        file = export("guides", tmp_path / "out" / f"{coding}.json", **options)
        again = export("guides", tmp_path / "again" / f"{coding}.json", **options)
        assert file.read_bytes() == again.read_bytes()
        SCHEMA.validate(json.loads(file.read_bytes()))
        found = counts(report_of(file, dry_run=True))
        if found != {"same": NUMBERS["guides"]}:
            differing[file.name] = found
    assert differing == {}
