"""Editors see the form, the notification and the guide that their edits would make."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from content.models import MatterPage
from portal.accounts.models import User
from tests.content.admin.forms import post_data
from tests.factories import content

pytestmark = pytest.mark.django_db


@pytest.fixture
def food(client: Client) -> MatterPage:
    user = User.objects.create_user("chief", password="tea-and-plum-blossom-7")
    user.is_superuser = True
    user.save()
    client.force_login(user)
    page = content.guide_matter("food")
    page.save_revision()
    return page


def preview(client: Client, page: MatterPage, mode: str, **changes: str) -> str:
    """Send the form's data as the preview panel does; return what it shows."""
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    data = post_data(page, User.objects.get(), **changes)
    told = client.post(address, dict(data.lists())).json()
    assert told["is_valid"], told
    return client.get(f"{address}?mode={mode}").content.decode()


def test_form_is_shown_with_its_unsaved_field(client: Client, food: MatterPage) -> None:
    body = preview(client, food, "form", **{"form_fields-0-label": "改过的字段名称"})
    assert "改过的字段名称" in body
    for text in ("必传", "自动取得", 'type="radio"'):
        assert text in body
    for row in food.questions.all():
        assert row.text in body


def test_notification_is_shown_with_its_unsaved_material(
    client: Client, food: MatterPage
) -> None:
    body = preview(client, food, "notice", **{"materials-0-name": "改过的材料名称"})
    assert "一次性告知" in body
    assert "改过的材料名称" in body


def test_modes_are_offered_for_full_guides_only(food: MatterPage) -> None:
    assert [name for name, _ in food.preview_modes] == ["", "notice", "form"]
    assert [name for name, _ in content.catalogue_matter().preview_modes] == [""]
