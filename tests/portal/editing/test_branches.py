"""Another department's drafts are neither shown nor reached by their address."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page

from content.models import DepartmentPage, MatterPage
from portal.accounts.models import User
from portal.editing.visibility import choosable_pages
from tests.portal.editing.conftest import SignIn

pytestmark = pytest.mark.django_db

SECRET = "尚未公布的新名称"
STRANGERS = ("citizen", "other-editor", "other-publisher", "keeper")


@pytest.fixture
def secret(matter: MatterPage, person: Callable[[str], User]) -> MatterPage:
    """The guide of the civil affairs department with a draft that has a new title."""
    page = Page.objects.get(pk=matter.pk).specific
    page.title = SECRET
    page.save_revision(user=person("editor"))
    page.get_workflow().start(page, person("editor"))
    return MatterPage.objects.get(pk=matter.pk)


@pytest.fixture
def unborn(matter: MatterPage, person: Callable[[str], User]) -> MatterPage:
    """A guide of the civil affairs department that was never public."""
    page = MatterPage(title=SECRET, slug="unborn", live=False)
    page.checks_publishing = False
    DepartmentPage.objects.get(key="mzj").add_child(instance=page)
    page.save_revision(user=person("editor"))
    return page


def addresses_of(page: MatterPage) -> list[str]:
    """Return every address of the admin that shows or changes a page."""
    revision = page.latest_revision_id
    named = [
        reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
        for name in (
            "edit", "view_draft", "preview_on_edit", "history", "workflow_history",
            "usage", "delete", "unpublish", "copy", "move", "set_privacy",
            "confirm_workflow_cancellation", "convert_alias",
        )
    ]  # fmt: skip
    pairs = ("revisions_revert", "revisions_view", "revisions_unschedule")
    named += [
        reverse(f"wagtailadmin_pages:{name}", args=[page.pk, revision])
        for name in pairs
    ]
    name = "wagtailadmin_pages:revisions_compare"
    named += [
        reverse(name, args=[page.pk, "live", "latest"]),
        reverse(name, args=[page.pk, "earliest", revision]),
    ]
    named.append(reverse("editing_draft_links", args=[page.pk]))
    state = page.current_workflow_task_state
    if state is not None:
        steps = (
            ("workflow_action", [page.pk, "approve", state.pk]),
            ("workflow_preview", [page.pk, state.task_id]),
        )
        named += [reverse(f"wagtailadmin_pages:{n}", args=a) for n, a in steps]
    return named


LISTS = (
    "/admin/", "/admin/matters/", "/admin/powers/", "/admin/themes/",
    "/admin/departments/", "/admin/pages/", "/admin/pages/search/?q=尚未",
    "/admin/matters/?q=尚未", "/admin/choose-page/",
    "/admin/choose-page/?page_type=content.matterpage",
    "/admin/choose-page/search/?q=尚未", "/admin/reports/workflow/",
    "/admin/reports/workflow_tasks/", "/admin/reports/locked/",
    "/admin/reports/site-history/", "/admin/reports/aging-pages/",
    "/admin/reports/page-types-usage/", "/admin/reports/lint/",
    "/admin/api/main/pages/?fields=*", "/admin/change-sets/",
)  # fmt: skip


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_reach_no_address_of_a_draft(
    secret: MatterPage, signed_in: SignIn, who: str
) -> None:
    client = signed_in(who)
    for address in addresses_of(secret):
        response = client.get(address)
        # Of a workflow's end only a question is shown, without the page's name.
        if "confirm_cancellation" not in address:
            assert response.status_code != HTTPStatus.OK, address
        assert SECRET not in response.content.decode(), address


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_find_no_draft_in_any_list(
    secret: MatterPage, signed_in: SignIn, who: str, settings: Any
) -> None:
    # The tests' tables are made without the index of words.
    backend = "wagtail.search.backends.database.fallback"
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": backend}}
    client = signed_in(who)
    parent = secret.get_parent()
    children = (
        reverse("wagtailadmin_explore", args=[parent.pk]),
        reverse("wagtailadmin_choose_page_child", args=[parent.pk]),
        f"/admin/api/main/pages/{secret.pk}/",
    )
    for address in (*LISTS, *children):
        body = client.get(address).content.decode()
        assert SECRET not in body, address


def test_new_page_is_in_no_stranger_s_chooser(
    unborn: MatterPage, person: Callable[[str], User]
) -> None:
    every = Page.objects.all()
    assert unborn.pk not in choosable_pages(every, person("other-editor")).values_list(
        "pk", flat=True
    )
    assert unborn.pk in choosable_pages(every, person("editor")).values_list(
        "pk", flat=True
    )


def test_chooser_offers_what_everybody_can_read(
    matter: MatterPage, person: Callable[[str], User]
) -> None:
    found = choosable_pages(Page.objects.all(), person("other-editor"))
    assert matter.pk in found.values_list("pk", flat=True)


def test_own_editor_sees_the_draft_where_strangers_do_not(
    secret: MatterPage, signed_in: SignIn
) -> None:
    client = signed_in("editor")
    body = client.get("/admin/matters/").content.decode()
    assert SECRET in body
    compare = reverse(
        "wagtailadmin_pages:revisions_compare", args=[secret.pk, "live", "latest"]
    )
    assert client.get(compare).status_code == HTTPStatus.OK


def test_alias_is_refused_to_everybody(matter: MatterPage, signed_in: SignIn) -> None:
    url = reverse("wagtailadmin_pages:copy", args=[matter.pk])
    data = {
        "new_title": "别名",
        "new_slug": "alias",
        "new_parent_page": matter.get_parent().pk,
        "alias": "on",
    }
    signed_in("administrator").post(url, data)
    assert not MatterPage.objects.filter(slug="alias").exists()


@pytest.mark.parametrize("publish", [True, False])
def test_copy_is_never_public_at_once(
    matter: MatterPage, signed_in: SignIn, publish: bool
) -> None:
    url = reverse("wagtailadmin_pages:copy", args=[matter.pk])
    data = {
        "new_title": "副本",
        "new_slug": "a-copy",
        "new_parent_page": matter.get_parent().pk,
        **({"publish_copies": "on"} if publish else {}),
    }
    signed_in("administrator").post(url, data)
    made = MatterPage.objects.filter(slug="a-copy")
    assert [page.live for page in made] == ([] if publish else [False])


def test_report_of_types_is_for_administrators(
    matter: MatterPage, signed_in: SignIn
) -> None:
    address = reverse("wagtailadmin_reports:page_types_usage")
    assert signed_in("administrator").get(address).status_code == HTTPStatus.OK
    assert signed_in("editor").get(address).status_code != HTTPStatus.OK
    assert address not in signed_in("editor").get("/admin/").content.decode()


def test_chosen_pages_are_those_that_were_offered(
    unborn: MatterPage, matter: MatterPage, signed_in: SignIn
) -> None:
    address = reverse("wagtailadmin_choose_page_chosen_multiple")
    asked = f"{address}?id={unborn.pk}&id={matter.pk}&id=x"
    shown = signed_in("other-editor").get(asked).json()["result"]
    assert [page["id"] for page in shown] == [matter.pk]
    shown = signed_in("editor").get(asked).json()["result"]
    assert {page["id"] for page in shown} == {unborn.pk, matter.pk}
