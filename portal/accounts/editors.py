"""Give editors their rights in Wagtail's admin."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

EDITORS: Final = "editors"
PAGE_RIGHTS: Final = ("add_page", "change_page", "publish_page")
EDITED_RECORDS: Final = ("region", "basicmatter", "guidefile", "sitesettings")
COLLECTION_RIGHTS: Final = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)


def editors_group() -> Group:
    """Return the group that edits and publishes the whole tree, made when missing."""
    group, created = Group.objects.get_or_create(name=EDITORS)
    if created:
        group.permissions.set(
            Permission.objects.filter(
                content_type__app_label="wagtailadmin", codename="access_admin"
            )
            | Permission.objects.filter(
                content_type__app_label="content",
                content_type__model__in=EDITED_RECORDS,
            )
        )
    _give_page_rights(group)
    _give_collection_rights(group)
    return group


def _give_page_rights(group: Group) -> None:
    root = Page.get_first_root_node()
    if root is None:
        return
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS
    ):
        GroupPagePermission.objects.get_or_create(
            group=group, page=root, permission=permission
        )


def _give_collection_rights(group: Group) -> None:
    root = Collection.get_first_root_node()
    if root is None:
        return
    for permission in Permission.objects.filter(codename__in=COLLECTION_RIGHTS):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )
