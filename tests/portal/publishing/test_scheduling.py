"""What is set for one moment is prepared before and shown at it, all at once."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Page

from content.models import MatterPage
from portal.outbox import worker
from portal.publishing import jobs, scheduling, staging
from portal.publishing.history.rolling import hold_site, resume
from portal.publishing.models import MatterVersion, Receipt, WithdrawnPage
from portal.publishing.releases import Releases
from search import service
from search.requests import SearchRequest
from tests.factories import content
from tests.portal.publishing.test_building import tree

pytestmark = pytest.mark.django_db

MOMENT = datetime.datetime(2026, 12, 1, 9, 30, 15, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def pages(releases: Releases) -> list[MatterPage]:
    """Six matters that are public; nothing is set for a time yet."""
    scheduling._refused.clear()
    with time_machine.travel(MOMENT - datetime.timedelta(hours=1), tick=False):
        made = [
            content.catalogue_matter(f"m000{number}", title=f"登记备案{number}")
            for number in range(6)
        ]
        made[0].get_parent().specific.save_revision().publish()
        for page in made:
            page.save_revision().publish()
        worker.run_once()
    return made


def set_names(pages: Sequence[MatterPage], at: datetime.datetime) -> None:
    for page in pages:
        page.title = page.title.replace("登记", "注销")
        page.go_live_at = at
        page.save_revision(approved_go_live_at=at)


def set_end(pages: Sequence[MatterPage], at: datetime.datetime) -> None:
    Page.objects.filter(pk__in=[page.pk for page in pages]).update(expire_at=at)


def files(releases: Releases) -> dict[str, bytes]:
    return tree(releases.require_current().root)


def found(text: str) -> set[str]:
    request = SearchRequest(text=text, page_size=20)
    return {hit.code for hit in service.search(request).hits if text in hit.title}


def prepared() -> bool:
    return staging.staged(scheduling.Appointment(MOMENT).name) is not None


def test_moment_shows_all_and_the_second_before_nothing(
    pages: list[MatterPage], releases: Releases
) -> None:
    set_names(pages[:3], MOMENT)
    set_end(pages[3:5], MOMENT)
    before = files(releases)
    with time_machine.travel(MOMENT - 60 * SECOND, tick=False):
        jobs.publish_scheduled()
        assert prepared()
        assert files(releases) == before
    with time_machine.travel(MOMENT - SECOND, tick=False):
        jobs.publish_scheduled()
        worker.run_once()
        assert files(releases) == before
        assert found("注销备案") == set()

    with time_machine.travel(MOMENT + SECOND / 2, tick=False):
        jobs.publish_scheduled()

        after = files(releases)
        names = after["guides/index.html"].decode()
        for number in range(3):
            assert f"注销备案{number}" in names
            assert f"登记备案{number}" not in names
            page = after[f"guides/m000{number}/index.html"].decode()
            assert f"注销备案{number}" in page
        for number in (3, 4):
            assert f"登记备案{number}" not in names
            assert f"guides/m000{number}/index.html" not in after
        assert found("注销备案") == {"m0000", "m0001", "m0002"}
        assert found("登记备案") == {"m0005"}
        assert not prepared()
        assert set(WithdrawnPage.objects.values_list("address", flat=True)) == {
            "/guides/m0003/",
            "/guides/m0004/",
        }
        live = MatterPage.objects.filter(live=True).values_list("slug", flat=True)
        assert set(live) == {"m0000", "m0001", "m0002", "m0005"}
        worker.run_once()
        assert files(releases) == after
        assert Receipt.objects.filter(rendered_at__isnull=True).count() == 0
        assert Receipt.objects.filter(asked_at=MOMENT).count() == 5
    versions = MatterVersion.objects.filter(effective_from=MOMENT)
    assert versions.count() == 3


def test_worker_that_starts_in_between_finds_what_was_prepared(
    pages: list[MatterPage],
    releases: Releases,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_names(pages[:3], MOMENT)
    with time_machine.travel(MOMENT - 60 * SECOND, tick=False):
        jobs.publish_scheduled()
    monkeypatch.setattr(scheduling, "_refused", set())

    with time_machine.travel(MOMENT + 3 * SECOND, tick=False):
        jobs.publish_scheduled()
        assert found("注销备案") == {"m0000", "m0001", "m0002"}
        assert "注销备案2" in files(releases)["guides/index.html"].decode()


def test_moment_that_nobody_prepared_is_published_all_the_same(
    pages: list[MatterPage], releases: Releases
) -> None:
    set_names(pages[:3], MOMENT)
    set_end(pages[3:5], MOMENT)
    with time_machine.travel(MOMENT + 600 * SECOND, tick=False):
        jobs.publish_scheduled()
        worker.run_once()
        names = files(releases)["guides/index.html"].decode()
        assert "注销备案2" in names
        assert "登记备案3" not in names


def test_single_page_is_not_prepared_but_published(
    pages: list[MatterPage], releases: Releases
) -> None:
    set_names(pages[:1], MOMENT)
    with time_machine.travel(MOMENT - 60 * SECOND, tick=False):
        jobs.publish_scheduled()
        assert not prepared()
    with time_machine.travel(MOMENT + SECOND, tick=False):
        jobs.publish_scheduled()
        worker.run_once()
        assert "注销备案0" in files(releases)["guides/index.html"].decode()


def test_draft_that_changes_after_the_preparation_is_shown_as_it_is_then(
    pages: list[MatterPage], releases: Releases
) -> None:
    set_names(pages[:2], MOMENT)
    with time_machine.travel(MOMENT - 60 * SECOND, tick=False):
        jobs.publish_scheduled()
        pages[1].title = "改主意备案"
        pages[1].save_revision(approved_go_live_at=MOMENT)
    with time_machine.travel(MOMENT + SECOND, tick=False):
        jobs.publish_scheduled()
        names = files(releases)["guides/index.html"].decode()
        assert "注销备案0" in names
        assert "改主意备案" in names


def test_what_is_called_off_is_forgotten(
    pages: list[MatterPage], releases: Releases
) -> None:
    set_names(pages[:2], MOMENT)
    set_names(pages[2:4], MOMENT + 30 * SECOND)
    with time_machine.travel(MOMENT - 60 * SECOND, tick=False):
        jobs.publish_scheduled()
        assert prepared()
        for page in pages[:2]:
            page.latest_revision.approved_go_live_at = None
            page.latest_revision.save()
        jobs.publish_scheduled()
        assert not prepared()


def test_moment_that_cannot_be_prepared_is_tried_once(
    pages: list[MatterPage],
    releases: Releases,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    tried = []

    def refuse(name: str, *_values: object) -> None:
        tried.append(name)
        raise staging.StageRefused("有链接会走不通")

    monkeypatch.setattr(staging, "stage", refuse)
    set_names(pages[:2], MOMENT)
    with time_machine.travel(MOMENT - 60 * SECOND, tick=False):
        jobs.publish_scheduled()
        jobs.publish_scheduled()
    assert len(tried) == 1
    assert "有链接会走不通" in caplog.text
    with time_machine.travel(MOMENT + SECOND, tick=False):
        jobs.publish_scheduled()
        worker.run_once()
        assert "注销备案1" in files(releases)["guides/index.html"].decode()


def test_held_site_keeps_still_and_follows_when_resumed(
    pages: list[MatterPage], releases: Releases
) -> None:
    set_names(pages[:2], MOMENT)
    with time_machine.travel(MOMENT - 60 * SECOND, tick=False):
        jobs.publish_scheduled()
        before = files(releases)
        hold_site(1)
    with time_machine.travel(MOMENT + SECOND, tick=False):
        jobs.publish_scheduled()
        worker.run_once()
        assert files(releases)["guides/index.html"] == before["guides/index.html"]
        resume()
        assert "注销备案1" in files(releases)["guides/index.html"].decode()


def test_second_without_appointments_costs_two_queries(
    pages: list[MatterPage], django_assert_num_queries
) -> None:
    with time_machine.travel(timezone.now()), django_assert_num_queries(2):
        jobs.publish_scheduled()
