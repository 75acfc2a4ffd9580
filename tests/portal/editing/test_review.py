"""A change goes from the editor through legal review to publishing, never alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import Page, Workflow

from content.models import MatterPage
from portal.accounts.models import User
from portal.editing.policy import department_key_of, may_let_through, pending_authors
from portal.editing.roles import ensure_roles
from portal.publishing.models import MatterVersion
from tests.factories import content

pytestmark = pytest.mark.django_db

Person = Callable[[str], User]


def step(page: Page, user: User, action: str = "approve", **kwargs: str) -> None:
    """Take the open step of a page's workflow."""
    state = MatterPage.objects.get(pk=page.pk).current_workflow_task_state
    state.task.specific.on_action(state.specific, user, action, **kwargs)


def test_reviewed_change_is_published_with_its_version(
    draft: MatterPage, person: Person
) -> None:
    step(draft, person("reviewer"))
    assert MatterPage.objects.get(pk=draft.pk).summary != "改过的摘要"
    step(draft, person("publisher"))

    page = MatterPage.objects.get(pk=draft.pk)
    assert (page.live, page.summary) == (True, "改过的摘要")
    version = MatterVersion.objects.get(code=page.code, effective_to=None)
    assert version.payload["guide"]["summary"] == "改过的摘要"


def test_returned_change_comes_back_with_its_comment(
    draft: MatterPage, person: Person
) -> None:
    step(draft, person("reviewer"), "reject", comment="依据要写条款号")
    state = MatterPage.objects.get(pk=draft.pk).current_workflow_state
    assert state.status == "needs_changes"
    assert state.current_task_state.comment == "依据要写条款号"


@pytest.mark.parametrize("role", ["editor", "publisher", "other-publisher"])
def test_legal_review_is_refused_to_others(
    draft: MatterPage, person: Person, role: str
) -> None:
    with pytest.raises(PermissionDenied):
        step(draft, person(role))


@pytest.mark.parametrize("role", ["reviewer", "administrator"])
def test_nobody_reviews_what_one_wrote_a_part_of(
    draft: MatterPage, person: Person, role: str
) -> None:
    author = person(role)
    page = Page.objects.get(pk=draft.pk).specific
    page.save_revision(user=author)
    state = page.current_workflow_task_state
    assert state.task.specific.get_actions(page, author) == []
    with pytest.raises(PermissionDenied, match="自己参与的修改"):
        step(draft, author)


def test_what_is_live_is_nobody_s_pending_work(
    matter: MatterPage, person: Person
) -> None:
    author = person("editor")
    assert pending_authors(matter) == set()
    matter.save_revision(user=author)
    assert pending_authors(matter) == {author.pk}
    assert not may_let_through(author, matter)
    assert may_let_through(person("reviewer"), matter)


def test_halls_are_kept_by_the_department_that_runs_them() -> None:
    assert department_key_of(content.hall()) == "zfj"


def test_roles_and_workflow_are_made_once(matter: MatterPage) -> None:
    assert ensure_roles() == 0
    workflow = Workflow.objects.get(name="部门发布流程")
    assert [task.name for task in workflow.tasks] == ["法制审核", "发布"]
    assert matter.get_workflow() == workflow
