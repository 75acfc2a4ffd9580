"""What a person may do with a page: publishing goes through review, always."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import (
    PublishPagePermissionError,
    PublishPageRevisionAction,
)
from wagtail.models import PagePermissionTester, WorkflowState

from portal.editing.policy import may_let_through


class ReviewedPagePermissionTester(PagePermissionTester):
    """Wagtail's rights, but only what the workflow has let through is published.

    The admin's buttons, its bulk action, the API and the workflow's own last step all
    ask here. Withdrawing stays with who has the right to publish.
    """

    def can_publish(self) -> bool:
        """Tell whether the page's latest revision, as it stands, may go live."""
        return not self.refusal_to_publish()

    def refusal_to_publish(self) -> str:
        """Say why the latest revision may not go live; empty if it may."""
        if not self.can_unschedule():
            return _("您没有发布这个页面的权限")
        if not may_let_through(self.user, self.page):
            return _("不能发布自己参与的修改,请由其他人办理")
        if not self._has_passed_review():
            return _("最新的修改没有通过审核流程,或者没有要发布的修改;请先提交审核")
        return ""

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


class ReviewedPublishAction(PublishPageRevisionAction):
    """Publishes what was let through, and says why it refuses the rest."""

    def check(self, skip_permission_checks: bool = False) -> None:
        """Let those pass who may publish.

        Raises:
            PublishPagePermissionError: with the reason, in Chinese.
        """
        if self.user is None or skip_permission_checks:
            return
        tester: Any = self.object.permissions_for_user(self.user)
        if not tester.can_publish():
            raise PublishPagePermissionError(tester.refusal_to_publish())
