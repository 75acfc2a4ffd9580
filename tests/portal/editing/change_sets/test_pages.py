"""Change sets in the editors' admin: seen and worked on by those who may."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from portal.editing.change_sets.models import ChangeSet
from tests.portal.editing.change_sets.conftest import Person

pytestmark = pytest.mark.django_db


def browser(person: Person, name: str) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def test_editor_takes_a_set_from_a_link_to_review(
    change_set: ChangeSet, person: Person
) -> None:
    client = browser(person, "editor")
    listed = client.get(reverse("change_sets:index")).content.decode()
    address = reverse("change_sets:show", args=[change_set.pk])
    assert address in listed
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("change_sets:index") in home

    shown = client.get(address).content.decode()
    assert "高龄" in shown
    client.post(address, {"action": "submit"})
    change_set.refresh_from_db()
    assert change_set.state == ChangeSet.State.REVIEW


def test_new_set_is_begun_in_the_admin(change_set: ChangeSet, person: Person) -> None:
    client = browser(person, "editor")
    values = {"title": "新的", "reason": "原因", "public_note": ""}
    response = client.post(reverse("change_sets:index"), values)
    made = ChangeSet.objects.get(title="新的")
    assert response.url == reverse("change_sets:show", args=[made.pk])  # type: ignore[attr-defined]


def test_preview_address_is_shown_once(change_set: ChangeSet, person: Person) -> None:
    client = browser(person, "editor")
    address = reverse("change_sets:show", args=[change_set.pk])
    first = client.post(address, {"action": "preview", "days": "3"}, follow=True)
    assert "/preview/" in first.content.decode()
    assert "/preview/" not in client.get(address).content.decode()


def test_refusal_is_told_and_nothing_is_lost(
    change_set: ChangeSet, person: Person
) -> None:
    client = browser(person, "editor")
    address = reverse("change_sets:show", args=[change_set.pk])
    told = client.post(address, {"action": "release"}, follow=True).content.decode()
    assert "编写中" in told
    change_set.refresh_from_db()
    assert change_set.state == ChangeSet.State.DRAFT


def test_stranger_sees_no_change_sets(change_set: ChangeSet, person: Person) -> None:
    address = reverse("change_sets:show", args=[change_set.pk])
    assert browser(person, "stranger").get(address).status_code in {302, 403, 404}
