"""One sitemap, or an index of several when there are many addresses."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from portal.publishing import sitemaps
from portal.publishing.releases import Release, Releases
from portal.publishing.store import Store
from portal.publishing.syncing import sync
from tests.portal.publishing.samples import MemorySource, many_matters
from tests.portal.publishing.test_syncing import assert_like_a_clean_build

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(file: Path) -> list[str]:
    root = ElementTree.fromstring(file.read_bytes())
    return [str(each.text) for each in root.iter(f"{SPACE}loc")]


def article(day: str) -> dict[str, object]:
    return {
        "attachments": [], "author": "", "body": [], "kind": "通知", "no": "tz01",
        "policy": "", "published_on": day, "related_guides": [], "source": "",
        "summary": "", "title": "通知", "url": "/news/tz01/",
    }  # fmt: skip


def test_sitemap_names_as_many_addresses_as_are_counted(
    built: Release, source: MemorySource
) -> None:
    many_matters(source, 120)
    sync(source=source)
    with built.open_manifest() as manifest:
        counted = sitemaps.address_count(Store(manifest).view())
    found = addresses(built.root / "sitemap.xml")
    assert len(found) == len(set(found)) == counted
    assert not (built.root / "sitemaps").exists()


def test_every_address_is_a_page(built: Release) -> None:
    for address in addresses(built.root / "sitemap.xml"):
        path = address.removeprefix("http://localhost:8000/")
        assert (built.root / path / "index.html").is_file(), address


def test_lastmod_is_the_date_that_a_record_knows(
    built: Release, source: MemorySource
) -> None:
    root = ElementTree.fromstring((built.root / "sitemap.xml").read_bytes())
    days = {
        str(each.findtext(f"{SPACE}loc")): each.findtext(f"{SPACE}lastmod")
        for each in root.iter(f"{SPACE}url")
    }
    code = source.codes()[0]
    assert days[f"http://localhost:8000/guides/{code}/"] == "2026-11-02"
    assert days["http://localhost:8000/halls/"] is None
    told = sitemaps._record_entry(article("2026-10-09"))
    assert told == {"address": "/news/tz01/", "changed_on": "2026-10-09"}
    assert sitemaps._record_entry({"url": "/x/", "published_on": ""}) == {
        "address": "/x/"
    }


def test_places_and_questions_are_named_but_neither_answers_nor_notices(
    built: Release,
) -> None:
    named = {
        address.removeprefix("http://localhost:8000")
        for address in addresses(built.root / "sitemap.xml")
    }
    folders = [
        folder for folder in (built.root / "guides").iterdir() if folder.is_dir()
    ]
    for part in ("places", "list"):
        having = {f.name for f in folders if (f / part / "index.html").is_file()}
        assert having, part
        assert {f"/guides/{code}/{part}/" for code in having} <= named
    below = [address for address in named if address.startswith("/guides/")]
    answers = [each for each in below if each.partition("/list/")[2]]
    assert not [*answers, *(each for each in below if "/notice/" in each)]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few addresses make a sitemap of its own that a sample has several."""
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 300)
    monkeypatch.setattr(sitemaps, "PART_ADDRESSES", 100)


def test_sitemap_becomes_an_index_and_one_file_again(
    small: None,
    built: Release,
    source: MemorySource,
    releases: Releases,
    tmp_path: Path,
) -> None:
    before = addresses(built.root / "sitemap.xml")
    assert len(before) <= 300
    kept = set(source.codes())
    many_matters(source, 200)

    # In this process: others do not know of so few addresses.
    sync(source=source, workers=1)

    parts = addresses(built.root / "sitemap.xml")
    assert parts == [
        f"http://localhost:8000/sitemaps/{number}.xml"
        for number in range(1, len(parts) + 1)
    ]
    files = sorted((built.root / "sitemaps").glob("*.xml"), key=lambda f: int(f.stem))
    assert len(files) == len(parts)
    found = [address for file in files for address in addresses(file)]
    assert found == sorted(found)
    assert len(found) == len(set(found)) > 300
    assert max(len(addresses(file)) for file in files) == 100
    assert_like_a_clean_build(built, source, tmp_path / "clean")

    for code in set(source.codes()) - kept:
        source.withdraw("matter", code)
    sync(source=source, workers=1)

    assert addresses(built.root / "sitemap.xml") == before
    assert not (built.root / "sitemaps").exists()


def test_sitemap_with_too_many_bytes_becomes_an_index(
    built: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "PART_ADDRESSES", 40)
    with built.open_manifest() as manifest:
        assert sitemaps.part_count(Store(manifest).view()) == 0
        monkeypatch.setattr(sitemaps, "MOST_BYTES", 1000)
        assert sitemaps.part_count(Store(manifest).view()) > 1
