"""What a person may do with a page: publishing goes through review, always."""

from __future__ import annotations

from wagtail.models import PagePermissionTester, WorkflowState

from portal.editing.policy import may_let_through


class ReviewedPagePermissionTester(PagePermissionTester):
    """Wagtail's rights, but only what the workflow has let through is published.

    The admin's buttons, its bulk action, the API and the workflow's own last step all
    ask here. Withdrawing stays with who has the right to publish.
    """

    def can_publish(self) -> bool:
        """Tell whether the page's latest revision, as it stands, may go live."""
        return (
            self.can_unschedule()
            and self._has_passed_review()
            and may_let_through(self.user, self.page)
        )

    def can_publish_subpage(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        """Tell whether an approved date can be taken back: as with withdrawing."""
        active = bool(self.user.is_active) and not self.page_is_root
        return active and (self.user.is_superuser or "publish" in self.permissions)

    def _has_passed_review(self) -> bool:
        page = self.page
        if page.latest_revision_id in (None, page.live_revision_id):
            return False
        state = (
            WorkflowState.objects.for_instance(page)
            .order_by("-created_at", "-pk")
            .select_related("current_task_state")
            .first()
        )
        return (
            state is not None
            and state.status == WorkflowState.STATUS_APPROVED
            and state.current_task_state is not None
            and state.current_task_state.revision_id == page.latest_revision_id
            # A date that was approved is kept; nobody publishes earlier or later.
            and page.latest_revision.approved_go_live_at is None
        )
