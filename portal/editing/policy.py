"""Who may let a change through: never somebody who wrote a part of it."""

from __future__ import annotations

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


def department_key_of(page: Page) -> str:
    """Return the key of the department in whose branch a page is.

    Halls and indexes are kept by the department that runs the halls.
    """
    if isinstance(page, DepartmentPage):
        return str(page.key)
    found = (
        DepartmentPage.objects.ancestor_of(page).values_list("key", flat=True).first()
    )
    return str(found or KEEPER)


def is_in_group(user: Any, name: str) -> bool:
    """Tell whether a person is a member of a group."""
    return bool(user.groups.filter(name=name).exists())
