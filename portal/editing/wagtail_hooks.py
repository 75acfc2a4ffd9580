"""Give Wagtail the desk's own actions and what people see of others' pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page
from wagtail.query import PageQuerySet

from portal.editing.permissions import ReviewedPublishAction
from portal.editing.visibility import choosable_pages


@hooks.register("register_actions", order=100)
def register_actions(registry: Any) -> None:
    """Publish by the API only what was reviewed."""
    registry.register(Page, ReviewedPublishAction)


@hooks.register("construct_page_chooser_queryset")
def offer_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Offer public pages and one's own drafts."""
    return choosable_pages(pages, request.user)


@hooks.register("construct_reports_menu")
def hide_report_of_types(request: HttpRequest, items: list[Any]) -> None:
    """Show the report that names every department's pages to administrators only."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name != "page-types-usage"]
