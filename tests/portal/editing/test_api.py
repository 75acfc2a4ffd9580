"""Editors' tools through the API: live pages for all, drafts and changes by role."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from wagtail.models import APIToken, WorkflowState

from content.models import MatterPage
from portal.accounts.models import User
from tests.portal.editing.test_review import step

pytestmark = pytest.mark.django_db

Call = Callable[..., HttpResponse]
_CHANGED = "改过的摘要"


@pytest.fixture
def call(person: Callable[[str], User]) -> Call:
    """Return a function that asks the API as somebody."""

    def ask(who: str, method: str, path: str, data: Any = None) -> HttpResponse:
        headers = {}
        if who != "anonymous":
            _token, plain = APIToken.create_token(user=person(who), name="test")
            headers["Authorization"] = f"Bearer {plain}"
        return Client().generic(
            method,
            f"/api/v3/{path}",
            json.dumps(data if data is not None else {}) if method != "GET" else "",
            content_type="application/json",
            headers=headers,
        )

    return ask


def test_anybody_reads_live_pages_and_no_drafts(draft: MatterPage, call: Call) -> None:
    path = f"pages/{draft.pk}/"
    assert call("anonymous", "GET", path).json()["title"] == draft.title
    draft.title = "尚未公布的新名称"
    draft.save_revision()
    assert (
        "尚未公布"
        not in call("anonymous", "GET", f"{path}?version=draft").content.decode()
    )
    listed = call("anonymous", "GET", "pages/")
    assert listed.status_code == HTTPStatus.OK
    assert "尚未公布" not in listed.content.decode()


def test_session_is_no_way_into_the_api(
    draft: MatterPage, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("administrator")
    answer = client.post(f"/api/v3/pages/{draft.pk}/actions/publish/")
    assert answer.status_code == HTTPStatus.UNAUTHORIZED


@pytest.mark.parametrize("who", ["editor", "administrator"])
def test_draft_is_read_by_who_may_work_on_it(
    draft: MatterPage, call: Call, who: str
) -> None:
    draft.title = "尚未公布的新名称"
    draft.save_revision()
    answer = call(who, "GET", f"pages/{draft.pk}/?version=draft")
    assert answer.json()["title"] == "尚未公布的新名称"


@pytest.mark.parametrize(
    "who", ["citizen", "other-editor", "other-publisher", "keeper"]
)
@pytest.mark.parametrize("path", ["?version=draft", "revisions/"])
def test_draft_is_hidden_from_others(
    draft: MatterPage, call: Call, who: str, path: str
) -> None:
    answer = call(who, "GET", f"pages/{draft.pk}/{path}")
    assert answer.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN)


@pytest.mark.parametrize(
    "who",
    ["anonymous", "citizen", "editor", "reviewer", "publisher", "other-publisher",
     "keeper", "administrator"],
)  # fmt: skip
def test_nobody_publishes_through_the_api_what_was_not_reviewed(
    draft: MatterPage, call: Call, who: str
) -> None:
    answer = call(who, "POST", f"pages/{draft.pk}/actions/publish/")
    assert answer.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
    draft.refresh_from_db()
    assert draft.summary != _CHANGED


@pytest.mark.parametrize("who", ["publisher", "administrator"])
def test_own_change_is_refused_with_its_reason(
    matter: MatterPage, call: Call, person: Callable[[str], User], who: str
) -> None:
    matter.save_revision(user=person(who))
    answer = call(who, "POST", f"pages/{matter.pk}/actions/publish/")
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "自己参与的修改" in answer.json()["detail"]


def _approve_without_publishing(
    page: MatterPage, person: Callable[[str], User]
) -> None:
    """Bring a draft behind its last approval with its publication still to come."""
    step(page, person("reviewer"))
    state = MatterPage.objects.get(pk=page.pk).current_workflow_state
    state.current_task_state.status = "approved"
    state.current_task_state.save()
    WorkflowState.objects.filter(pk=state.pk).update(status="approved")


def test_reviewed_change_is_published_by_another(
    draft: MatterPage, call: Call, person: Callable[[str], User]
) -> None:
    _approve_without_publishing(draft, person)
    path = f"pages/{draft.pk}/actions/publish/"
    assert call("editor", "POST", path).status_code == HTTPStatus.FORBIDDEN
    assert call("publisher", "POST", path).status_code == HTTPStatus.OK
    draft.refresh_from_db()
    assert draft.summary == _CHANGED


def test_faulty_change_is_answered_with_its_findings(
    matter: MatterPage, call: Call, person: Callable[[str], User]
) -> None:
    editor = person("editor")
    matter.promise_days = (matter.statutory_days or 0) + 10
    matter.save_revision(user=editor)
    matter.get_workflow().start(matter, editor)
    _approve_without_publishing(matter, person)
    answer = call("publisher", "POST", f"pages/{matter.pk}/actions/publish/")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    errors = answer.json()["errors"]
    assert {"rule", "field", "message", "fix"} <= errors[0].keys()
    matter.refresh_from_db()
    assert matter.promise_days != (matter.statutory_days or 0) + 10


@pytest.mark.parametrize("who", ["editor", "administrator"])
def test_saving_and_publishing_in_one_is_refused(
    matter: MatterPage, call: Call, who: str
) -> None:
    body = {
        "title": "改名",
        "meta": {"type": "content.MatterPage", "action": "publish"},
    }
    answer = call(who, "PATCH", f"pages/{matter.pk}/", body)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    matter.refresh_from_db()
    assert (matter.title != "改名", matter.draft_title != "改名") == (True, True)


def test_what_is_under_review_is_not_changed(draft: MatterPage, call: Call) -> None:
    body = {"title": "改名", "meta": {"type": "content.MatterPage"}}
    answer = call("editor", "PATCH", f"pages/{draft.pk}/", body)
    assert answer.status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("who", ["editor", "publisher", "administrator"])
@pytest.mark.parametrize("action", ["copy", "create_alias"])
def test_live_copies_are_refused(
    matter: MatterPage, call: Call, who: str, action: str
) -> None:
    answer = call(who, "POST", f"pages/{matter.pk}/actions/{action}/")
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert MatterPage.objects.count() == 1


@pytest.mark.parametrize("who", ["editor", "other-publisher", "citizen"])
def test_withdrawing_and_moving_are_for_the_publisher_and_nobody_of_others(
    matter: MatterPage, call: Call, who: str
) -> None:
    target = matter.get_parent().get_next_sibling() or matter.get_parent()
    path = f"pages/{matter.pk}/actions"
    assert call(who, "POST", f"{path}/unpublish/").status_code == HTTPStatus.FORBIDDEN
    moved = call(
        who, "POST", f"{path}/move/",
        {"destination_id": target.pk, "position": "last-child"},
    )  # fmt: skip
    assert moved.status_code == HTTPStatus.FORBIDDEN
    matter.refresh_from_db()
    assert matter.live


def test_publisher_withdraws(matter: MatterPage, call: Call) -> None:
    answer = call("publisher", "POST", f"pages/{matter.pk}/actions/unpublish/")
    assert answer.status_code == HTTPStatus.OK
    matter.refresh_from_db()
    assert not matter.live
