"""Who may let a change through: never somebody who wrote a part of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page, Revision

from content.models import DepartmentPage
from portal.accounts.models import User
from portal.editing.role_names import KEEPER

Person = User | AnonymousUser


def pending_authors(page: Page) -> set[int]:
    """Return who wrote revisions of a page since the one that is live."""
    revisions = Revision.page_revisions.filter(object_id=str(page.pk))
    if page.live_revision_id:
        revisions = revisions.filter(pk__gt=page.live_revision_id)
    authors = revisions.exclude(user=None).values_list("user_id", flat=True)
    return set(authors)


def may_let_through(user: Person, page: Page) -> bool:
    """Tell whether a person may approve or publish what waits on a page.

    Nobody may who has written any of it, administrators included.
    """
    return bool(user.is_active and user.pk) and user.pk not in pending_authors(page)


def department_of(page: Page) -> DepartmentPage | None:
    """Return the department in whose branch a page is.

    Halls and indexes are kept by the department that runs the halls.
    """
    own: DepartmentPage | None = DepartmentPage.objects.ancestor_of(
        page, inclusive=True
    ).last()
    keeper: DepartmentPage | None = (
        own or DepartmentPage.objects.filter(key=KEEPER).first()
    )
    return keeper


def department_key_of(page: Page) -> str:
    """Return the key of the department in whose branch a page is."""
    department = department_of(page)
    return str(department.key if department else KEEPER)


def departments_by_page(pages: Iterable[int]) -> dict[int, str]:
    """Return the keys of the departments in whose branches pages are (two queries)."""
    branches = sorted(
        DepartmentPage.objects.values_list("path", "key"),
        key=lambda each: -len(each[0]),
    )
    paths = Page.objects.filter(pk__in=pages).values_list("pk", "path")
    return {
        pk: next((key for branch, key in branches if path.startswith(branch)), KEEPER)
        for pk, path in paths
    }


def may_read_drafts(user: Person, page: Page) -> bool:
    """Tell whether a person works in a page's branch, in whatever role."""
    if not user.is_active or not user.pk:
        return False
    tester = page.permissions_for_user(user)
    return bool(user.is_superuser or tester.permissions)


def is_in_group(user: Any, name: str) -> bool:
    """Tell whether a person is a member of a group."""
    return bool(user.groups.filter(name=name).exists())
