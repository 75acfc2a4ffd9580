from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.editing.change_sets.wagtail_hooks import EditorsMenuItem


@hooks.register("register_admin_urls")
def register_exchange_urls() -> list[URLPattern | URLResolver]:
    """Add import and export to the admin."""
    return [path("exchange/", include("portal.editing.exchange.urls"))]


@hooks.register("register_admin_menu_item")
def register_exchange_menu_item() -> MenuItem:
    """Add import and export to the admin's menu."""
    return EditorsMenuItem(
        _("导入与导出"),
        reverse("exchange:index"),
        name="exchange",
        icon_name="download",
        order=107,
    )
