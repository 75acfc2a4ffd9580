"""The data sets of a built release: all forms have the same records, and are described."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from openpyxl import load_workbook

from portal.publishing import renderers
from portal.publishing.manifest import Output
from portal.publishing.open_data.datasets import (
    COMPUTED_LISTS,
    WHOLE_NAMES,
    list_dataset,
)
from portal.publishing.releases import Release
from portal.publishing.renderers import render_output
from portal.publishing.store import Store
from portal.publishing.syncing import Part, sync
from tests.portal.publishing.samples import MemorySource

NAMES = (
    "guides", "powers", "themes", "halls", "departments", "benefits", "calendar",
    "lists/hotline", "lists/zero-fee", "lists/all-streets", "lists/not-placed",
    "policies", "news",
)  # fmt: skip
AMOUNTS = {
    "guides": 4, "powers": 3, "themes": 0, "halls": 2, "benefits": 0, "calendar": 2,
    "lists/hotline": 1,
}  # fmt: skip


def lines(root: Path, name: str) -> list[dict[str, Any]]:
    text = (root / f"data/{name}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def table(root: Path, name: str) -> list[dict[str, str]]:
    text = (root / f"data/{name}.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def root(built: Release) -> Path:
    return built.root


def test_every_form_has_the_same_records(root: Path) -> None:
    for name in NAMES:
        records, rows = lines(root, name), table(root, name)
        workbook = load_workbook(root / f"data/{name}.xlsx", read_only=True)
        sheet = list(workbook.worksheets[0].iter_rows(values_only=True))
        described = json.loads((root / f"data/{name}.columns.json").read_bytes())
        head = [field["name"] for field in described["fields"]]
        assert (
            len(records)
            == len(rows)
            == len(sheet) - 1
            == AMOUNTS.get(name, len(records))
        ), name
        assert list(sheet[0]) == head, name
        if rows:
            assert list(rows[0]) == head, name
        key = next(iter(head))
        assert [str(row[key]).lower() for row in records] == [
            row[key].removeprefix("'").lower() for row in rows
        ], name


def test_lists_of_records_and_lines_agree(root: Path) -> None:
    for name, within in (
        ("guides", "matters"), ("powers", "powers"), ("halls", "halls"),
        ("departments", "departments"), ("lists/hotline", "items"),
    ):  # fmt: skip
        whole = json.loads((root / f"data/{name}.json").read_bytes())
        assert whole[within] == lines(root, name)
        assert whole["count"] == len(whole[within])


def test_every_line_is_as_its_schema_tells(root: Path) -> None:
    # Departments and halls of this sample are as files bring them; published ones are
    # looked at in tests/integration/test_open_data.py.
    for name in (*NAMES, "changes"):
        schema = json.loads((root / f"data/{name}.schema.json").read_bytes())
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["$id"] == f"http://localhost:8000/data/{name}.schema.json"
        if name not in {"departments", "halls"}:
            validator = jsonschema.Draft202012Validator(schema)
            for record in lines(root, name):
                validator.validate(record)


def test_calendar_tells_each_day(root: Path) -> None:
    first = lines(root, "calendar")[0]
    assert (first["date"], first["is_workday"]) == ("2026-10-01", False)
    assert first["name"] == "国庆节"


def test_checksums_are_of_every_file(root: Path) -> None:
    folder = root / "data"
    told = {
        line[66:]: line[:64]
        for line in (folder / "checksums.txt").read_text("utf-8").splitlines()
    }
    there = {
        file.relative_to(folder).as_posix(): hashlib.sha256(
            file.read_bytes()
        ).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and file.suffix not in {".gz", ".br", ".html"}
    }
    del there["checksums.txt"]
    assert told == there


def test_catalogue_names_every_file_with_size_and_digest(root: Path) -> None:
    catalogue = json.loads((root / "data/catalog.jsonld").read_bytes())

    assert catalogue["@type"] == "dcat:Catalog"
    assert catalogue["dct:license"] == {
        "@id": "https://creativecommons.org/licenses/by/4.0/"
    }
    assert catalogue["dct:publisher"]["foaf:name"]["@value"] == "临江市云溪区人民政府"
    found = {each["dct:identifier"]: each for each in catalogue["dcat:dataset"]}
    assert set(NAMES) <= set(found)
    for name, amount in AMOUNTS.items():
        dataset = found[name]
        assert dataset["void:entities"] == amount, name
        assert dataset["dct:title"]["@value"]
        assert dataset["dct:description"]["@value"]
        assert dataset["dcat:keyword"]
        assert len(dataset["dcat:distribution"]) == 4
        for form in dataset["dcat:distribution"]:
            address = form["dcat:downloadURL"]["@id"]
            body = (root / address.removeprefix("http://localhost:8000/")).read_bytes()
            checksum = form["spdx:checksum"]["spdx:checksumValue"]["@value"]
            assert checksum == hashlib.sha256(body).hexdigest()
            assert form["dcat:byteSize"]["@value"] == str(len(body))
            assert form["dcat:mediaType"]["@id"].startswith("https://www.iana.org/")


def test_catalogue_has_the_licence_of_the_settings(
    built: Release, source: MemorySource
) -> None:
    licence = "https://creativecommons.org/publicdomain/zero/1.0/"
    look = {"base_url": "http://localhost:8000", "licence": licence}
    source.put("look", "default", look)
    sync(source=source)
    catalogue = json.loads((built.root / "data/catalog.jsonld").read_bytes())
    assert catalogue["dct:license"] == {"@id": licence}
    assert "CC0 1.0" in (built.root / "data/index.html").read_text("utf-8")


def test_data_page_names_every_form_and_amount(root: Path) -> None:
    page = (root / "data/index.html").read_text("utf-8")
    for name in NAMES:
        for form in ("json", "csv", "xlsx", "jsonl", "schema.json", "columns.json"):
            assert f'href="/data/{name}.{form}"' in page
    for file in ("catalog.jsonld", "checksums.txt", "changes.jsonl", "changes.xml"):
        assert f'href="/data/{file}"' in page
    assert 'rel="license"' in page
    assert '<td class="n" data-l="记录数">4</td>' in page


def test_edit_rewrites_what_holds_the_record_and_nothing_else(
    built: Release, source: MemorySource
) -> None:
    listed = dict(source.stored["list", "hotline"])
    listed["items"] = [listed["items"][0] | {"limit_days": 3}]
    source.put("list", "hotline", listed)

    report = sync(source=source)

    assert sorted(report.written) == [
        "data/catalog.jsonld",
        "data/checksums.txt",
        *(f"data/lists/hotline.{form}" for form in ("csv", "json", "jsonl", "xlsx")),
        *(f"{name}lists/hotline/index.html" for name in ("elder/", "hant/", "")),
        "lists/hotline/index.json",
    ]


def test_files_for_download_wait_for_a_run_of_their_own(
    built: Release, source: MemorySource
) -> None:
    code = source.codes()[0]
    edited = source.matter(code)
    edited["guide"]["name"] = "改了名称的事项"
    source.put("matter", code, edited)

    first = sync(source=source, codes=[code], part=Part.PAGES)
    assert not [path for path in first.written if path.startswith("data/")]
    then = sync(source=source, codes=[], part=Part.WHOLE_SITE)
    assert {
        "data/guides.csv", "data/guides.xlsx", "data/guides.jsonl", "data/guides.json",
        "data/catalog.jsonld", "data/checksums.txt", "data/changes.jsonl",
    } <= set(then.written)  # fmt: skip


def test_withdrawn_list_takes_its_files_away(
    built: Release, source: MemorySource
) -> None:
    source.withdraw("list", "hotline")
    sync(source=source)
    assert not list(built.root.glob("data/lists/hotline.*"))
    assert "hotline" not in (built.root / "data/checksums.txt").read_text("utf-8")


def test_data_set_is_made_once_in_a_run(
    built: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(
        "portal.publishing.open_data.renderers.workbook_spool",
        lambda columns, _rows: made.append(columns[0].name) or b"x",
    )
    with built.open_manifest() as manifest:
        store = Store(manifest)
        for state in manifest.outputs():
            if state.output.path == "data/halls.xlsx":
                render_output(store, state.output)
        first = len(made)
        catalogue = Output(path="", owner="", renderer="catalogue", arguments={})
        checksums = Output(path="", owner="", renderer="checksums", arguments={})
        assert render_output(store, catalogue).error == ""
        told = render_output(store, checksums)
    assert first == 1
    # One for each data set; the halls' was there.
    own = len(("hotline",))
    assert len(made) == len(WHOLE_NAMES) + len(COMPUTED_LISTS) + own
    # What the catalogue did not make anew it still hangs on.
    assert "records|hall" in told.reads


@pytest.mark.parametrize(
    ("renderer", "arguments", "error"),
    [
        ("list_data", {"kind": "list", "key": "no", "form": "csv"}, "'no' is not publ"),
        ("records_data", {"name": "halls", "form": "pdf"}, "Form 'pdf' of data set"),
    ],
)
def test_what_is_not_there_is_refused_with_its_name(
    built: Release, renderer: str, arguments: dict[str, str], error: str
) -> None:
    output = Output(path="", owner="", renderer=renderer, arguments=arguments)
    with built.open_manifest() as manifest:
        assert error in render_output(Store(manifest), output).error


def test_every_data_file_has_a_renderer_and_waits_when_it_is_large() -> None:
    assert {"guides_data", "records_data", "catalogue", "checksums"} <= (
        renderers.WHOLE_SITE_RENDERERS
    )
    assert set(renderers.RENDERERS) >= renderers.WHOLE_SITE_RENDERERS


def test_list_is_known_by_its_kind(built: Release) -> None:
    with built.open_manifest() as manifest:
        view = Store(manifest).view()
        assert list_dataset(view, "zero", "fee").name == "lists/zero-fee"
        with pytest.raises(LookupError, match="'hotline' is not published"):
            list_dataset(view, "cross_list", "hotline")
