"""The three roles of a department's editing desk and their groups' names."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# The department that runs the halls keeps the pages outside the departments, too.
KEEPER = "zfj"


class DepartmentRole(TextChoices):
    """编辑岗位: who writes, who examines, who publishes."""

    EDITOR = "editor", _("编辑")
    REVIEWER = "reviewer", _("法制审核")
    PUBLISHER = "publisher", _("发布")


def group_name(department: str, role: DepartmentRole) -> str:
    """Return the name of a department's group: dept:mzj:editor."""
    return f"dept:{department}:{role.value}"
