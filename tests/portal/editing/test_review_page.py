"""Who examines a change sees what differs, and decides on one page."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.urls import reverse

from content.models import MatterPage
from portal.editing.versions import review_url
from tests.portal.editing.conftest import SignIn

pytestmark = pytest.mark.django_db


def now(page: MatterPage) -> MatterPage:
    return MatterPage.objects.get(pk=page.pk)


def decide(
    draft: MatterPage, signed_in: SignIn, who: str, action: str, comment: str = ""
) -> str:
    """Press a button of the review page and return what the answer says."""
    state = now(draft).current_workflow_task_state
    data = {"action": action, "comment": comment, "state": str(state.pk)}
    response = signed_in(who).post(review_url(draft.pk), data, follow=True)
    return response.content.decode()


def test_page_shows_change_and_findings_and_who_asked(
    draft: MatterPage, signed_in: SignIn
) -> None:
    body = signed_in("reviewer").get(review_url(draft.pk)).content.decode()
    for text in (
        "改过的摘要",
        "摘要",
        "法制审核",
        "同意",
        "退回修改",
        "规范检查",
        "前办理",
    ):
        assert text in body


def test_two_people_let_a_change_through(draft: MatterPage, signed_in: SignIn) -> None:
    assert "已同意" in decide(draft, signed_in, "reviewer", "approve", "依据已核对")
    body = signed_in("publisher").get(review_url(draft.pk)).content.decode()
    assert "依据已核对" in body
    decide(draft, signed_in, "publisher", "approve")
    assert now(draft).summary == "改过的摘要"


def test_return_needs_a_comment_and_tells_it(
    draft: MatterPage, signed_in: SignIn
) -> None:
    assert "写明要改什么" in decide(draft, signed_in, "reviewer", "reject")
    assert now(draft).current_workflow_state.status == "in_progress"
    decide(draft, signed_in, "reviewer", "reject", "依据要写条款号")
    state = now(draft).current_workflow_state
    assert state.status == "needs_changes"
    assert state.current_task_state.comment == "依据要写条款号"


def test_decision_on_what_changed_meanwhile_is_refused(
    draft: MatterPage, signed_in: SignIn
) -> None:
    data = {"action": "approve", "state": "0"}
    response = signed_in("reviewer").post(review_url(draft.pk), data)
    assert "内容已经变化" in response.content.decode()
    assert now(draft).current_workflow_state.status == "in_progress"


@pytest.mark.parametrize("who", ["editor", "publisher"])
def test_others_of_the_department_may_look_but_not_decide(
    draft: MatterPage, signed_in: SignIn, who: str
) -> None:
    body = signed_in(who).get(review_url(draft.pk)).content.decode()
    assert 'value="approve"' not in body
    decide(draft, signed_in, who, "approve")
    assert now(draft).current_workflow_task_state.task.name == "法制审核"


@pytest.mark.parametrize("who", ["other-editor", "other-publisher", "keeper"])
def test_others_reach_neither_review_nor_comparison(
    draft: MatterPage, signed_in: SignIn, who: str
) -> None:
    compare = reverse(
        "wagtailadmin_pages:revisions_compare", args=[draft.pk, "live", "latest"]
    )
    for address in (review_url(draft.pk), compare):
        response = signed_in(who).get(address)
        assert "改过的摘要" not in response.content.decode()
        assert response.status_code != HTTPStatus.OK


def test_anonymous_is_asked_to_sign_in(draft: MatterPage, signed_in: SignIn) -> None:
    response = signed_in("anonymous").get(review_url(draft.pk))
    assert response.status_code == HTTPStatus.FOUND
    assert "login" in response["Location"]


def test_comparison_is_in_words_of_the_form(
    draft: MatterPage, signed_in: SignIn
) -> None:
    compare = reverse(
        "wagtailadmin_pages:revisions_compare", args=[draft.pk, "live", "latest"]
    )
    body = signed_in("editor").get(compare).content.decode()
    assert "现行版本" in body
    assert "<ins>改过的摘要</ins>" in body
    assert body.count("<ins>") == 1


def test_editor_page_leads_the_reviewer_to_the_decision(
    draft: MatterPage, signed_in: SignIn
) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    body = signed_in("reviewer").get(edit).content.decode()
    assert review_url(draft.pk) in body
    assert "action-cancel-workflow" not in body
    assert review_url(draft.pk) not in signed_in("editor").get(edit).content.decode()
