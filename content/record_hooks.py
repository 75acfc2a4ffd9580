"""Editors' lists of powers, themes and the shared libraries."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from content.listing_columns import listing_columns
from content.listing_view import CodedListingView, DepartmentFilterSet
from content.models import (
    CertificateType,
    LegalText,
    PowerItemPage,
    StandardMaterial,
    ThemePage,
)


class PowerFilterSet(DepartmentFilterSet):
    """Filters of the list of powers."""

    class Meta:
        model = PowerItemPage
        fields = ["category", "state", "level", "on_application", "live"]


class PowerListing(PageListingViewSet):
    """The power and responsibility list of all departments that one may see."""

    model = PowerItemPage
    name = "powers"
    icon = "list-ul"
    menu_label = _("权责清单")
    menu_order = 112
    add_to_admin_menu = True
    index_view_class = CodedListingView
    filterset_class = PowerFilterSet
    columns = listing_columns(
        _("部门"),
        Column("code", label=_("职权编码"), sort_key="code", width="16%"),
        Column("get_category_display", label=_("类别"), sort_key="category"),
        Column("get_state_display", label=_("状态"), sort_key="state"),
    )


class ThemeFilterSet(DepartmentFilterSet):
    """Filters of the list of themes."""

    class Meta:
        model = ThemePage
        fields = ["side", "stage", "detail", "highlight", "town_level", "state", "live"]


class ThemeListing(PageListingViewSet):
    """All one-thing services."""

    model = ThemePage
    name = "themes"
    icon = "group"
    menu_label = _("一件事")
    menu_order = 114
    add_to_admin_menu = True
    index_view_class = CodedListingView
    filterset_class = ThemeFilterSet
    columns = listing_columns(
        _("牵头部门"),
        Column("code", label=_("编码"), sort_key="code", width="10%"),
        Column("get_side_display", label=_("对象"), sort_key="side"),
        Column("get_stage_display", label=_("阶段"), sort_key="stage"),
        Column("get_detail_display", label=_("完整程度"), sort_key="detail"),
    )


class StandardMaterialViews(SnippetViewSet):
    """The library of papers."""

    model = StandardMaterial
    icon = "doc-full"
    menu_label = _("标准材料")
    list_display = ["code", "name", "mat_kind", "issuer", "cert_type"]
    list_filter = ["mat_kind", "exempt", "cert_type"]
    # Any part of a name, which an index of words does not find in Chinese.
    search_backend_name = None
    search_fields = ["code", "name", "other_names", "issuer"]
    list_per_page = 50
    ordering = ["code"]


class LegalTextViews(SnippetViewSet):
    """The library of laws and documents."""

    model = LegalText
    icon = "openquote"
    menu_label = _("法规依据")
    list_display = ["title", "doc_no", "rank", "status", "effective_on"]
    list_filter = ["rank", "status", "fictional"]
    search_backend_name = None
    search_fields = ["title", "doc_no", "issuer"]
    list_per_page = 50
    ordering = ["title"]


class CertificateTypeViews(SnippetViewSet):
    """The certificate types that can take the place of papers."""

    model = CertificateType
    icon = "key"
    menu_label = _("电子证照类型")
    list_display = ["code", "name", "competent_body", "live"]
    list_filter = ["live"]
    search_fields = ["code", "name"]
    ordering = ["code"]


class LibraryViews(SnippetViewSetGroup):
    """The shared libraries under one heading."""

    items = (StandardMaterialViews, LegalTextViews, CertificateTypeViews)
    menu_label = _("共用资料库")
    menu_icon = "folder-open-inverse"
    menu_order = 140
    menu_name = "libraries"


register_snippet(LibraryViews)

_LISTINGS: Final = (PowerListing, ThemeListing)


@hooks.register("register_admin_viewset")
def register_record_listings() -> list[ViewSet]:
    """Add the lists of powers and themes to the admin's menu."""
    return [listing() for listing in _LISTINGS]
