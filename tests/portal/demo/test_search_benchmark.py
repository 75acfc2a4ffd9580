"""The measured catalogues have the matters they say, and both engines find them."""

from __future__ import annotations

import pytest
from django.core.management.base import CommandError

from content.models import MatterPage
from portal.demo.benchmarks import search
from portal.publishing.services import publish_pages
from tests.factories import content

pytestmark = pytest.mark.django_db


def test_both_engines_are_measured_at_each_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(3):
        content.catalogue_matter(f"m{number:04}", title=f"公积金提取{number}")
    publish_pages(MatterPage.objects.live())
    monkeypatch.setattr(search, "SIZES", (4, 9))
    asked: list[int] = []
    working = search._asked

    def counted(connection: object, text: str) -> list[tuple[str]]:
        found = working(connection, text)  # type: ignore[arg-type]  # passed on
        asked.append(len(found))
        return found

    monkeypatch.setattr(search, "_asked", counted)

    told = search.measure(1)

    assert told["queries"] == 60
    for size in (4, 9):
        assert told[f"{size}_documents_per_second"] > 0
        assert told[f"{size}_search_p50_ms"] <= told[f"{size}_search_p95_ms"]
        assert told[f"{size}_p50_ratio_to_fts5"] > 0
        assert size in asked


def test_copies_have_codes_of_their_own() -> None:
    content.catalogue_matter("m0001", title="公积金提取")
    publish_pages(MatterPage.objects.live())

    made = list(search.multiplied(search._published(), 5))

    assert len({record.code for record in made}) == 5
    assert len({record.title for record in made}) == 5


def test_nothing_published_is_refused_with_the_way_out() -> None:
    with pytest.raises(CommandError, match="demo --no-serve"):
        search.measure(1)
