from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from content.models import (
    DepartmentPage,
    GuideFile,
    HallPage,
    Region,
    SiteSettings,
)
from content.payloads import department_payload, hall_payload
from portal.accounts.models import User
from tests.content.admin.forms import post_data
from tests.factories import content

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(editor: User) -> User:
    """An editor who keeps the records beside the pages too."""
    editor.user_permissions.set(
        Permission.objects.filter(content_type__app_label="content")
    )
    return editor


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_department_form_is_published_as_shown(client: Client, editor: User) -> None:
    page = content.department("mzj")
    before = department_payload(page)
    changes = {"action-publish": "1", "address": "云溪区新路1号"}
    data = dict(post_data(page, editor, **changes).lists())
    assert client.post(edit_url(page), data).status_code == 302
    stored = DepartmentPage.objects.get(pk=page.pk)
    assert department_payload(stored) == before | {"address": "云溪区新路1号"}


def test_department_with_equal_telephones_is_not_published(
    client: Client, editor: User
) -> None:
    page = content.department("mzj")
    changes = {"action-publish": "1", "supervise_tel": page.tel}
    data = dict(post_data(page, editor, **changes).lists())
    response = client.post(edit_url(page), data)
    assert response.status_code == 200
    assert "咨询电话与监督电话不得相同" in response.content.decode()


def test_hall_form_is_published_as_shown(client: Client, editor: User) -> None:
    page = content.hall("H-QU")
    before = hall_payload(page)
    changes = {"action-publish": "1", "facilities": "饮水\n母婴室"}
    data = dict(post_data(page, editor, **changes).lists())
    assert client.post(edit_url(page), data).status_code == 302
    stored = HallPage.objects.get(pk=page.pk)
    assert hall_payload(stored) == before | {"facilities": ["饮水", "母婴室"]}


def test_region_is_added_in_the_admin(client: Client, keeper: User) -> None:
    parent = content.region()
    url = reverse("wagtailsnippets_content_region:add")
    data = {
        "code": "990101001",
        "name": "云溪街道",
        "short_name": "云溪",
        "level": "5",
        "parent": parent.pk,
        "statutory": "on",
    }
    assert client.post(url, data | {"code": "880101001"}).status_code == 200
    assert client.post(url, data).status_code == 302
    assert Region.objects.get(code="990101001").parent == parent


def test_guide_file_is_uploaded_in_the_admin(
    client: Client, keeper: User, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    url = reverse("wagtailsnippets_content_guidefile:add")
    upload = SimpleUploadedFile("form.html", b"<p>form</p>")
    data = {"path": "files/food/form.html", "title": "表", "file": upload}
    assert client.post(url, data).status_code == 302
    assert GuideFile.objects.get().size_bytes == 11


def test_site_settings_are_edited_in_the_admin(client: Client, keeper: User) -> None:
    site = Site.objects.get(is_default_site=True)
    url = reverse("wagtailsettings:edit", args=["content", "sitesettings", site.pk])
    data = {"name": "云溪政务", "hotline": "12345", "site_id_code": "9901010001"}
    assert client.post(url, data | {"hotline": "热线"}).status_code == 200
    assert client.post(url, data).status_code == 302
    assert SiteSettings.objects.get(site=site).name == "云溪政务"


def test_basic_matter_form_opens(client: Client, keeper: User) -> None:
    url = reverse("wagtailsnippets_content_basicmatter:add")
    assert client.get(url).status_code == 200
