from __future__ import annotations

import datetime

import pytest
import time_machine
from wagtail.models import Page

from content.models import HomePage, MatterPage
from portal.outbox import worker
from portal.publishing.models import MatterVersion
from portal.publishing.releases import Releases
from tests.factories import content

pytestmark = pytest.mark.django_db

START = datetime.datetime(2026, 11, 2, 1, 0, tzinfo=datetime.UTC)


def preview(page: Page) -> bytes:
    """Preview as the desk does: through the middleware, under the page's address."""
    response = page.make_preview_request()
    assert response.status_code == 200
    return bytes(response.content)


def test_preview_is_byte_for_byte_what_is_then_published(releases: Releases) -> None:
    with time_machine.travel(START, tick=False):
        content.department().save_revision().publish()
        page = content.catalogue_matter()
        page.save_revision().publish()
        worker.run_once()
        edited = MatterPage.objects.get(pk=page.pk)
        edited.title = "外商投资项目核准"

        shown = preview(edited)
        edited.save_revision().publish()
        worker.run_once()

    written = releases.require_current().root / "guides/m0001/index.html"
    assert written.read_bytes() == shown
    assert "外商投资项目核准" in shown.decode()


def test_preview_changes_nothing(releases: Releases) -> None:
    page = content.catalogue_matter()
    page.save_revision().publish()
    worker.run_once()
    written = releases.require_current().root / "guides/m0001/index.html"
    before = written.read_bytes()
    page.title = "外商投资项目核准"

    preview(page)

    assert written.read_bytes() == before
    assert MatterVersion.objects.count() == 1


def test_preview_works_before_anything_is_built(releases: Releases) -> None:
    shown = preview(content.catalogue_matter(live=False))

    assert "企业投资项目备案" in shown.decode()
    assert releases.current() is None


def test_preview_of_department_hall_and_home(releases: Releases) -> None:
    assert "民政" in preview(content.department()).decode()
    assert "云溪区政务服务中心" in preview(content.hall()).decode()
    assert b"<h1" in preview(HomePage.objects.get())
