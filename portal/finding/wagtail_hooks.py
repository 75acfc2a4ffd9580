"""Give Wagtail's desk the pages of search."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.finding import condition, desk
from portal.finding.words import may_teach


class ReportMenuItem(MenuItem):
    """Shown to who may do something about what the report says."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_teach(request.user)


@hooks.register("register_admin_viewset")
def register_words() -> list[object]:
    """Add the words and the pinned guides."""
    return [desk.SearchWordViews(), desk.PinnedGuideViews()]


@hooks.register("register_admin_urls")
def register_report_urls() -> list[URLPattern]:
    """Add the report, how search is, and the page on which a phrase gets its meaning."""
    return [
        path("reports/search/", desk.show_report, name="search_report"),
        path(
            "reports/search/condition/",
            condition.show_condition,
            name="search_condition",
        ),
        path("reports/search/teach/", desk.teach, name="teach_search"),
    ]


@hooks.register("register_reports_menu_item")
def register_search_report() -> MenuItem:
    """Link the report of searches."""
    return ReportMenuItem(
        _("检索情况"), reverse("search_report"), icon_name="search", order=50
    )


@hooks.register("register_reports_menu_item")
def register_search_condition() -> MenuItem:
    """Link the page on how search is."""
    return ReportMenuItem(
        _("检索运行"), reverse("search_condition"), icon_name="cogs", order=51
    )
