"""Whose drafts a person sees: those of his own branches, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any, Final

from django.contrib.auth.decorators import user_passes_test
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.models import GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.query import PageQuerySet

from portal.accounts.models import User

_RIGHTS: Final = frozenset({"add", "change", "publish", "lock"})


def works_on_pages(user: Any) -> bool:
    """Tell whether a person may do anything to any page."""
    return bool(PagePermissionPolicy().user_has_any_permission(user, _RIGHTS))


def page_of(
    request: HttpRequest, pk: int, may: Callable[[User, Page], bool]
) -> tuple[Page, User]:
    """Return a page and who asks for it, when this person may.

    Raises:
        Http404: there is no such page.
        PermissionDenied: the person may not.
    """
    page = get_object_or_404(Page, pk=pk).specific
    user = request.user
    if not isinstance(user, User) or not may(user, page):
        raise PermissionDenied
    return page, user


def choosable_pages(pages: PageQuerySet, user: Any) -> PageQuerySet:
    """Keep what a person may link to: public pages and his branches' own drafts."""
    return pages.filter(Q(live=True) | own_branches(user))


def own_branches(user: Any, path: str = "path") -> Q:
    """Return what holds for pages of the branches in which a person works.

    `path` leads from the rows that are filtered to the page's path.
    """
    if user.is_superuser:
        return ~Q(**{path: ""})
    branches = GroupPagePermission.objects.filter(group__user=user)
    found = branches.values_list("page__path", flat=True).distinct()
    return reduce(or_, (Q(**{f"{path}__startswith": own}) for own in found), Q(pk=None))


class ChosenPagesView(ChosenMultipleView):
    """Names the pages that were ticked in the chooser, of those that it offers."""

    def get(self, request: Any) -> Any:
        wanted = [pk for pk in request.GET.getlist("id") if pk.isdigit()]
        offered = choosable_pages(Page.objects.filter(pk__in=wanted), request.user)
        query = request.GET.copy()
        query.setlist("id", [str(pk) for pk in offered.values_list("pk", flat=True)])
        request.GET = query
        return super().get(request)


# The newest page of each type, drafts of every department among them.
_for_administrators = user_passes_test(lambda user: user.is_superuser)
page_types_usage = _for_administrators(PageTypesUsageReportView.as_view())
page_types_usage_results = _for_administrators(
    PageTypesUsageReportView.as_view(results_only=True)
)
chosen_pages = require_admin_access(ChosenPagesView.as_view())
