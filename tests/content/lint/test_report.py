"""The report over all content: filtered, counted, for those who may work on it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission

from content.lint.database import DatabaseWorld
from content.lint.loading import linted_pages
from content.lint.pages import page_findings
from content.lint.store import refresh, refresh_all
from content.models import LintFinding, MatterPage
from portal.accounts.models import User
from tests.content.lint.matters import SLUG, faulty_matter
from tests.factories import content

pytestmark = pytest.mark.django_db


def show(client: Client, **filters: str) -> str:
    return client.get(reverse("lint_report"), filters).content.decode()


def test_report_shows_findings_with_page_and_counts(admin_client: Client) -> None:
    page = faulty_matter()
    totals = refresh_all()
    html = show(admin_client)
    assert totals["E"] == 1
    assert "错误1条" in html
    assert page.title in html
    assert "L201" in html
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ({"rule": "L201"}, True),
        ({"rule": "L306"}, False),
        ({"severity": "E"}, True),
        ({"severity": "H"}, False),
        ({"kind": "guide"}, True),
        ({"kind": "power"}, False),
        ({"department": "mzj"}, True),
        ({"department": "gaj"}, False),
    ],
)
def test_report_is_filtered(
    admin_client: Client, filters: dict[str, str], shown: bool
) -> None:
    faulty_matter()
    content.department("gaj")
    refresh_all()
    html = show(admin_client, **filters)
    assert ("超过法定时限" in html) is shown


def test_editor_sees_own_departments_findings_only(client: Client) -> None:
    mine, other = faulty_matter(), faulty_matter("food")
    group = Group.objects.create(name="民政编辑")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(
        group=group, page=mine.department, permission=change
    )
    user = User.objects.create_user("editor", password="tea-and-plum-blossom-7")
    user.groups.add(group)
    client.force_login(user)
    refresh_all()
    html = show(client)
    assert mine.title in html
    assert other.title not in html


def test_report_needs_an_account(client: Client) -> None:
    assert client.get(reverse("lint_report")).status_code == 302


def test_report_is_exported(admin_client: Client) -> None:
    faulty_matter()
    refresh_all()
    response: Any = admin_client.get(reverse("lint_report"), {"export": "csv"})
    assert b"L201" in b"".join(response.streaming_content)


def test_running_again_replaces_what_was_found() -> None:
    page = faulty_matter()
    refresh([page])
    assert LintFinding.objects.filter(rule="L201").count() == 1
    page.promise_days = 5
    refresh([page])
    assert not LintFinding.objects.filter(rule="L201").exists()


def test_publication_brings_the_report_up_to_date() -> None:
    page = content.guide_matter(SLUG, live=False)
    LintFinding.objects.all().delete()
    page.save_revision().publish()
    found = LintFinding.objects.get(rule="L306")
    assert (found.page_id, found.kind, found.department) == (page.pk, "guide", "mzj")
    assert str(found) == f"L306 {SLUG} materials[2].fill_notes"


def test_page_that_goes_takes_its_findings_along() -> None:
    page = faulty_matter()
    refresh([page])
    page.delete()
    assert not LintFinding.objects.exists()


def queries_for(pages: int) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        world = DatabaseWorld()
        read = [page_findings(page, world) for page in linted_pages()]
    assert len(read) >= pages
    return len(captured)


def test_queries_do_not_grow_with_matters() -> None:
    content.guide_matter("food")
    content.guide_matter(SLUG)
    few = queries_for(2)
    for slug in ("elder-card", "dibao", "marriage", "nurse", "drug-retail"):
        content.guide_matter(slug)
    # New departments bring their own row, nothing else.
    assert queries_for(7) == few


def test_every_matter_of_the_demo_is_sound_as_a_page() -> None:
    for slug in content.GUIDE_SLUGS:
        content.guide_matter(slug)
    world = DatabaseWorld()
    pages = [page for page in linted_pages() if isinstance(page, MatterPage)]
    assert len(pages) == 48
    found = [each for page in pages for each in page_findings(page, world)]
    assert {each.severity.value for each in found} == {"W", "H"}
