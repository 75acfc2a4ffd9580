"""A draft is read as data by whoever has a link that its editor made, until it ends."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Page

from content.models import DepartmentPage, MatterPage
from portal.accounts.models import User
from portal.editing.draft_links import DraftRefused, make_link, revoke_link
from portal.editing.models import DraftLink
from portal.outbox import worker
from portal.publishing.selectors import current_version
from tests.portal.editing.conftest import SignIn

pytestmark = pytest.mark.django_db
Person = Callable[[str], User]
NAME = "尚未公布的新名称"


@pytest.fixture
def changed(matter: MatterPage, person: Person) -> MatterPage:
    """The live guide with a draft that has a new title."""
    page = Page.objects.get(pk=matter.pk).specific
    page.title = NAME
    page.save_revision(user=person("editor"))
    return MatterPage.objects.get(pk=matter.pk)


def read(token: str, status: int = 200) -> Any:
    response = Client().get(f"/api/v1/drafts/{token}/")
    assert response.status_code == status, response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"].startswith("noindex")
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()


def shared(page: MatterPage, user: User, **options: int) -> str:
    return make_link(user, page.pk, **options)[1]


def test_draft_is_told_as_it_would_be_published(
    changed: MatterPage, person: Person, tmp_path: Path, settings: Settings
) -> None:
    settings.SEARCH_DIR = tmp_path / "search"
    told = read(shared(changed, person("editor")))
    assert told["matter"]["guide"]["name"] == NAME
    assert (told["code"], told["version"]) == ("elder-allowance", 2)

    changed.latest_revision.publish(skip_permission_checks=True)
    worker.run_once()

    live = Client().get("/api/v1/guides/elder-allowance/").json()
    assert told.keys() == live.keys()
    assert told["matter"] == live["matter"]
    assert told["version"] == live["version"]


def test_draft_that_was_never_public_is_told(
    matter: MatterPage, person: Person
) -> None:
    page = MatterPage(title=NAME, slug="unborn", live=False)
    page.checks_publishing = False
    DepartmentPage.objects.get(key="mzj").add_child(instance=page)
    page.save_revision(user=person("editor"))
    told = read(shared(page, person("editor")))
    assert (told["version"], told["matter"]["code"]) == (1, "unborn")
    assert current_version("unborn") is None


@pytest.mark.parametrize("token", ["x", "A" * 32, "%00"])
def test_unknown_token_shows_nothing(changed: MatterPage, token: str) -> None:
    assert read(token, 422 if "%" in token else 404)["detail"]


def test_forged_token_shows_nothing(changed: MatterPage, person: Person) -> None:
    token = shared(changed, person("editor"))
    link = DraftLink.objects.get()
    assert token not in link.token_digest
    for forged in (token[:-1], token.swapcase(), link.token_digest, str(link.pk)):
        assert "没有这个草稿数据链接" in read(forged, 404)["detail"]


def test_link_lasts_seven_days_if_nothing_is_said(
    changed: MatterPage, person: Person
) -> None:
    token = shared(changed, person("editor"))
    for days, status in ((6, 200), (8, 410)):
        moment = timezone.now() + datetime.timedelta(days=days)
        with time_machine.travel(moment, tick=False):
            told = read(token, status)
    assert "到期" in told["detail"]


@pytest.mark.parametrize("days", [0, -1, 31])
def test_link_of_other_length_is_refused(
    changed: MatterPage, person: Person, days: int
) -> None:
    with pytest.raises(DraftRefused, match="30"):
        shared(changed, person("editor"), days=days)


def test_revoked_link_says_so(changed: MatterPage, person: Person) -> None:
    link, token = make_link(person("editor"), changed.pk)
    revoke_link(person("editor"), link.pk)
    assert "作废" in read(token, 410)["detail"]


def test_next_change_ends_the_link(changed: MatterPage, person: Person) -> None:
    token = shared(changed, person("editor"))
    page = changed.get_latest_revision_as_object()
    page.title = "又改了"
    page.save_revision(user=person("editor"))
    assert "又改过" in read(token, 410)["detail"]


def test_change_written_over_the_draft_ends_the_link(
    changed: MatterPage, person: Person
) -> None:
    token = shared(changed, person("editor"))
    page = changed.get_latest_revision_as_object()
    page.title = "又改了"
    page.save_revision(
        user=person("editor"), overwrite_revision=changed.latest_revision
    )
    assert "又改过" in read(token, 410)["detail"]


def test_publication_ends_the_link(changed: MatterPage, person: Person) -> None:
    token = shared(changed, person("editor"))
    changed.latest_revision.publish(skip_permission_checks=True)
    assert "/api/v1/guides/elder-allowance/" in read(token, 410)["detail"]


def test_deleted_page_leaves_no_link(changed: MatterPage, person: Person) -> None:
    token = shared(changed, person("editor"))
    MatterPage.objects.get(pk=changed.pk).delete()
    read(token, 404)


def test_page_without_a_draft_has_nothing_to_share(
    matter: MatterPage, person: Person
) -> None:
    with pytest.raises(DraftRefused, match="没有未公布的修改"):
        shared(matter, person("editor"))


@pytest.mark.parametrize(
    "who", ["citizen", "publisher", "reviewer", "other-editor", "other-publisher"]
)
def test_who_may_not_edit_makes_and_ends_no_link(
    changed: MatterPage, person: Person, signed_in: SignIn, who: str
) -> None:
    link, token = make_link(person("editor"), changed.pk)
    with pytest.raises(PermissionDenied):
        make_link(person(who), changed.pk)
    with pytest.raises(PermissionDenied):
        revoke_link(person(who), link.pk)
    address = reverse("editing_draft_links", args=[changed.pk])
    client = signed_in(who)
    client.post(address, {"days": "7"})
    client.post(address, {"revoke": link.pk})
    assert DraftLink.objects.count() == 1
    read(token)


def test_page_that_is_no_matter_has_no_links(
    matter: MatterPage, person: Person
) -> None:
    department = DepartmentPage.objects.get(key="mzj")
    with pytest.raises(PermissionDenied):
        make_link(person("administrator"), department.pk)


def test_editor_makes_a_link_from_the_page_s_menu(
    changed: MatterPage, signed_in: SignIn
) -> None:
    client = signed_in("editor")
    address = reverse("editing_draft_links", args=[changed.pk])
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[changed.pk]))
    assert address in edit.content.decode()

    page = client.post(address, {"days": "7"}, follow=True).content.decode()
    found = re.search(r"http://testserver/api/v1/drafts/([\w-]+)/", page)
    assert found is not None
    assert read(found[1])["matter"]["guide"]["name"] == NAME
    assert found[1] not in client.get(address).content.decode(), "shown once"

    link = DraftLink.objects.get()
    assert "可用" in page
    client.post(address, {"revoke": str(link.pk)})
    assert "作废" in read(found[1], 410)["detail"]
    assert "最长" in client.get(address).content.decode()
    assert (
        "1 到 30" in client.post(address, {"days": "99"}, follow=True).content.decode()
    )


def test_link_of_another_page_is_not_ended_here(
    changed: MatterPage, person: Person, signed_in: SignIn
) -> None:
    link, token = make_link(person("editor"), changed.pk)
    other = MatterPage(title="另一个", slug="another", live=False)
    other.checks_publishing = False
    DepartmentPage.objects.get(key="mzj").add_child(instance=other)
    address = reverse("editing_draft_links", args=[other.pk])
    signed_in("editor").post(address, {"revoke": link.pk})
    read(token)
