from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Collection, Page

from content.models import MatterPage
from portal.accounts.models import User
from portal.editing.role_names import DepartmentRole, group_name
from portal.editing.roles import ensure_roles
from tests.factories import content

SignIn = Callable[[str], Client]
ROLES = {
    "editor": ("mzj", DepartmentRole.EDITOR),
    "reviewer": ("mzj", DepartmentRole.REVIEWER),
    "publisher": ("mzj", DepartmentRole.PUBLISHER),
    "other-editor": ("scj", DepartmentRole.EDITOR),
    "other-publisher": ("scj", DepartmentRole.PUBLISHER),
    "keeper": ("zfj", DepartmentRole.EDITOR),
}


@pytest.fixture
def matter(db: None) -> MatterPage:
    """A live guide of the civil affairs department; two more departments are there."""
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    page = content.guide_matter("elder-allowance")
    page.save_revision().publish()
    content.department("scj")
    content.department("zfj")
    ensure_roles()
    return MatterPage.objects.get(pk=page.pk)


@pytest.fixture
def person(db: None) -> Callable[[str], User]:
    """Return a person by what she may do."""

    def make(role: str) -> User:
        user = User.objects.filter(username=role).first()
        if user is not None:
            return user
        user = User.objects.create_user(role, password="tea-and-plum-blossom-7")
        if role == "administrator":
            user.is_superuser = user.is_staff = True
            user.save()
        if role in ROLES:
            user.groups.add(Group.objects.get(name=group_name(*ROLES[role])))
        return user

    return make


@pytest.fixture
def signed_in(person: Callable[[str], User]) -> SignIn:
    """Return a browser in which a person has signed in."""

    def sign_in(role: str) -> Client:
        client = Client()
        if role != "anonymous":
            client.force_login(person(role))
        return client

    return sign_in


@pytest.fixture
def draft(matter: MatterPage, person: Callable[[str], User]) -> MatterPage:
    """The guide with a draft that the department's editor wrote and submitted."""
    editor = person("editor")
    page = Page.objects.get(pk=matter.pk).specific
    page.summary = "改过的摘要"
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    return MatterPage.objects.get(pk=matter.pk)
