from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditingConfig(AppConfig):
    """The editors' desk: roles, review, change sets, reports."""

    name = "portal.editing"
    verbose_name = _("编辑工作台")

    def ready(self) -> None:
        from wagtail.signals import page_published, task_submitted

        from content.models import DepartmentPage
        from content.seams import register_page_permissions
        from portal.editing import chores, deadlines
        from portal.editing.models import DepartmentTask
        from portal.editing.permissions import ReviewedPagePermissionTester
        from portal.editing.roles import ensure_roles

        def on_published(*, instance: Any, **_kwargs: Any) -> None:
            """Give a new department its groups."""
            if isinstance(instance, DepartmentPage):
                ensure_roles([instance])

        def on_submitted(*, instance: Any, **_kwargs: Any) -> None:
            """Tell the people of a step that it is their turn."""
            if isinstance(instance.task.specific, DepartmentTask):
                deadlines.tell_of_new_step(instance)

        del chores
        task_submitted.connect(on_submitted, weak=False, dispatch_uid="editing-steps")
        register_page_permissions(ReviewedPagePermissionTester)
        page_published.connect(on_published, weak=False, dispatch_uid="editing")
