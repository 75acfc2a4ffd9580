from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.editing.change_sets.bulk import AddToChangeSet

hooks.register("register_bulk_action", AddToChangeSet)


class EditorsMenuItem(MenuItem):
    """A menu item for whoever keeps pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        rights = {"add", "change", "publish", "lock"}
        return bool(
            PagePermissionPolicy().user_has_any_permission(request.user, rights)
        )


@hooks.register("register_admin_urls")
def register_change_set_urls() -> list[URLPattern | URLResolver]:
    """Add the change sets to the admin."""
    return [path("change-sets/", include("portal.editing.change_sets.urls"))]


@hooks.register("register_admin_menu_item")
def register_change_set_menu_item() -> MenuItem:
    """Add the change sets to the admin's menu."""
    return EditorsMenuItem(
        _("变更单"),
        reverse("change_sets:index"),
        name="change-sets",
        icon_name="tasks",
        order=105,
    )
