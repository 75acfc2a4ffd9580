"""Editors' admin: flat lists of matters, departments and halls, and what is left out."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.pages import PageListingViewSet

from content import record_hooks, roll_hooks
from content.lint import hooks as lint_hooks
from content.listing_columns import listing_columns
from content.listing_view import (
    CodedListingView,
    DepartmentFilterSet,
    ListingView,
    MatterListingView,
)
from content.models import DepartmentPage, HallPage, MatterPage

# Importing these registers their lists, snippets and reports.
del record_hooks, roll_hooks, lint_hooks

# Nothing in this portal is built from loose images or outside help pages.
_UNUSED_MENU_ITEMS: Final = frozenset({"help"})


class MatterFilterSet(DepartmentFilterSet):
    """Filters of the list of matters."""

    class Meta:
        model = MatterPage
        fields = ["kind", "matter_type", "state", "live"]


class MatterListing(PageListingViewSet):
    """All matters of all departments with their codes."""

    model = MatterPage
    name = "matters"
    icon = "doc-full"
    menu_label = _("事项")
    menu_order = 110
    add_to_admin_menu = True
    index_view_class = MatterListingView
    filterset_class = MatterFilterSet
    columns = listing_columns(
        _("部门"),
        Column("code", label=_("事项代码"), sort_key="code", width="14%"),
        Column("source_id", label=_("来源编号"), sort_key="source_id", width="8%"),
        Column("get_kind_display", label=_("信息完整度"), width="10%"),
    )


class DepartmentListing(PageListingViewSet):
    """All departments."""

    model = DepartmentPage
    name = "departments"
    icon = "group"
    menu_label = _("部门")
    menu_order = 120
    add_to_admin_menu = True
    index_view_class = ListingView
    columns = listing_columns(
        _("上级"),
        Column("key", label=_("部门标识"), sort_key="key", width="12%"),
        Column("tel", label=_("电话"), width="14%"),
    )


class HallListing(PageListingViewSet):
    """All halls."""

    model = HallPage
    name = "halls"
    icon = "home"
    menu_label = _("办事大厅")
    menu_order = 130
    add_to_admin_menu = True
    index_view_class = CodedListingView
    columns = listing_columns(
        _("上级"),
        Column("code", label=_("大厅编号"), sort_key="code", width="12%"),
        Column("kind", label=_("类型"), sort_key="kind", width="14%"),
    )


@hooks.register("register_admin_viewset")
def register_listings() -> list[ViewSet]:
    """Add the three lists to the admin's menu."""
    return [MatterListing(), DepartmentListing(), HallListing()]


@hooks.register("construct_main_menu")
def hide_unused_menu_items(_request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Take away menu items that lead out of this portal."""
    menu_items[:] = [item for item in menu_items if item.name not in _UNUSED_MENU_ITEMS]
