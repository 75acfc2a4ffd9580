"""The first page shows what waits for the person, with few queries however much."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from content.models import DepartmentPage, MatterPage
from portal.accounts.models import User
from portal.editing.models import ReviewPlan
from tests.factories import content
from tests.portal.editing.conftest import SignIn
from tests.portal.editing.test_review import step

pytestmark = pytest.mark.django_db
Person = Callable[[str], User]


def home(client: Client) -> str:
    return client.get("/admin/").content.decode()


def test_step_is_shown_to_whose_turn_it_is(
    draft: MatterPage, signed_in: SignIn
) -> None:
    link = f"/admin/review/{draft.pk}/"
    assert link in home(signed_in("reviewer"))
    for who in ("editor", "publisher", "other-publisher", "keeper"):
        assert link not in home(signed_in(who)), who


def test_returned_change_is_shown_with_its_comment(
    draft: MatterPage, signed_in: SignIn, person: Person
) -> None:
    step(draft, person("reviewer"), "reject", comment="依据要写条款号")
    assert "依据要写条款号" in home(signed_in("editor"))
    assert "依据要写条款号" not in home(signed_in("other-editor"))


def test_draft_is_shown_until_it_is_submitted(
    matter: MatterPage, signed_in: SignIn, person: Person
) -> None:
    client = signed_in("editor")
    page = Page.objects.get(pk=matter.pk).specific
    assert "我还没有提交的草稿" not in home(client)
    page.save_revision(user=person("editor"))
    assert "我还没有提交的草稿" in home(client)
    page.get_workflow().start(page, person("editor"))
    assert "我还没有提交的草稿" not in home(client)


def test_page_due_for_review_is_shown_in_its_branch(
    matter: MatterPage, signed_in: SignIn
) -> None:
    ReviewPlan.objects.create(
        page_id=matter.pk,
        review_on=timezone.localdate() + datetime.timedelta(days=3),
        contact_name="老王",
        contact_mail="wang@example.org",
    )
    assert "该复核的页面" in home(signed_in("editor"))
    assert "该复核的页面" not in home(signed_in("other-editor"))


def test_queries_do_not_grow_with_what_waits(
    draft: MatterPage, signed_in: SignIn, person: Person
) -> None:
    client, editor = signed_in("reviewer"), person("editor")
    home(client)
    with CaptureQueriesContext(connection) as one:
        home(client)
    parent = DepartmentPage.objects.get(key="mzj")
    for number in range(5):
        page = MatterPage(title=f"草稿{number}", slug=f"draft-{number}", live=False)
        page.checks_publishing = False
        parent.add_child(instance=page)
        page.save_revision(user=editor)
        page.get_workflow().start(page, editor)
    with CaptureQueriesContext(connection) as six:
        body = home(client)
    assert body.count('href="/admin/review/') == 6
    assert len(six) <= len(one)
    assert content.department("mzj").pk == parent.pk


def test_what_the_site_holds_is_told_in_chinese(
    matter: MatterPage, admin_client: Client
) -> None:
    told = home(admin_client)
    assert "0 张图片" in told
    assert "0 个文件" in told
