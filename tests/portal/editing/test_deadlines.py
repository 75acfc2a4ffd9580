"""Steps are due on working days; who lets them lie is told once."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
import time_machine
from django.core import mail
from wagtail.models import TaskState

from content.models import MatterPage
from portal.accounts.models import User
from portal.editing.deadlines import remind_of_overdue, steps_of
from portal.outbox import worker
from tests.portal.editing.test_review import step as step_taken

pytestmark = pytest.mark.django_db
Person = Callable[[str], User]

# A Thursday; two working days later is the next Monday.
THURSDAY = datetime.datetime(2026, 11, 26, 2, 0, tzinfo=datetime.UTC)


@pytest.fixture
def step(draft: MatterPage, person: Person) -> TaskState:
    """The legal review of the draft, begun on a Thursday."""
    reviewer = person("reviewer")
    reviewer.email = "legal@example.org"
    reviewer.save()
    state: TaskState = draft.current_workflow_task_state
    TaskState.objects.filter(pk=state.pk).update(started_at=THURSDAY)
    return TaskState.objects.get(pk=state.pk)


@pytest.mark.parametrize(("day", "overdue"), [(30, False), (31, True)])
def test_step_is_due_after_its_working_days(
    step: TaskState, day: int, overdue: bool
) -> None:
    moment = datetime.datetime(2026, 11, 26, 4, tzinfo=datetime.UTC)
    with time_machine.travel(moment + datetime.timedelta(days=day - 26), tick=False):
        (found,) = steps_of([step])
    assert found.due_on == datetime.date(2026, 11, 30)
    assert (found.overdue, found.department) == (overdue, "mzj")


def test_people_of_an_overdue_step_are_told_once(step: TaskState) -> None:
    with time_machine.travel(THURSDAY + datetime.timedelta(days=4), tick=False):
        assert remind_of_overdue() == 0
    with time_machine.travel(THURSDAY + datetime.timedelta(days=6), tick=False):
        assert remind_of_overdue() == 1
        assert remind_of_overdue() == 0
        worker.run_once()
    (sent,) = mail.outbox
    assert sent.to == ["legal@example.org"]
    assert "审核超期" in sent.subject
    assert "2026-11-30" in sent.body
    assert f"/admin/review/{step.revision.object_id}/" in sent.body


def test_people_are_told_when_it_is_their_turn(
    matter: MatterPage, person: Person
) -> None:
    for name in ("editor", "reviewer", "publisher", "other-publisher"):
        user = person(name)
        user.email = f"{name}@example.org"
        user.save()
    page = MatterPage.objects.get(pk=matter.pk)
    page.save_revision(user=person("editor"))
    page.get_workflow().start(page, person("editor"))
    worker.run_once()
    mine = [sent for sent in mail.outbox if "等您审核" in sent.subject]
    assert [sent.to for sent in mine] == [["reviewer@example.org"]]
    assert f"/admin/review/{page.pk}/" in mine[0].body
    step_taken(page, person("reviewer"))
    worker.run_once()
    mine = [sent for sent in mail.outbox if "等您审核" in sent.subject]
    assert mine[-1].to == ["publisher@example.org"]
