from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group

from content.models import MatterPage
from portal.accounts.models import User
from portal.editing.change_sets import services
from portal.editing.change_sets.models import ChangeSet
from portal.editing.role_names import DepartmentRole, group_name
from portal.editing.roles import ensure_roles
from portal.publishing.building import build_release
from portal.publishing.services import publish_pages
from tests.factories import content

CODES = ("elder-allowance", "temp-relief", "dibao")
Person = Callable[[str], User]


@pytest.fixture
def person(db: None) -> Person:
    """Return an editor, a reviewer or a publisher of the civil affairs department."""

    def make(name: str) -> User:
        user, created = User.objects.get_or_create(username=name)
        if created and name in DepartmentRole.values:
            group = group_name("mzj", DepartmentRole(name))
            user.groups.add(Group.objects.get(name=group))
        return user

    return make


@pytest.fixture
def guides(db: None) -> list[MatterPage]:
    """Three live guides of one department in a built release."""
    pages = []
    for code in CODES:
        page = content.guide_matter(code)
        page.save_revision().publish()
        pages.append(MatterPage.objects.get(pk=page.pk))
    publish_pages([content.home(), content.department("mzj")])
    ensure_roles()
    build_release(workers=1)
    return pages


@pytest.fixture
def change_set(guides: list[MatterPage], person: Person) -> ChangeSet:
    """A change set of new summaries of the three guides."""
    editor = person("editor")
    for page in guides:
        page.summary = f"{page.title}的新摘要"
        page.save_revision(user=editor)
    made = services.create(editor, title="摘要统一", reason="统一口径")
    fresh = [MatterPage.objects.get(pk=page.pk) for page in guides]
    services.add_pages(made.pk, fresh, editor)
    return made
