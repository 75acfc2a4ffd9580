"""From an editor's click to file, data, lists and index; and back."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from pytest_django import Settings

from content.models import MatterPage
from portal.outbox import worker
from portal.outbox.models import OutboxJob
from portal.publishing import indexing, jobs, renderers, services
from portal.publishing.building import build_release
from portal.publishing.models import IndexedMatter
from portal.publishing.releases import Releases
from portal.publishing.store import View
from search import service
from search.errors import SearchUnavailable
from search.records import GuideRecord
from search.requests import SearchRequest
from tests.factories import content

pytestmark = pytest.mark.django_db

NAME = "企业投资项目备案"
TOLD: list[str] = []


def told(addresses: list[str]) -> None:
    TOLD.extend(addresses)


def publish(page: MatterPage) -> None:
    page.save_revision().publish()


def text_of(releases: Releases, path: str) -> str:
    return (releases.require_current().root / path).read_text("utf-8")


def found(text: str) -> list[str]:
    return [hit.code for hit in service.search(SearchRequest(text=text)).hits]


def test_first_publication_builds_release_and_index(
    page: MatterPage, releases: Releases
) -> None:
    assert NAME in text_of(releases, "guides/m0001/index.html")
    assert found(NAME) == ["m0001"]
    assert set(OutboxJob.objects.values_list("state", flat=True)) == {"done"}


def test_published_edit_is_in_file_data_lists_and_index(
    page: MatterPage, releases: Releases
) -> None:
    page.title = "外商投资项目核准"
    publish(page)

    worker.run_once()

    for path in (
        "guides/m0001/index.html",
        "guides/m0001/index.json",
        "guides/index.html",
        "departments/mzj/index.html",
        "topics/company/040/index.html",
        "data/guides.json",
    ):
        text = text_of(releases, path)
        assert "外商投资项目核准" in text, path
        assert NAME not in text, path
    stored = json.loads(text_of(releases, "guides/m0001/index.json"))
    assert stored["version"] == 2
    assert found("外商投资核准") == ["m0001"]


def test_cache_is_told_of_an_edit_and_of_pages_that_show_it(
    page: MatterPage, settings: Settings
) -> None:
    TOLD.clear()
    settings.PORTAL_PURGE_CALL = f"{__name__}.told"
    page.title = "外商投资项目核准"
    publish(page)

    worker.run_once()

    assert {"/guides/m0001/", "/guides/m0001", "/departments/mzj/"} <= set(TOLD)
    assert "/privacy/" not in TOLD


def test_cache_is_told_of_every_page_of_a_release_made_by_hand(
    page: MatterPage, settings: Settings
) -> None:
    TOLD.clear()
    settings.PORTAL_PURGE_CALL = f"{__name__}.told"

    call_command("build_site", force=True, workers=1, stderr=StringIO())
    worker.run_once()

    assert {"/", "/guides/m0001/", "/departments/mzj/", "/privacy/"} <= set(TOLD)


def test_unpublished_matter_is_gone_from_all(
    page: MatterPage, releases: Releases
) -> None:
    page.unpublish()

    worker.run_once()

    root = releases.require_current().root
    assert not (root / "guides/m0001").exists()
    mentions = [
        file
        for file in root.rglob("*")
        if file.suffix in {".html", ".json", ".xml"}
        and b"m0001" in file.read_bytes()
        # That it is gone is a change, which is told.
        and file.name != "changes.xml"
    ]
    assert mentions == []
    assert found(NAME) == []
    assert not IndexedMatter.objects.exists()


def test_withdrawal_leaves_the_index_before_the_file(
    page: MatterPage, releases: Releases, there_when_forgotten: list[bool]
) -> None:
    file = releases.require_current().root / "guides/m0001/index.html"
    page.unpublish()

    worker.run_once()

    assert there_when_forgotten == [True]
    assert not file.exists()


def test_publication_writes_the_file_before_the_index(
    page: MatterPage, releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = releases.require_current().root / "guides/m0001/index.html"
    seen = []
    working = service.index_records

    def watched(records: Iterable[GuideRecord]) -> int:
        seen.append("外商投资项目核准" in file.read_text("utf-8"))
        return working(records)

    monkeypatch.setattr(service, "index_records", watched)
    page.title = "外商投资项目核准"
    publish(page)

    worker.run_once()

    assert seen == [True]


def test_engine_that_is_away_does_not_hold_up_files_and_catches_up(
    page: MatterPage, releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_records: Iterable[GuideRecord]) -> int:
        raise SearchUnavailable("Elasticsearch does not answer")

    page.title = "外商投资项目核准"
    now = datetime.datetime.now(datetime.UTC)  # noqa: TID251 - the moment to move from
    with time_machine.travel(now, tick=False) as clock:
        publish(page)
        with monkeypatch.context() as patch:
            patch.setattr(service, "index_records", away)
            worker.run_once()
        assert "外商投资项目核准" in text_of(releases, "guides/m0001/index.html")
        job = OutboxJob.objects.get(topic=jobs.INDEX_TOPIC)
        assert job.state == "pending"
        assert "does not answer" in job.error

        clock.shift(datetime.timedelta(minutes=1))
        worker.run_once()

    assert found("外商投资核准") == ["m0001"]
    assert not indexing.is_behind()


def test_lost_index_is_made_again(page: MatterPage, releases: Releases) -> None:
    other = content.catalogue_matter("m0002", title="外商投资项目核准")
    for file in sorted(releases.folder.parent.glob("search/**/*"), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()
    publish(other)

    worker.run_once()

    assert sorted(found("投资项目")) == ["m0001", "m0002"]


def test_page_that_fails_is_told_on_the_job_and_others_go_on(
    page: MatterPage, releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = text_of(releases, "guides/m0001/index.html")

    def broken(_view: View, *, code: str) -> bytes:
        raise ValueError(f"field 'colour' of '{code}' is missing")

    monkeypatch.setitem(renderers.RENDERERS, "guide", broken)
    page.title = "外商投资项目核准"
    publish(page)

    worker.run_once()

    job = OutboxJob.objects.get(state="pending")
    assert "guides/m0001/index.html" in job.error
    assert "field 'colour' of 'm0001' is missing" in job.error
    assert text_of(releases, "guides/m0001/index.html") == before
    assert "外商投资项目核准" in text_of(releases, "guides/index.html")


def test_corrupt_manifest_makes_the_worker_build_a_new_release(
    page: MatterPage, releases: Releases
) -> None:
    releases.require_current().manifest_path.write_bytes(b"rubbish" * 1000)
    page.title = "外商投资项目核准"
    publish(page)

    worker.run_once()

    assert releases.require_current().name == "r000002"
    assert "外商投资项目核准" in text_of(releases, "guides/m0001/index.html")


def test_renamed_department_is_renamed_in_its_matters(
    page: MatterPage, releases: Releases
) -> None:
    department = page.get_parent().specific
    department.title = "云溪区民政事务局"
    publish(department)

    worker.run_once()

    assert "云溪区民政事务局" in text_of(releases, "guides/m0001/index.html")
    assert service.search(SearchRequest(text=NAME)).hits[0].department_name == (
        "云溪区民政事务局"
    )


def test_move_shows_the_matter_under_its_new_department(
    page: MatterPage, releases: Releases
) -> None:
    other = content.department("wjj")
    publish(other)

    page.move(other, pos="last-child")
    worker.run_once()

    assert "/guides/m0001/" in text_of(releases, "departments/wjj/index.html")
    assert "/guides/m0001/" not in text_of(releases, "departments/mzj/index.html")


def test_close_gaps_brings_a_forgotten_index_up_to_date(page: MatterPage) -> None:
    IndexedMatter.objects.all().delete()

    jobs.close_gaps()
    worker.run_once()

    assert not indexing.is_behind()


def test_close_gaps_makes_an_index_of_another_layout_again(page: MatterPage) -> None:
    folder = service.configured_search().embedded.folder.current()
    (folder / "stamp.json").write_text('{"layout": 0}')
    # As a program that was started anew sees it.
    (folder.parent / "current").touch()
    assert service.state().missing

    jobs.close_gaps()
    worker.run_once()

    assert service.state().ok
    assert service.search(SearchRequest(text=page.title)).hits[0].code == "m0001"


def test_publication_costs_few_queries(
    page: MatterPage, releases: Releases, django_assert_max_num_queries
) -> None:
    page.title = "外商投资项目核准"
    publish(page)

    # One for each few files for download: the worker keeps its lease.
    with django_assert_max_num_queries(70):
        worker.run_once()


def test_single_edit_does_not_wait_for_files_that_name_every_matter(
    page: MatterPage, releases: Releases
) -> None:
    page.title = "外商投资项目核准"
    publish(page)

    worker.Worker().run(once=True)

    assert "外商投资项目核准" in text_of(releases, "guides/m0001/index.html")
    assert "外商投资项目核准" in text_of(releases, "guides/index.html")
    assert "外商投资项目核准" not in text_of(releases, "data/guides.json")
    job = OutboxJob.objects.get(state="pending", topic="publishing.whole")
    assert job.priority == -10

    worker.run_once()

    assert "外商投资项目核准" in text_of(releases, "data/guides.json")
    assert not OutboxJob.objects.exclude(state="done").exists()


def test_files_for_download_make_way_for_an_edit(
    page: MatterPage, releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_LOOK_SECONDS", 0.0)
    page.title = "外商投资项目核准"
    publish(page)
    pending = OutboxJob.objects.filter(state="pending")
    whole = pending.filter(topic="publishing.whole")
    worker.Worker().run(once=True)
    pending.exclude(topic="publishing.whole").delete()
    looks: list[bool] = []
    working = jobs._publication_waits

    def edited_meanwhile() -> bool:
        if not looks:
            page.title = "外商投资项目备案"
            publish(page)
        looks.append(working())
        return looks[-1]

    monkeypatch.setattr(jobs, "_publication_waits", edited_meanwhile)
    worker.Worker().run(once=True)

    assert looks == [True]
    assert pending.filter(topic="publishing.sync").exists()
    assert whole.exists()

    worker.Worker().run(once=True)

    assert "外商投资项目备案" in text_of(releases, "guides/m0001/index.html")

    worker.run_once()

    assert "外商投资项目备案" in text_of(releases, "data/guides.json")
    assert not OutboxJob.objects.exclude(state="done").exists()
    with releases.require_current().open_manifest() as manifest:
        assert manifest.waiting() == 0


def test_sync_costs_the_same_queries_for_many_matters(
    releases: Releases, django_assert_max_num_queries
) -> None:
    for number in range(30):
        content.catalogue_matter(f"m{number:04}", title=f"{NAME}{number}")
    services.publish_pages(MatterPage.objects.live())

    with django_assert_max_num_queries(12):
        build_release(workers=1)


def test_dates_are_kept_to_the_second(releases: Releases) -> None:
    start = datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC)
    with time_machine.travel(start - datetime.timedelta(days=1), tick=False) as clock:
        page = content.catalogue_matter(live=False)
        publish(page.get_parent().specific)
        page.go_live_at = start
        page.expire_at = start + datetime.timedelta(seconds=5)
        publish(page)
        states = []
        for second in (0, 1, 5, 6):
            clock.move_to(start + datetime.timedelta(seconds=second))
            jobs.publish_scheduled()
            states.append(MatterPage.objects.get(pk=page.pk).live)
    assert states == [False, True, True, False]


@pytest.mark.usefixtures("page")
def test_waiting_for_dates_reads_two_indexes(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    with django_assert_num_queries(2):
        jobs.publish_scheduled()
