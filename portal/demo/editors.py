"""Editors of the demo: three people in each of three departments."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import Group

from content.models import DepartmentPage
from portal.accounts.models import PersonKind, User
from portal.accounts.services import DemoLogin, SharedPasswords
from portal.editing.role_names import DepartmentRole, group_name
from portal.editing.roles import ensure_roles

DEPARTMENTS: Final = ("mzj", "scj", "zfj")
# Officers have names like mzj-reviewer already.
_NAMES: Final = {
    DepartmentRole.EDITOR: "edit",
    DepartmentRole.REVIEWER: "legal",
    DepartmentRole.PUBLISHER: "publish",
}


def create_editors(password: str) -> list[DemoLogin]:
    """Make the groups of all departments and the editors of three; once."""
    ensure_roles()
    departments = {
        page.key: page for page in DepartmentPage.objects.filter(key__in=DEPARTMENTS)
    }
    shared = SharedPasswords()
    return [
        _editor(departments[key], role, password, shared)
        for key in DEPARTMENTS
        if key in departments
        for role in DepartmentRole
    ]


def _editor(
    department: DepartmentPage,
    role: DepartmentRole,
    password: str,
    shared: SharedPasswords,
) -> DemoLogin:
    username = f"{department.key}-{_NAMES[role]}"
    name = f"{department.short_name}{role.label}"
    user, _created = User.objects.get_or_create(
        username=username,
        defaults={"display_name": name, "kind": PersonKind.STAFF},
    )
    if shared.give(user, password):
        user.save(update_fields=["password"])
    user.groups.add(Group.objects.get(name=group_name(department.key, role)))
    return DemoLogin(
        username=username,
        password=password,
        name=name,
        role=str(role.label),
        department_key=department.key,
    )
