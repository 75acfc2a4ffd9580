"""Editors follow a publication from its click; strangers to the page do not."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import Settings

from content.models import MatterPage
from portal.outbox import worker
from portal.publishing.history.rolling import hold_site
from tests.portal.editing.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def built(matter: MatterPage, tmp_path: Path, settings: Settings) -> MatterPage:
    """The guide is on disk."""
    settings.RELEASES_DIR = tmp_path / "releases"
    settings.SEARCH_DIR = tmp_path / "search"
    worker.run_once()
    return matter


def address_of(page: MatterPage) -> str:
    return reverse("page_receipts", args=[page.pk])


def test_page_tells_each_step_with_seconds(
    built: MatterPage, signed_in: SignIn
) -> None:
    built.title = "高龄津贴发放"
    built.save_revision().publish()
    client = signed_in("editor")
    waiting = client.get(address_of(built)).content.decode()
    assert "等待中" in waiting
    assert 'http-equiv="refresh"' in waiting

    worker.run_once()

    done = client.get(address_of(built)).content.decode()
    assert "网页和数据已更新" in done
    assert "检索已更新" in done
    assert "/releases/2/" in done
    assert 'href="/guides/"' in done
    assert "预计" in done


def test_header_of_the_page_and_message_lead_there(
    built: MatterPage, signed_in: SignIn
) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[built.pk])
    assert address_of(built) in signed_in("editor").get(edit).content.decode()
    publisher = signed_in("publisher").get(address_of(built))
    assert publisher.status_code == HTTPStatus.OK
    client = signed_in("administrator")
    client.post(reverse("wagtailadmin_pages:unpublish", args=[built.pk]))
    shown = client.get(address_of(built)).content.decode()
    assert "看公布进度" in shown
    assert "撤下" in shown


def test_held_site_is_said(built: MatterPage, signed_in: SignIn) -> None:
    hold_site(1, reason="核对中")
    shown = signed_in("editor").get(address_of(built)).content.decode()
    assert "网站已退回到第 1 版" in shown
    assert "核对中" in shown
    assert 'http-equiv="refresh"' not in shown


def test_page_without_receipts_says_so(built: MatterPage, signed_in: SignIn) -> None:
    department = built.get_parent().specific
    shown = signed_in("administrator").get(address_of(department)).content.decode()
    assert "还没有单独发布过" in shown


def test_other_departments_and_citizens_do_not_see_it(
    built: MatterPage, signed_in: SignIn
) -> None:
    for name in ("other-editor", "citizen", "anonymous"):
        response = signed_in(name).get(address_of(built))
        assert response.status_code != HTTPStatus.OK, name
    missing = reverse("page_receipts", args=[999_999])
    assert signed_in("editor").get(missing).status_code == HTTPStatus.NOT_FOUND
