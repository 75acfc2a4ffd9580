"""The order of steps that keeps readers from half states, one rule a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from content.models import MatterPage
from portal.outbox import worker
from portal.outbox.models import OutboxJob
from portal.publishing import indexing, services
from portal.publishing.releases import Releases
from portal.publishing.syncing import sync
from portal.publishing.writers import Content, Prepared, Writer
from search import service
from search.requests import SearchRequest
from tests.factories import content

pytestmark = pytest.mark.django_db

NAME = "企业投资项目备案"


def found() -> dict[str, str]:
    hits = service.search(SearchRequest(text="投资项目")).hits
    return {hit.code: hit.title for hit in hits}


def test_index_does_not_learn_of_a_page_that_is_not_written(page: MatterPage) -> None:
    content.catalogue_matter("m0002", title=NAME).save_revision().publish()
    page.title = f"{NAME}二"
    page.save_revision().publish()

    indexing.catch_up()

    assert found() == {"m0001": NAME}
    assert not indexing.is_behind()
    worker.run_once()
    assert found() == {"m0001": f"{NAME}二", "m0002": NAME}


def test_new_index_has_only_pages_that_are_written(page: MatterPage) -> None:
    content.catalogue_matter("m0002", title=NAME).save_revision().publish()

    assert indexing.rebuild() == 1

    assert found() == {"m0001": NAME}
    worker.run_once()
    assert sorted(found()) == ["m0001", "m0002"]


def test_withdrawal_that_a_run_for_all_meets_is_out_of_the_index_first(
    page: MatterPage, releases: Releases, there_when_forgotten: list[bool]
) -> None:
    file = releases.require_current().root / "guides/m0001/index.html"
    page.unpublish()

    sync()

    assert there_when_forgotten == [True]
    assert not file.exists()
    assert found() == {}


def test_worker_killed_after_telling_the_engine_makes_it_forget_all_the_same(
    page: MatterPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_states: object) -> None:
        raise KeyboardInterrupt

    other = content.catalogue_matter("m0002", title=NAME)
    other.save_revision().publish()
    sync()
    with monkeypatch.context() as patch:
        patch.setattr(indexing, "_remember", killed)
        with pytest.raises(KeyboardInterrupt):
            indexing.catch_up()
    assert "m0002" in found()
    MatterPage.objects.get(pk=other.pk).unpublish()

    worker.run_once()

    assert sorted(found()) == ["m0001"]


def test_page_and_its_data_are_prepared_before_one_of_them_is_shown(
    page: MatterPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []
    prepare, replace = Writer.prepare, Writer._replace

    def prepared(writer: Writer, path: str, body: Content, **known: Any) -> Prepared:
        events.append(f"prepared {path}")
        return prepare(writer, path, body, **known)

    def replaced(writer: Writer, temporary: Path, target: Path) -> None:
        if target.parent.name == "m0001":
            events.append(f"shown guides/m0001/{target.name}")
        replace(writer, temporary, target)

    monkeypatch.setattr(Writer, "prepare", prepared)
    monkeypatch.setattr(Writer, "_replace", replaced)
    page.title = f"{NAME}二"
    page.save_revision().publish()
    worker.run_once()

    first_shown = events.index("shown guides/m0001/index.html.gz")
    assert events.index("prepared guides/m0001/index.html") < first_shown
    assert events.index("prepared guides/m0001/index.json") < first_shown


def test_page_of_a_list_that_ended_leads_to_the_page_above(page: MatterPage) -> None:
    assert Client().get("/topics/company/040/").status_code == 200
    page.unpublish()
    worker.run_once()

    response = Client().get("/topics/company/040/")

    assert (response.status_code, response["Location"]) == (302, "/topics/")
    assert Client().get("/topics/company/999/").status_code == 404


def test_list_goes_before_its_pages_and_a_page_before_its_data(
    page: MatterPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone: list[str] = []
    remove = Writer.remove

    def removed(writer: Writer, path: str, **known: Any) -> None:
        gone.append(path)
        remove(writer, path, **known)

    monkeypatch.setattr(Writer, "remove", removed)
    page.unpublish()
    worker.run_once()

    assert gone == [
        *(f"{name}/topics/company/040/index.html" for name in ("elder", "hant")),
        "kiosk/topics/company/040/index.html",
        "topics/company/040/index.html",
        "topics/company/040/feed.xml",
        "elder/guides/m0001/index.html",
        "guides/m0001/index.html",
        "guides/m0001/index.json",
    ]


def test_withdrawal_that_nobody_heard_says_so_too(page: MatterPage) -> None:
    MatterPage.objects.filter(pk=page.pk).update(live=False)

    services.reconcile()
    worker.run_once()

    assert Client().get("/guides/m0001/").status_code == 410
    assert not OutboxJob.objects.exclude(state="done").exists()


def test_page_published_while_gaps_are_looked_for_stays_public(
    page: MatterPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = content.catalogue_matter("m0002", title=NAME)
    MatterPage.objects.filter(pk=other.pk).update(live=False)
    working = MatterPage.objects.live

    def late() -> Any:
        rows = list(working())
        other.save_revision().publish()
        monkeypatch.setattr(MatterPage.objects, "live", working)
        return working().filter(pk__in=[row.pk for row in rows])

    monkeypatch.setattr(MatterPage.objects, "live", late)
    services.reconcile()
    worker.run_once()

    assert Client().get("/guides/m0002/").status_code == 200
