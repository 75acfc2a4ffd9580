"""What is new, changed or withdrawn is told by day, the newest first."""

from __future__ import annotations

import datetime
import json
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine

from content.models import HallPage, MatterPage
from portal.outbox import worker
from portal.publishing import store
from portal.publishing.building import build_release
from portal.publishing.models import WithdrawnPage
from portal.publishing.releases import Release, Releases
from portal.publishing.source import DatabaseSource
from portal.publishing.syncing import sync
from tests.factories import content
from tests.portal.publishing.samples import MemorySource, district, many_matters

ATOM = "{http://www.w3.org/2005/Atom}"
DAY = datetime.datetime(2026, 11, 2, 2, 0, tzinfo=datetime.UTC)


def changes(root: Any) -> list[dict[str, Any]]:
    text = (root / "data/changes.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def told(root: Any) -> list[tuple[str, str, str]]:
    return [(row["date"], row["change"], row["code"]) for row in changes(root)]


@pytest.mark.django_db
def test_each_matter_is_told_with_its_latest_change(releases: Releases) -> None:
    content.home()
    with time_machine.travel(DAY, tick=False) as clock:
        pages = [content.catalogue_matter(code) for code in ("m0001", "m0002")]
        for page in pages:
            page.save_revision().publish()
        worker.run_once()
        root = releases.require_current().root
        assert told(root) == [
            ("2026-11-02", "new", "m0002"), ("2026-11-02", "new", "m0001"),
        ]  # fmt: skip

        clock.shift(datetime.timedelta(days=1))
        pages[0].title = "改了名称"
        pages[0].save_revision().publish()
        worker.run_once()
        clock.shift(datetime.timedelta(days=1))
        MatterPage.objects.get(pk=pages[1].pk).unpublish()
        worker.run_once()

    assert told(root) == [
        ("2026-11-04", "withdrawn", "m0002"), ("2026-11-03", "changed", "m0001"),
    ]  # fmt: skip
    first, second = changes(root)
    assert (first["name"], first["version"]) == (pages[1].title, None)
    assert (second["name"], second["version"]) == ("改了名称", 2)
    feed = ElementTree.fromstring((root / "data/changes.xml").read_bytes())
    assert [each.findtext(f"{ATOM}title") for each in feed.iterfind(f"{ATOM}entry")] == [
        f"取消公布：{pages[1].title}", "更新：改了名称",
    ]  # fmt: skip
    assert feed.findtext(f"{ATOM}updated") == "2026-11-04T00:00:00+08:00"
    links = {link.get("rel"): link.get("href") for link in feed.iterfind(f"{ATOM}link")}
    assert links["self"] == "http://localhost:8000/data/changes.xml"


@pytest.mark.django_db
def test_what_is_public_again_is_not_told_as_withdrawn(releases: Releases) -> None:
    page = content.catalogue_matter()
    page.save_revision().publish()
    worker.run_once()
    MatterPage.objects.get(pk=page.pk).unpublish()
    worker.run_once()
    page.save_revision().publish()
    worker.run_once()
    root = releases.require_current().root
    assert [(row["change"], row["code"]) for row in changes(root)] == [
        ("changed", "m0001")
    ]


@pytest.mark.django_db
def test_log_of_withdrawals_is_of_guides_alone_and_bounded(
    releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not [key for key in DatabaseSource().records() if key[0] == "withdrawn"]
    hall = content.hall()
    hall.save_revision().publish()
    HallPage.objects.get(pk=hall.pk).unpublish()
    for number in range(5):
        WithdrawnPage.objects.create(
            address=f"/guides/m{number}/",
            name=f"事项{number}",
            at=DAY + datetime.timedelta(days=number),
        )
    monkeypatch.setattr("portal.publishing.source.MOST_CHANGES", 3)

    record = DatabaseSource().records()["withdrawn", "log"]

    entries = json.loads(record.payload)["entries"]
    assert [entry["code"] for entry in entries] == ["m4", "m3", "m2"]
    assert entries[0]["url"] == "/guides/m4/"


def test_changes_end_where_nobody_reads_on(
    releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("portal.publishing.store", "portal.publishing.open_data.changes"):
        monkeypatch.setattr(f"{module}.MOST_CHANGES", 5)
    source = district(guides=1, halls=0)
    many_matters(source, 8)
    source.put(
        "withdrawn", "log", {"entries": [_entry("gone", "2026-11-02T01:30:00Z")]}
    )

    build_release(source=source, workers=1)

    rows = changes(releases.require_current().root)
    assert len(rows) == 5
    # At two o'clock everything else was published.
    assert "gone" not in {row["code"] for row in rows}


def test_order_is_that_of_moments_whatever_their_offset(
    built: Release, source: MemorySource
) -> None:
    entries = [
        _entry("late", "2026-11-02T10:30:00+08:00"),
        _entry("early", "2026-11-02T01:59:00+00:00"),
    ]
    source.put("withdrawn", "log", {"entries": entries})
    sync(source=source)
    codes = [row["code"] for row in changes(built.root)]
    assert (codes[0], codes[-1]) == ("late", "early")


def test_second_version_on_one_day_is_told(
    built: Release, source: MemorySource
) -> None:
    assert store.RECENT == "recent|matters"
    code = source.codes()[0]
    # Nothing that a list shows is another: the version alone tells.
    edited = source.matter(code)
    edited["guide"]["faq"] = [{"question": "问", "answer": "答"}]
    source.put("matter", code, edited)
    sync(source=source)
    row = changes(built.root)[0]
    assert (row["code"], row["change"], row["version"]) == (code, "changed", 2)


def _entry(code: str, at: str) -> dict[str, str]:
    return {"code": code, "name": code, "url": f"/guides/{code}/", "at": at}
