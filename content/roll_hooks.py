"""The editors' flat lists of rolls of matters and of documents, under one heading."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet

from content.listing_columns import listing_columns
from content.listing_view import ListingView
from content.models import (
    ArticlePage,
    BenefitPage,
    CrossListPage,
    InterpretationPage,
    MatterListPage,
    PolicyPage,
)


class _Roll(PageListingViewSet):
    """A list with the department that keeps each page."""

    index_view_class = ListingView
    columns = listing_columns(_("部门"), Column("slug", label=_("编号"), width="16%"))


class MatterListListing(_Roll):
    """事项清单."""

    model = MatterListPage
    name = "matter-lists"
    icon = "list-ul"
    menu_label = _("事项清单")


class CrossListListing(_Roll):
    """通办清单."""

    model = CrossListPage
    name = "cross-lists"
    icon = "link"
    menu_label = _("通办清单")


class PolicyListing(_Roll):
    """政策文件."""

    model = PolicyPage
    name = "policies"
    icon = "openquote"
    menu_label = _("政策文件")


class InterpretationListing(_Roll):
    """政策解读."""

    model = InterpretationPage
    name = "interpretations"
    icon = "help"
    menu_label = _("政策解读")


class ArticleListing(_Roll):
    """公开信息."""

    model = ArticlePage
    name = "articles"
    icon = "doc-full"
    menu_label = _("公开信息")


class BenefitListing(_Roll):
    """惠企利民政策."""

    model = BenefitPage
    name = "benefits"
    icon = "pick"
    menu_label = _("惠企利民政策")


class RollListings(ViewSetGroup):
    """清单与政策."""

    items = (
        MatterListListing,
        CrossListListing,
        PolicyListing,
        InterpretationListing,
        ArticleListing,
        BenefitListing,
    )
    menu_label = _("清单与政策")
    menu_icon = "folder-open-inverse"
    menu_order = 116
    menu_name = "rolls"


@hooks.register("register_admin_viewset")
def register_rolls() -> ViewSetGroup:
    """Add the lists of rolls and documents to the admin's menu."""
    return RollListings()
