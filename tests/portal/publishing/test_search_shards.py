"""The index for browsers: what is in it, and what an edit rewrites."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.test import RequestFactory

from portal.publishing.building import build_release
from portal.publishing.releases import Release, Releases
from portal.publishing.serving import ReleaseFiles
from portal.publishing.syncing import sync
from tests.portal.publishing.samples import MemorySource, district, many_matters
from tests.portal.publishing.test_syncing import assert_like_a_clean_build

FOLDER = "search/shards"


def shard_with(release: Release, part: str, code: str) -> tuple[str, list[Any]]:
    """Return name and row of the only shard that has a matter."""
    found = [
        (file.name, row)
        for file in release.root.glob(f"{FOLDER}/{part}-*.json")
        for row in json.loads(file.read_bytes())
        if row[0] == code
    ]
    assert len(found) == 1
    return found[0]


def test_matter_has_titles_other_names_and_facts_in_one_shard(built: Release) -> None:
    name, row = shard_with(built, "names", "birth-cert")
    assert row == ["birth-cert", "《出生医学证明》首次签发"]

    other, (_code, names, _item_code, facts) = shard_with(built, "others", "birth-cert")
    assert other == name.replace("names", "others")
    assert "出生证" in names
    assert facts[-1].endswith("局") or facts[-1].endswith("委员会")


def test_edit_of_a_guide_rewrites_its_shard_only(
    releases: Releases, source: MemorySource, tmp_path: Path
) -> None:
    many_matters(source, 60)
    build_release(source=source, workers=1)
    payload = source.matter("birth-cert")
    payload["guide"]["aliases"] = [*payload["guide"]["aliases"], "宝宝的第一张证"]
    source.put("matter", "birth-cert", payload)

    written = sync(source=source, codes=["birth-cert"], workers=1).written

    release = releases.require_current()
    name, row = shard_with(release, "others", "birth-cert")
    assert "宝宝的第一张证" in row[1].split(";")
    assert [path for path in written if path.startswith("search/")] == [
        f"{FOLDER}/{name}"
    ]
    assert_like_a_clean_build(release, source, tmp_path / "clean")


def test_withdrawn_guide_leaves_its_shard(releases: Releases, tmp_path: Path) -> None:
    source = district(guides=5, halls=3)
    build_release(source=source, workers=1)
    code = source.codes()[0]
    source.withdraw("matter", code)

    sync(source=source, workers=1)

    release = releases.require_current()
    shards = release.root.glob(f"{FOLDER}/*-*.json")
    assert not any(f'"{code}"' in file.read_text("utf-8") for file in shards)
    assert_like_a_clean_build(release, source, tmp_path / "clean")


def test_tables_tell_sounds_and_simplified_characters(built: Release) -> None:
    sounds = json.loads((built.root / FOLDER / "sounds-names.json").read_bytes())
    usual, seldom = sounds["hang"].split(" ")
    assert "航" in usual
    assert "行" in seldom
    assert "行" in sounds["xing"].split(" ")[0]
    rest = (built.root / FOLDER / "sounds-others.json").read_text("utf-8")
    assert "行" not in rest

    spellings = json.loads((built.root / FOLDER / "spellings.json").read_bytes())
    pairs = spellings["simplified"]
    assert pairs[pairs.index("險") + 1] == "险"
    assert "怎么办理" in spellings["requests"]


def test_portal_answers_search_itself_though_the_release_has_a_page(
    built: Release,
) -> None:
    files = ReleaseFiles(built.root)

    assert (built.root / "search/index.html").is_file()
    assert files.answer(RequestFactory().get("/search/"), "/search/") is None
    assert files.find(f"/{FOLDER}/names-0.json") is not None
