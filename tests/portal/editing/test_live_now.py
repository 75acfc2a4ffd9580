"""What is live, what waits and what failed is one page, with a way to try again."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

import pytest
from pytest_django import Settings

from content.models import MatterPage
from portal.outbox import worker
from portal.outbox.models import OutboxJob
from portal.publishing import renderers
from portal.publishing.history.source import current_hold
from portal.publishing.releases import Releases
from portal.publishing.store import View
from tests.portal.editing.conftest import SignIn

pytestmark = pytest.mark.django_db
LIVE = "/admin/reports/live/"


@pytest.fixture
def built(matter: MatterPage, tmp_path: Path, settings: Settings) -> MatterPage:
    """The guide is on disk."""
    settings.RELEASES_DIR = tmp_path / "releases"
    settings.SEARCH_DIR = tmp_path / "search"
    worker.run_once()
    return matter


@pytest.fixture
def broken(built: MatterPage, monkeypatch: pytest.MonkeyPatch) -> MatterPage:
    """A change of the guide cannot be made into a page."""

    def refuse(_view: View, *, code: str) -> bytes:
        raise ValueError(f"field 'colour' of '{code}' is missing")

    monkeypatch.setitem(renderers.RENDERERS, "guide", refuse)
    built.title = "高龄津贴发放"
    built.save_revision().publish()
    worker.run_once()
    return built


def test_page_tells_release_and_pace(built: MatterPage, signed_in: SignIn) -> None:
    client = signed_in("editor")
    body = client.get(LIVE).content.decode()
    assert "r000001" in body
    assert 'href="/releases/1/"' in body
    assert "没有任务在等" in body
    assert "从提交到上网" in body
    assert LIVE in client.get("/admin/").content.decode()


def test_page_before_the_first_build_says_how(
    matter: MatterPage, tmp_path: Path, settings: Settings, signed_in: SignIn
) -> None:
    settings.RELEASES_DIR = tmp_path / "none"
    assert "manage.py build_site" in signed_in("editor").get(LIVE).content.decode()


def test_unreadable_record_is_said_without_places_of_the_server(
    built: MatterPage, signed_in: SignIn
) -> None:
    Releases.configured().require_current().manifest_path.write_bytes(b"rubbish" * 999)
    body = signed_in("editor").get(LIVE).content.decode()
    assert "下一次发布会重新生成整个网站" in body
    assert ".sqlite3" not in body


def test_owner_sees_which_page_failed_and_why(
    broken: MatterPage, signed_in: SignIn
) -> None:
    body = signed_in("editor").get(LIVE).content.decode()
    assert "/guides/elder-allowance/index.html" in body
    assert "field &#x27;colour&#x27; of &#x27;elder-allowance&#x27; is missing" in body
    assert f"/admin/pages/{broken.pk}/edit/" in body
    assert "File &quot;" not in body


def test_administrator_retries_what_was_given_up(
    broken: MatterPage, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    OutboxJob.objects.filter(state="pending").update(state="dead")
    job = OutboxJob.objects.get(state="dead")
    address = f"{LIVE}{job.pk}/retry/"
    client = signed_in("administrator")
    assert address in client.get(LIVE).content.decode()
    monkeypatch.undo()

    response = client.post(address, follow=True)

    assert "已重新排队" in response.content.decode()
    assert not OutboxJob.objects.filter(state="dead").exists()
    again = client.post(address, follow=True)
    assert "不用重试" in again.content.decode()


def test_editor_cannot_retry(broken: MatterPage, signed_in: SignIn) -> None:
    OutboxJob.objects.filter(state="pending").update(state="dead")
    job = OutboxJob.objects.get(state="dead")
    client = signed_in("editor")
    address = f"{LIVE}{job.pk}/retry/"
    assert address not in client.get(LIVE).content.decode()
    client.post(address)
    assert OutboxJob.objects.filter(state="dead", pk=job.pk).exists()


def test_stranger_does_not_see_it(built: MatterPage, signed_in: SignIn) -> None:
    assert signed_in("citizen").get(LIVE).status_code == HTTPStatus.FOUND


def test_administrator_rolls_back_and_resumes(
    built: MatterPage, signed_in: SignIn
) -> None:
    page = Releases.configured().require_current().root
    page = page / "guides/elder-allowance/index.html"
    before = page.read_bytes()
    built.title = "高龄津贴发放"
    built.save_revision().publish()
    worker.run_once()
    after = page.read_bytes()
    client = signed_in("administrator")
    assert "退回到以前的一版" in client.get(LIVE).content.decode()

    client.post(f"{LIVE}roll-back/", {"number": "1", "reason": "名称写错"})
    worker.run_once()

    assert page.read_bytes() == before
    told = signed_in("editor").get(LIVE).content.decode()
    assert "网站已退回到第 1 版" in told
    assert "名称写错" in told
    assert "恢复到现在发布的内容" not in told

    client.post(f"{LIVE}resume/")
    worker.run_once()
    assert page.read_bytes() == after
    again = client.post(f"{LIVE}resume/", follow=True).content.decode()
    assert "不用恢复" in again


def test_roll_back_needs_a_reason_a_release_and_an_administrator(
    built: MatterPage, signed_in: SignIn
) -> None:
    client = signed_in("administrator")
    for values, why in (
        ({"number": "1"}, "请写明退回的原因"),
        ({"number": "77", "reason": "试"}, "没有这一版"),
        ({"number": "", "reason": "试"}, "没有这一版"),
    ):
        told = client.post(f"{LIVE}roll-back/", values, follow=True).content.decode()
        assert why in told
        assert current_hold() is None
    for name in ("editor", "citizen"):
        for action in ("roll-back", "resume"):
            data = {"number": "1", "reason": "试"}
            signed_in(name).post(f"{LIVE}{action}/", data)
            assert current_hold() is None
