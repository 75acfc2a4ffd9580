"""What was published is told after files and index are both done."""

from __future__ import annotations

import datetime
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from content.models import MatterPage
from portal.outbox import services as outbox, worker
from portal.outbox.models import OutboxJob
from portal.publishing import indexing, renderers
from portal.publishing.announcements import note_switch
from portal.publishing.building import build_release
from portal.publishing.history.ledger import Ledger
from portal.publishing.releases import Releases
from portal.publishing.services import SYNC_TOPIC
from portal.publishing.store import View
from portal.webhooks.models import Announcement, Webhook, WebhookDelivery
from search.errors import SearchUnavailable
from tests.portal.finding.published import publish_site
from tests.portal.webhooks.conftest import Receiver

pytestmark = pytest.mark.django_db
GUIDE = "/guides/elder-allowance/"


@pytest.fixture
def guide(db: None, tmp_path: Path, settings: Settings) -> MatterPage:
    """A published guide, in the release and in the index."""
    (page,) = publish_site(settings, tmp_path, "elder-allowance")
    return page


def change(page: MatterPage) -> None:
    page.title = "高龄津贴发放"
    page.save_revision().publish()


def test_change_of_a_guide_is_told_with_its_addresses(
    guide: MatterPage, webhook: Webhook, receiver: Receiver
) -> None:
    change(guide)
    worker.run_once()
    first, second = Announcement.objects.all()
    assert GUIDE in first.told["written"]
    assert f"{GUIDE}index.json" in first.told["written"]
    assert first.told["codes"] == ["elder-allowance"]
    with Ledger.open(Releases.configured().folder) as ledger:
        live = ledger.last()
    assert live is not None
    assert first.told["release"] == live.number
    assert not first.told["truncated"]
    # Files that name every matter follow in a run of their own.
    assert "/data/guides.json" in second.told["written"]
    assert len(receiver.got) == 2


def test_withdrawn_guide_is_told_as_removed(
    guide: MatterPage, webhook: Webhook
) -> None:
    MatterPage.objects.get(pk=guide.pk).unpublish()
    worker.run_once()
    told = Announcement.objects.earliest("pk").told
    assert GUIDE in told["removed"]
    assert "elder-allowance" in told["codes"]


def test_first_release_is_told_as_a_whole(
    webhook: Webhook, tmp_path: Path, settings: Settings
) -> None:
    publish_site(settings, tmp_path, "elder-allowance")
    told = Announcement.objects.earliest("pk").told
    assert told["truncated"]
    assert {"/", GUIDE} <= set(told["written"])


def test_release_made_by_hand_is_told_as_a_whole(
    guide: MatterPage, webhook: Webhook, receiver: Receiver
) -> None:
    call_command("build_site", force=True, workers=1, stderr=StringIO())
    assert receiver.got == []

    worker.run_once()

    (announcement,) = Announcement.objects.all()
    assert announcement.told["truncated"]
    assert {"/", GUIDE} <= set(announcement.told["written"])
    assert len(receiver.got) == 1


def test_nothing_is_told_while_the_index_is_behind(
    guide: MatterPage,
    webhook: Webhook,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(**_options: object) -> int:
        raise SearchUnavailable("the engine does not answer")

    with time_machine.travel(timezone.now(), tick=False) as clock:
        with monkeypatch.context() as engine:
            engine.setattr(indexing, "catch_up", away)
            change(guide)
            worker.run_once()
            assert Announcement.objects.filter(released=False).count() == 2
            assert receiver.got == []
        clock.shift(datetime.timedelta(minutes=1))
        worker.run_once()
    assert not Announcement.objects.filter(released=False).exists()
    assert len(receiver.got) == 2


def test_what_failed_is_not_told_and_the_rest_is(
    guide: MatterPage,
    webhook: Webhook,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_view: View, *, code: str) -> bytes:
        raise ValueError(code)

    monkeypatch.setitem(renderers.RENDERERS, "guide", refuse)
    change(guide)
    worker.run_once()
    told = Announcement.objects.earliest("pk").told
    assert GUIDE not in told["written"]
    assert f"{GUIDE}index.json" in told["written"]


def test_run_after_a_killed_one_says_that_its_lists_lack_something(
    guide: MatterPage, webhook: Webhook
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        outbox.enqueue(SYNC_TOPIC, "all", {})
        assert outbox.take() is not None  # by a worker that dies
        clock.shift(datetime.timedelta(minutes=5))
        worker.run_once()
    assert Announcement.objects.earliest("pk").told["truncated"]


def test_nothing_is_kept_without_receivers(guide: MatterPage) -> None:
    change(guide)
    worker.run_once()
    assert not Announcement.objects.exists()


def test_run_that_changes_nothing_tells_nothing(
    guide: MatterPage, webhook: Webhook
) -> None:
    outbox.enqueue(SYNC_TOPIC, "all", {})
    worker.run_once()
    assert not WebhookDelivery.objects.exists()
    assert not OutboxJob.objects.filter(state="dead").exists()


def test_switch_tells_what_is_there_and_what_is_gone(
    guide: MatterPage, webhook: Webhook
) -> None:
    build_release(workers=1)
    note_switch(["guides/elder-allowance/index.html", "guides/old/index.html"])
    told = Announcement.objects.get().told
    assert (told["written"], told["removed"]) == ([GUIDE], ["/guides/old/"])
    assert told["codes"] == ["elder-allowance"]
