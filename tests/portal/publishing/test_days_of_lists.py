"""Lists say when they changed last; an edit brings the day where it is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
import time_machine

from portal.publishing.building import build_release
from portal.publishing.releases import Release, Releases
from portal.publishing.source import DATES, DatabaseSource
from portal.publishing.syncing import sync
from portal.publishing.versions import put_snapshots
from tests.portal.publishing.samples import MemorySource, district
from tests.portal.publishing.test_reform_pages import listed
from tests.portal.publishing.test_syncing import assert_like_a_clean_build


@pytest.fixture
def source() -> MemorySource:
    made = district(guides=2, halls=1)
    made.put("list", "plain", listed("plain", {"name": "甲"}) | {"authority": ""})
    made.put("list", "other", listed("other", {"name": "乙"}) | {"authority": ""})
    made.put(DATES, "list", {"days": {"plain": "2026-11-01", "other": "2026-11-02"}})
    made.put(DATES, "hall", {"days": {"H-QU": "2026-10-03"}})
    return made


@pytest.fixture
def built(releases: Releases, source: MemorySource) -> Release:
    build_release(source=source, workers=1)
    return releases.require_current()


def page_of(release: Release, path: str) -> str:
    return (release.root / path / "index.html").read_text(encoding="utf-8")


def test_each_list_tells_its_day_and_an_index_the_latest(
    built: Release, source: MemorySource, tmp_path: Path
) -> None:
    assert "最近更新：2026 年 11 月 1 日。" in page_of(built, "lists/plain")
    assert "最近更新：2026 年 11 月 2 日。" in page_of(built, "lists")
    assert "最近更新：2026 年 10 月 3 日。" in page_of(built, "halls")
    assert "最近更新" not in page_of(built, "benefits")

    source.put(DATES, "list", {"days": {"plain": "2026-11-09", "other": "2026-11-02"}})
    written = set(sync(source=source).written)
    assert {"lists/index.html", "lists/plain/index.html"} <= written
    assert "lists/other/index.html" not in written
    assert "halls/index.html" not in written
    assert_like_a_clean_build(built, source, tmp_path / "clean")


def test_list_of_guides_tells_when_one_was_published_last(
    built: Release, source: MemorySource, tmp_path: Path
) -> None:
    assert "最近更新：2026 年 11 月 2 日。" in page_of(built, "guides")
    code = source.codes()[0]
    # A day's worth of new versions: each is published an hour later.
    for _ in range(24):
        source.put("matter", code, source.matter(code))
    sync(source=source)
    assert "最近更新：2026 年 11 月 3 日。" in page_of(built, "guides")
    assert_like_a_clean_build(built, source, tmp_path / "clean")


@pytest.mark.django_db
@time_machine.travel("2026-11-05 18:00 +0000", tick=False)
def test_day_of_a_record_is_that_of_its_last_change() -> None:
    put_snapshots([("list", "plain", {"name": "甲"}), ("site", "site", {"name": "站"})])
    found = DatabaseSource().records()
    # By the clock of the site it is the next day already.
    assert found[DATES, "list"].payload == '{"days":{"plain":"2026-11-06"}}'
    assert (DATES, "site") not in found
