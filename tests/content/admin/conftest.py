from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from wagtail.models import Collection

from content.seams import page_permissions, register_page_permissions
from portal.accounts.editors import editors_group
from portal.accounts.models import User
from tests.factories import content


@pytest.fixture(autouse=True)
def publishing_on_the_spot() -> Iterator[None]:
    """Forms are tried out here; that publishing goes through review is tried out
    where the review is.
    """
    reviewed = page_permissions()
    register_page_permissions(None)
    yield
    register_page_permissions(reviewed)


@pytest.fixture
def editor(client: Client) -> User:
    """An editor, signed in with `client`."""
    content.home()
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    user = User.objects.create_user("editor", password="tea-and-plum-blossom-7")
    user.groups.add(editors_group())
    client.force_login(user)
    return user
