from __future__ import annotations

from content.models.department_page import DepartmentPage
from content.models.keyed_page import KeyedPage


class DepartmentChildPage(KeyedPage):
    """A record that belongs to a department: its parent page, never a field."""

    parent_page_types = [DepartmentPage]
    subpage_types: list[str] = []

    class Meta:
        abstract = True

    @property
    def department(self) -> DepartmentPage:
        """The department: the parent page in the tree."""
        if not isinstance(self.known_parent, DepartmentPage):
            path = self.path[: -self.steplen]
            self.known_parent = DepartmentPage.objects.get(path=path)
        department: DepartmentPage = self.known_parent
        return department
