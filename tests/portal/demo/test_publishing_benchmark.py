"""The measured site really has the matters it says, each with a page of its own."""

from __future__ import annotations

import json

import pytest
from django.core.management.base import CommandError

from content.models import MatterPage
from portal.demo.benchmarks import publishing
from portal.publishing.services import publish_pages
from portal.publishing.source import DatabaseSource
from tests.factories import content

pytestmark = pytest.mark.django_db


def test_copies_have_codes_and_digests_of_their_own() -> None:
    for number in range(3):
        content.catalogue_matter(f"m{number:04}", title=f"事项{number}")
    publish_pages(MatterPage.objects.live())

    source = publishing.Multiplied(DatabaseSource(), 8)

    records = list(source.matters())
    assert len({record.key for record in records}) == 8
    assert len({record.digest for record in records}) == 8
    assert source.matter_digests() == {each.key: each.digest for each in records}
    urls = {json.loads(record.payload)["payload"]["url"] for record in records}
    assert urls == {f"/guides/{code}/" for code in source.codes()}


def test_edit_and_rename_change_the_matters_they_name() -> None:
    content.catalogue_matter("m0001", title="事项")
    publish_pages([*MatterPage.objects.live(), content.department()])
    source = publishing.Multiplied(DatabaseSource(), 3)
    before = source.matter_digests()
    key, codes = source.of_one_department(2)

    source.rename(key, "新的名称", codes[:1])

    after = source.matter_digests()
    assert [code for code in after if after[code] != before[code]] == codes[:1]
    department = json.loads(source.records()["department", key].payload)
    assert department["name"] == "新的名称"


def test_sites_of_the_given_sizes_are_built_and_edited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(publishing, "_compared", lambda _repeats: {})
    for number in range(3):
        content.catalogue_matter(f"m{number:04}", title=f"事项{number}")
    publish_pages([*MatterPage.objects.live(), content.department()])

    told = publishing.measure(1, sizes=(2, 5))

    assert told["pages_5"] > told["pages_2"] > 2
    assert told["renamed_matters_5"] == 5
    assert 0 < told["edit_seconds_5"] < told["build_seconds_5"]
    assert told["edit_ratio"] > 0


def test_nothing_published_is_refused_with_the_way_out() -> None:
    with pytest.raises(CommandError, match="demo --no-serve"):
        publishing.Multiplied(DatabaseSource(), 8)
