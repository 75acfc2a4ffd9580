"""The first page of the editors' desk: what waits for the person who looks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import F, Q
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import Page, TaskState, WorkflowState

from content.models import LintFinding
from portal.editing.change_sets.models import ChangeSet
from portal.editing.change_sets.views import visible_sets
from portal.editing.deadlines import Step, steps_of
from portal.editing.models import DepartmentTask, ReviewPlan
from portal.editing.plans import EARLY
from portal.editing.visibility import own_branches

# A list on the first page is a start, not an archive.
_SHOWN: Final = 10
_MOST_STEPS: Final = 200


class DeskPanel(Component):
    """What a person can decide, mend, finish or look through, with links."""

    name = "desk"
    order = 100
    template_name = "editing/home.html"

    def get_context_data(self, parent_context: Any = None) -> Mapping[str, Any]:
        user = parent_context["request"].user
        steps = waiting_steps(user)
        drafts, returned = own_drafts(user), returned_changes(user)
        errors = LintFinding.objects.filter(severity="E")
        return {
            "steps": steps[:_SHOWN],
            "steps_total": len(steps),
            "returned": returned[:_SHOWN],
            "drafts": drafts[:_SHOWN],
            "drafts_total": drafts.count(),
            "change_sets": open_sets(user)[:_SHOWN],
            "errors": errors.filter(own_branches(user, "page__path")).count(),
            "plans": due_plans(user)[:_SHOWN],
        }


def waiting_steps(user: Any) -> list[Step]:
    """Return the open steps that a person may take, the most urgent first."""
    states: list[TaskState] = []
    for task in DepartmentTask.objects.filter(active=True):
        mine = task.get_task_states_user_can_moderate(user)
        states += mine.select_related("revision__user")[:_MOST_STEPS]
    return steps_of(states)


def returned_changes(user: Any) -> Any:
    """Return the reviews that were sent back to a person, the newest first."""
    return (
        WorkflowState.objects.filter(
            requested_by=user, status=WorkflowState.STATUS_NEEDS_CHANGES
        )
        .select_related("current_task_state__finished_by")
        .prefetch_related("content_object")
        .order_by("-created_at", "-pk")
    )


def own_drafts(user: Any) -> Any:
    """Return pages whose newest draft a person wrote and nobody examines yet."""
    examined = WorkflowState.objects.active().values_list("object_id", flat=True)
    return (
        Page.objects.filter(has_unpublished_changes=True, latest_revision__user=user)
        .exclude(latest_revision=F("live_revision"))
        .exclude(pk__in=[int(pk) for pk in examined])
        .order_by("-latest_revision_created_at")
    )


def open_sets(user: Any) -> Any:
    """Return change sets that a person writes, and those that wait for a yes."""
    state = ChangeSet.State
    mine = Q(owner=user, state__in=[state.DRAFT, state.FAILED, state.APPROVED])
    return visible_sets(user).filter(
        mine | Q(state=state.REVIEW) | Q(state=state.SCHEDULED)
    )


def due_plans(user: Any) -> Any:
    """Return pages of one's branches that are due to be looked through."""
    soon = timezone.localdate() + EARLY
    return (
        ReviewPlan.objects.filter(review_on__lte=soon, page__live=True)
        .filter(own_branches(user, "page__path"))
        .select_related("page")
    )
