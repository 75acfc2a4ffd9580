"""Pages that were taken down say so, or lead on; unknown addresses stay unknown."""

from __future__ import annotations

import json
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.test import Client

from content.models import HallPage, MatterPage
from portal.accounts.models import User
from portal.outbox import worker
from portal.publishing import services
from portal.publishing.models import WithdrawnPage
from portal.publishing.releases import Releases
from tests.factories import content

pytestmark = pytest.mark.django_db
ADDRESS = "/guides/m0001/"


@pytest.fixture
def page(releases: Releases) -> MatterPage:
    """A matter that was public and has been taken down."""
    page = content.catalogue_matter()
    page.get_parent().specific.save_revision().publish()
    page.save_revision().publish()
    worker.run_once()
    MatterPage.objects.get(pk=page.pk).unpublish()
    worker.run_once()
    return MatterPage.objects.get(pk=page.pk)


def status(path: str) -> int:
    return Client().get(path).status_code


def test_withdrawn_page_and_what_belongs_to_it_say_so(page: MatterPage) -> None:
    response = Client().get(ADDRESS)
    assert response.status_code == 410
    assert f"“{page.title}”已经下线" in response.content.decode()
    told = Client().get(f"{ADDRESS}index.json")
    assert (told.status_code, told["Content-Type"]) == (410, "application/json")
    assert json.loads(told.content)["name"] == page.title
    assert status(f"{ADDRESS}notice/") == 410


def test_unknown_addresses_are_still_unknown(page: MatterPage) -> None:
    for path in ("/guides/m0002/", "/guides/", "/", "/a/b/c/d/e/"):
        assert status(path) != 410, path
    assert status("/guides/m0002/") == 404
    assert Client().post(ADDRESS).status_code == 404


def test_page_that_is_public_again_is_forgotten(page: MatterPage) -> None:
    page.save_revision().publish()
    worker.run_once()
    assert status(ADDRESS) == 200
    assert not WithdrawnPage.objects.exists()


def test_many_pages_public_again_are_forgotten_together(page: MatterPage) -> None:
    MatterPage.objects.filter(pk=page.pk).update(live=True)
    services.publish_pages([MatterPage.objects.get(pk=page.pk)])
    # Its address says that it was taken down until the page is there again.
    assert status(ADDRESS) == 410
    worker.run_once()
    assert not WithdrawnPage.objects.exists()


def test_reason_is_told_and_kept_when_taken_down_again(page: MatterPage) -> None:
    WithdrawnPage.objects.update(reason="并入“企业开办一件事”")
    assert "并入“企业开办一件事”" in Client().get(ADDRESS).content.decode()


def test_moved_page_leads_on(page: MatterPage) -> None:
    WithdrawnPage.objects.update(moved_to="/guides/food/")
    response = Client().get(f"{ADDRESS}notice/")
    assert (response.status_code, response["Location"]) == (301, "/guides/food/")


@pytest.mark.parametrize(
    "target", ["https://evil.invalid/", "//evil.invalid/", "guides/food/", ADDRESS]
)
def test_moved_to_is_another_address_of_this_site(
    page: MatterPage, target: str
) -> None:
    known = WithdrawnPage.objects.get()
    known.moved_to = target
    with pytest.raises(ValidationError):
        known.full_clean()


def test_other_kinds_of_pages_are_noted(releases: Releases) -> None:
    hall = content.hall()
    hall.save_revision().publish()
    worker.run_once()
    HallPage.objects.get(pk=hall.pk).unpublish()
    worker.run_once()
    assert status("/halls/H-QU/") == 410


def test_administrator_gives_reason_and_nobody_makes_history(
    page: MatterPage,
) -> None:
    user = User.objects.create_user("chief", password="tea-and-plum-blossom-7")
    user.is_superuser = True
    user.save()
    client = Client()
    client.force_login(user)
    body = client.get("/admin/withdrawn-pages/").content.decode()
    assert ADDRESS in body
    assert client.get("/admin/withdrawn-pages/new/").status_code == 404
    edit = next(
        part.split('"')[0]
        for part in body.split('href="')
        if part.startswith("/admin/withdrawn-pages/edit/")
    )
    client.post(edit, {"reason": "政策到期", "moved_to": ""})
    assert WithdrawnPage.objects.get().reason == "政策到期"


def test_without_the_database_unknown_pages_are_told_all_the_same(
    releases: Releases,
) -> None:
    with patch.object(WithdrawnPage.objects, "filter", side_effect=DatabaseError):
        assert status(ADDRESS) == 404
