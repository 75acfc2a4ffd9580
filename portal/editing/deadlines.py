"""By when a step of a review is to be taken, and who is told when it was not."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState

from portal.accounts.models import User
from portal.editing.models import DepartmentTask, StepReminder
from portal.editing.policy import departments_by_page, pending_authors
from portal.editing.role_names import DepartmentRole, group_name
from portal.outbox.mails import send_later
from portal.workdays.calendar import Calendar
from portal.workdays.selectors import NATION, calendar_for


@dataclass(frozen=True, slots=True)
class Step:
    """An open step of a review.

    Attributes:
        state: The step itself.
        page: The page that waits.
        department: Key of the department in whose branch the page is.
        duty: Whose step it is.
        due_on: The last day on which it is in time.
        overdue: Whether that day is over.
    """

    state: TaskState
    page: Page
    department: str
    duty: DepartmentRole
    due_on: datetime.date
    overdue: bool


def due_on(state: TaskState, days: int, calendar: Calendar) -> datetime.date:
    """Return the last working day for a step that may take `days` working days."""
    return calendar.add_workdays(timezone.localtime(state.started_at).date(), days)


def steps_of(states: Iterable[TaskState]) -> list[Step]:
    """Return open steps, the most urgent first, with few queries for all of them."""
    found = list(states)
    calendar = calendar_for(NATION)
    pages = Page.objects.in_bulk({int(each.revision.object_id) for each in found})
    tasks = DepartmentTask.objects.in_bulk({each.task_id for each in found})
    departments = departments_by_page(pages)
    today = timezone.localdate()
    steps = []
    for state in found:
        page, task = pages.get(int(state.revision.object_id)), tasks.get(state.task_id)
        if page is None or task is None:
            continue
        due = due_on(state, task.days, calendar)
        duty = DepartmentRole(task.duty)
        key = departments[page.pk]
        steps.append(Step(state, page, key, duty, due, today > due))
    return sorted(steps, key=lambda step: (step.due_on, step.state.pk))


def tell_of_new_step(state: TaskState) -> None:
    """Tell the people whose turn it is, except who wrote the change."""
    (step,) = steps_of([state]) or (None,)
    if step is None:
        return
    told = {
        "title": step.page.draft_title,
        "duty": step.duty.label,
        "due": step.due_on.isoformat(),
        "address": f"{settings.PORTAL_BASE_URL}/admin/review/{step.page.pk}/",
    }
    text = _("“%(title)s”的修改已提交,等您%(duty)s,请在 %(due)s 前办理:\n%(address)s")
    send_later(
        f"new-step-{state.pk}",
        _addresses(step, pending_authors(step.page)),
        _("等您审核:%(title)s") % told,
        text % told,
    )


def _addresses(step: Step, left_out: Iterable[int] = ()) -> list[str]:
    """Return the mail addresses of the people of a step."""
    people = User.objects.filter(
        is_active=True, groups__name=group_name(step.department, step.duty)
    ).exclude(pk__in=list(left_out))
    return list(people.values_list("email", flat=True))


def remind_of_overdue() -> int:
    """Tell the people of each overdue step, once; return of how many steps."""
    waiting = (
        TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, reminder=None)
        .filter(task__in=DepartmentTask.objects.all())
        .select_related("revision")
    )
    overdue = [step for step in steps_of(waiting) if step.overdue]
    for step in overdue:
        with transaction.atomic():
            StepReminder.objects.get_or_create(task_state=step.state)
            send_later(
                f"step-{step.state.pk}",
                _addresses(step),
                _("审核超期:%(title)s") % {"title": step.page.draft_title},
                _(
                    "“%(title)s”的%(duty)s应在 %(due)s 前办理,现已超期。\n"
                    "请登录编辑后台办理:%(address)s"
                )
                % {
                    "title": step.page.draft_title,
                    "duty": step.duty.label,
                    "due": step.due_on.isoformat(),
                    "address": f"{settings.PORTAL_BASE_URL}/admin/review/{step.page.pk}/",
                },
            )
    return len(overdue)
