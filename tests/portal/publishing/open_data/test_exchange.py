"""The published guides in the format of GB/T 39046-2020 are a file of the site."""

from __future__ import annotations

import json
from typing import Any

import jsonschema

from content.gbt39046.codings import Coding
from content.gbt39046.documents import records_of
from content.gbt39046.matter import MATTER
from content.gbt39046.records import decode_record
from portal.publishing import renderers
from portal.publishing.releases import Release
from portal.publishing.syncing import Part, sync
from tests.portal.publishing.samples import MemorySource


def document(release: Release) -> dict[str, Any]:
    """Return the published document."""
    made: dict[str, Any] = json.loads(
        (release.root / "data/exchange.json").read_bytes()
    )
    return made


def test_every_full_guide_is_in_the_file_and_fits_its_schema(
    built: Release, source: MemorySource
) -> None:
    made = document(built)
    schema = json.loads((built.root / "data/exchange.schema.json").read_bytes())
    assert schema["$id"].endswith("/data/exchange.schema.json")
    jsonschema.Draft202012Validator(schema).validate(made)
    coding, records = records_of(made)
    slugs = [record["ext"]["slug"] for record in records]
    assert (coding, len(slugs)) == (Coding.GBT, 3)
    assert slugs == sorted(slugs)
    # A matter of which there is no guide is not one.
    assert "m0002" not in slugs


def test_records_are_what_is_published_without_internal_rules(built: Release) -> None:
    for record in document(built)["matters"]:
        guide, troubles = decode_record(record, MATTER, Coding.GBT)
        page = built.root / f"guides/{guide['slug']}/index.json"
        published = json.loads(page.read_bytes())["matter"]["guide"]
        assert troubles == []
        assert "work_rules" not in guide
        assert guide["materials"][0]["name"] == published["materials"][0]["name"]
        assert guide["scenario"] == published["scenario"]


def test_file_follows_an_edit_after_the_pages(
    built: Release, source: MemorySource
) -> None:
    code = document(built)["matters"][0]["ext"]["slug"]
    payload = source.matter(code)
    payload["guide"]["name"] = "新的事项名称"
    source.put("matter", code, payload)
    before = document(built)
    sync(source=source, codes=[code], workers=1, part=Part.PAGES)
    assert document(built) == before
    sync(source=source, codes=[], workers=1, part=Part.WHOLE_SITE)
    assert document(built)["matters"][0]["事项名称"] == "新的事项名称"


def test_file_waits_for_the_job_of_the_whole_site() -> None:
    assert "exchange_json" in renderers.WHOLE_SITE_RENDERERS


def test_files_are_named_on_the_page_and_sealed(built: Release) -> None:
    page = (built.root / "data/index.html").read_text("utf-8")
    checksums = (built.root / "data/checksums.txt").read_text("utf-8")
    for name in ("exchange.json", "exchange.schema.json"):
        assert f'href="/data/{name}"' in page
        assert f"  {name}\n" in checksums
