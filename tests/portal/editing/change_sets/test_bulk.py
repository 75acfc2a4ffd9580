"""Pages ticked in a list come into a change set, those with drafts of one's own only."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from content.models import MatterPage
from portal.editing.change_sets import services
from portal.editing.change_sets.models import ChangeSet
from tests.portal.editing.change_sets.conftest import Person

pytestmark = pytest.mark.django_db


def address(pages: list[MatterPage]) -> str:
    named = reverse(
        "wagtail_bulk_action", args=["wagtailcore", "page", "add_to_change_set"]
    )
    return f"{named}?next=/admin/matters/&" + "&".join(
        f"id={page.pk}" for page in pages
    )


@pytest.fixture
def drafts(guides: list[MatterPage], person: Person) -> list[MatterPage]:
    """Two of the three guides have drafts of the editor."""
    for page in guides[:2]:
        page.summary = "新的摘要"
        page.save_revision(user=person("editor"))
    return [MatterPage.objects.get(pk=page.pk) for page in guides]


def browser(person: Person, name: str) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def test_ticked_drafts_begin_a_change_set(
    drafts: list[MatterPage], person: Person
) -> None:
    client = browser(person, "editor")
    body = client.get(address(drafts)).content.decode()
    assert "不会加入" in body
    client.post(address(drafts), {"title": "收费调整", "reason": "新标准施行"})
    made = ChangeSet.objects.get()
    added = {item.page_id for item in made.items.all()}
    assert added == {page.pk for page in drafts[:2]}


def test_ticked_drafts_join_an_open_set(
    drafts: list[MatterPage], person: Person
) -> None:
    made = services.create(person("editor"), title="已有的", reason="原因")
    services.add_pages(made.pk, drafts[:1], person("editor"))
    client = browser(person, "editor")
    client.post(address(drafts), {"change_set": str(made.pk)})
    assert made.items.count() == 2
    assert ChangeSet.objects.count() == 1


def test_nothing_said_is_asked_for_again(
    drafts: list[MatterPage], person: Person
) -> None:
    body = browser(person, "editor").post(address(drafts), {}).content.decode()
    assert "请选一份变更单" in body
    assert not ChangeSet.objects.exists()


def test_anothers_set_is_not_offered(drafts: list[MatterPage], person: Person) -> None:
    made = services.create(person("publisher"), title="别人的", reason="原因")
    client = browser(person, "editor")
    assert "别人的" not in client.get(address(drafts)).content.decode()
    client.post(address(drafts), {"change_set": str(made.pk)})
    assert made.items.count() == 0


@pytest.mark.parametrize("name", ["reviewer", "stranger"])
def test_who_does_not_edit_adds_nothing(
    drafts: list[MatterPage], person: Person, name: str
) -> None:
    values = {"title": "收费调整", "reason": "新标准施行"}
    browser(person, name).post(address(drafts), values)
    assert not any(each.items.exists() for each in ChangeSet.objects.all())
