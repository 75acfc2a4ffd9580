from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Collection

from portal.accounts.editors import editors_group
from portal.accounts.models import User
from tests.factories import content


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
