"""Who may do what with a department's page, in legal review and at rest: two tables."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from content.models import MatterPage
from tests.portal.editing.conftest import SignIn

pytestmark = pytest.mark.django_db

PEOPLE = (
    "anonymous", "citizen", "editor", "reviewer", "publisher", "other-editor",
    "other-publisher", "keeper", "administrator",
)  # fmt: skip
EVERYBODY_OF_THE_BRANCH = {"editor", "reviewer", "publisher", "administrator"}


def opens(client: Client, name: str, *arguments: object, query: str = "") -> bool:
    """Tell whether a page of the admin opens for a person."""
    response = client.get(reverse(name, args=arguments) + query)
    return response.status_code == HTTPStatus.OK


def _sees_in_list(client: Client, page: MatterPage) -> bool:
    response = client.get("/admin/matters/")
    return response.status_code == HTTPStatus.OK and page.title in (
        response.content.decode()
    )


def _compares(client: Client, page: MatterPage) -> bool:
    name = "wagtailadmin_pages:revisions_compare"
    return opens(client, name, page.pk, "live", "latest")


def _locks(client: Client, page: MatterPage) -> bool:
    client.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
    page.refresh_from_db()
    return bool(page.locked)


def _unpublishes(client: Client, page: MatterPage) -> bool:
    client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    page.refresh_from_db()
    return not page.live


def _deletes(client: Client, page: MatterPage) -> bool:
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    return not MatterPage.objects.filter(pk=page.pk).exists()


def _publishes_in_bulk(client: Client, page: MatterPage) -> bool:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{url}?next=/admin/&id={page.pk}", {"next": "/admin/"})
    page.refresh_from_db()
    return page.summary == "改过的摘要"


def _publishes_at_once(client: Client, page: MatterPage) -> bool:
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client.post(edit, {"action-publish": "1", "title": page.title, "slug": page.slug})
    page.refresh_from_db()
    return page.summary == "改过的摘要"


def _approves(client: Client, page: MatterPage) -> bool:
    state = page.current_workflow_task_state
    url = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]
    )
    client.post(url, {"comment": ""})
    state.refresh_from_db()
    return state.status == "approved"


ACTIONS: dict[str, tuple[Callable[[Client, MatterPage], bool], set[str]]] = {
    "see it in the list": (_sees_in_list, EVERYBODY_OF_THE_BRANCH),
    "open its history": (
        lambda client, page: opens(client, "wagtailadmin_pages:history", page.pk),
        {"editor", "administrator"},
    ),
    "open its editor": (
        lambda client, page: opens(client, "wagtailadmin_pages:edit", page.pk),
        {"editor", "reviewer", "administrator"},
    ),
    "compare with what is live": (
        _compares,
        {"editor", "reviewer", "publisher", "administrator"},
    ),
    "share its draft": (
        lambda client, page: opens(client, "editing_draft_links", page.pk),
        {"editor", "reviewer", "administrator"},
    ),
    "lock it": (_locks, {"reviewer", "administrator"}),
    "withdraw it": (_unpublishes, set()),
    "delete it": (_deletes, {"administrator"}),
    "publish it in bulk": (_publishes_in_bulk, set()),
    "publish it at once": (_publishes_at_once, set()),
    "approve the legal review": (_approves, {"reviewer", "administrator"}),
}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("action", ACTIONS)
def test_role_may_do_only_what_the_table_says(
    signed_in: SignIn, draft: MatterPage, action: str, who: str
) -> None:
    act, allowed = ACTIONS[action]
    assert act(signed_in(who), draft) == (who in allowed)


AT_REST: dict[str, tuple[Callable[[Client, MatterPage], bool], set[str]]] = {
    "share its draft": (
        lambda client, page: opens(client, "editing_draft_links", page.pk),
        {"editor", "administrator"},
    ),
    "open its editor": (
        lambda client, page: opens(client, "wagtailadmin_pages:edit", page.pk),
        {"editor", "administrator"},
    ),
    "lock it": (_locks, {"reviewer", "publisher", "administrator"}),
    "withdraw it": (_unpublishes, {"publisher", "administrator"}),
    "delete it": (_deletes, {"administrator"}),
    "publish it at once": (_publishes_at_once, set()),
}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("action", AT_REST)
def test_role_may_do_only_what_the_table_says_of_a_page_at_rest(
    signed_in: SignIn, matter: MatterPage, action: str, who: str
) -> None:
    act, allowed = AT_REST[action]
    assert act(signed_in(who), matter) == (who in allowed)
