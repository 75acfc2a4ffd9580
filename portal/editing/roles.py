"""Give each department its groups, rights on its own branch, and the workflow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from content.models import DepartmentPage, HallIndexPage, HomePage
from portal.editing.models import DepartmentTask
from portal.editing.role_names import KEEPER, DepartmentRole, group_name

WORKFLOW: Final = "部门发布流程"
_PAGE_RIGHTS: Final = {
    DepartmentRole.EDITOR: ("add_page", "change_page"),
    # A right that shows the branch without letting one write in it.
    DepartmentRole.REVIEWER: ("lock_page",),
    DepartmentRole.PUBLISHER: ("lock_page", "unlock_page", "publish_page"),
}
_SNIPPETS_SEEN: Final = ("standardmaterial", "legaltext", "certificatetype")
_SNIPPETS_EDITED: Final = ("guidefile",)
_TAUGHT: Final = ("searchword", "pinnedguide")


def ensure_roles(departments: Iterable[DepartmentPage] | None = None) -> int:
    """Make what is missing of groups, rights and the workflow; return new groups."""
    found = DepartmentPage.objects.all() if departments is None else departments
    made = 0
    with transaction.atomic():
        ensure_workflow()
        for department in found:
            for role in DepartmentRole:
                made += _ensure_group(department, role)
    return made


def ensure_workflow() -> Workflow | None:
    """Return the workflow of the whole site: legal review, then publishing."""
    home = HomePage.objects.first()
    if home is None:
        return None
    workflow, created = Workflow.objects.get_or_create(name=WORKFLOW)
    if created:
        steps = (
            ("法制审核", DepartmentRole.REVIEWER, 2),
            ("发布", DepartmentRole.PUBLISHER, 1),
        )
        for order, (name, duty, days) in enumerate(steps):
            task = DepartmentTask.objects.create(name=name, duty=duty, days=days)
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})
    return workflow


def _ensure_group(department: DepartmentPage, role: DepartmentRole) -> int:
    group, created = Group.objects.get_or_create(name=group_name(department.key, role))
    if not created:
        return 0
    admin = Permission.objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    names = [f"view_{name}" for name in _SNIPPETS_SEEN]
    if role is DepartmentRole.EDITOR:
        names += [f"{verb}_{n}" for n in _SNIPPETS_EDITED for verb in ("add", "change")]
    records = Permission.objects.filter(
        content_type__app_label="content", codename__in=names
    )
    rights = admin | records
    if department.key == KEEPER and role is not DepartmentRole.REVIEWER:
        # Who runs the halls hears what people ask for.
        rights |= Permission.objects.filter(
            content_type__app_label="finding",
            content_type__model__in=_TAUGHT,
        ) | Permission.objects.filter(
            content_type__app_label="feedback", codename="change_errorreport"
        )
    group.permissions.set(rights)
    branches: list[Page] = [department]
    if department.key == KEEPER:
        branches += list(HallIndexPage.objects.all())
    for branch in branches:
        _give(group, branch, _PAGE_RIGHTS[role])
    return 1


def _give(group: Group, page: Page, codenames: Iterable[str]) -> None:
    rights = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=list(codenames)
    )
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=page, permission=right)
        for right in rights
    )
