"""Each publication has a receipt: asked, written, indexed, fetched as a reader would."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pytest_django import Settings

from content.models import MatterPage
from portal.outbox import worker
from portal.outbox.models import OutboxJob
from portal.publishing import renderers, verification
from portal.publishing.history.rolling import hold_site
from portal.publishing.models import Receipt
from portal.publishing.releases import CURRENT, Releases
from portal.publishing.store import View
from search import service
from search.errors import SearchUnavailable
from tests.services.ports import free_port

pytestmark = pytest.mark.django_db


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line for each request."""

    def log_message(self, *_values: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(releases: Releases, settings: Settings) -> Iterator[None]:
    """A server of the files, as readers reach it; publications are verified there."""
    handler = partial(Quiet, directory=str(releases.folder / CURRENT))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.PORTAL_VERIFY_URL = f"http://127.0.0.1:{server.server_port}"
    settings.PORTAL_VERIFY_PAGES = True
    yield
    server.shutdown()
    thread.join()
    server.server_close()


def publish(page: MatterPage) -> None:
    page.save_revision().publish()


def rename(page: MatterPage, title: str) -> Receipt:
    page.title = title
    publish(page)
    worker.run_once()
    return Receipt.objects.filter(page_pk=page.pk).latest("pk")


def test_publication_is_followed_to_the_reader(page: MatterPage, site: None) -> None:
    receipt = rename(page, "外商投资项目核准")

    assert receipt.address == "/guides/m0001/"
    assert receipt.release is not None
    assert receipt.rendered_at is not None
    assert receipt.indexed_at is not None
    assert receipt.verified_at is not None
    assert receipt.asked_at <= receipt.rendered_at <= receipt.indexed_at
    assert receipt.indexed_at <= receipt.verified_at
    assert receipt.problem == ""
    assert "/guides/" in receipt.changed
    assert receipt.address not in receipt.changed
    assert receipt.changed_amount == len(receipt.changed)
    assert receipt.estimate_seconds is not None
    assert 0 < receipt.estimate_seconds < 60


def test_same_contents_again_are_no_publication(page: MatterPage) -> None:
    before = Receipt.objects.count()
    publish(page)
    publish(page.get_parent().specific)
    assert Receipt.objects.count() == before


def test_withdrawal_is_verified_too(page: MatterPage, site: None) -> None:
    page.unpublish()
    worker.run_once()

    receipt = Receipt.objects.filter(page_pk=page.pk).latest("pk")

    assert receipt.withdrawal
    assert receipt.verified_at is not None


def test_department_has_a_receipt_as_well(page: MatterPage) -> None:
    department = page.get_parent().specific
    department.title = "云溪区民政与社会工作局"
    publish(department)
    worker.run_once()

    receipt = Receipt.objects.filter(page_pk=department.pk).latest("pk")

    assert receipt.address == department.static_path()
    assert receipt.indexed_at is not None


def test_other_bytes_at_the_address_are_told_and_looked_at_again(
    page: MatterPage, site: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(verification, "_fetched", lambda _address: (200, b"cached"))
        receipt = rename(page, "外商投资项目核准")
    assert receipt.verified_at is None
    assert "可能有缓存" in receipt.problem

    OutboxJob.objects.filter(state="pending").update(available_at=receipt.asked_at)
    worker.run_once()

    receipt.refresh_from_db()
    assert receipt.verified_at is not None
    assert receipt.problem == ""


@pytest.mark.parametrize("status", [404, 500])
def test_wrong_status_is_told(
    page: MatterPage, site: None, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(verification, "_fetched", lambda _address: (status, b""))
    assert f"状态码是 {status}" in rename(page, "外商投资项目核准").problem


def test_site_that_cannot_be_reached_is_told(
    page: MatterPage, settings: Settings
) -> None:
    settings.PORTAL_VERIFY_PAGES = True
    settings.PORTAL_VERIFY_URL = f"http://127.0.0.1:{free_port()}"
    receipt = rename(page, "外商投资项目核准")
    assert receipt.verified_at is None
    assert "没能从 127.0.0.1" in receipt.problem
    assert not OutboxJob.objects.filter(state="dead").exists()


def test_failed_page_says_why_and_then_that_it_is_done(
    page: MatterPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_view: View, *, code: str) -> bytes:
        raise ValueError(f"field 'colour' of '{code}' is missing")

    with monkeypatch.context() as patched:
        patched.setitem(renderers.RENDERERS, "guide", refuse)
        receipt = rename(page, "外商投资项目核准")
    assert receipt.rendered_at is None
    assert "field 'colour'" in receipt.problem

    OutboxJob.objects.filter(state="pending").update(available_at=receipt.asked_at)
    worker.run_once()

    receipt.refresh_from_db()
    assert receipt.rendered_at is not None
    assert receipt.problem == ""


def test_engine_that_is_away_is_told_until_it_is_back(
    page: MatterPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_records: object) -> int:
        raise SearchUnavailable("the cluster does not answer")

    with monkeypatch.context() as patched:
        patched.setattr(service, "index_records", away)
        receipt = rename(page, "外商投资项目核准")
    assert receipt.rendered_at is not None
    assert receipt.indexed_at is None
    assert "检索暂时没有回应" in receipt.problem

    OutboxJob.objects.filter(state="pending").update(available_at=receipt.asked_at)
    worker.run_once()

    receipt.refresh_from_db()
    assert receipt.indexed_at is not None


def test_receipt_waits_while_the_site_is_held(page: MatterPage) -> None:
    hold_site(1)
    receipt = rename(page, "外商投资项目核准")
    assert receipt.rendered_at is None
