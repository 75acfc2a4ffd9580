"""The editors' flat lists: found by any part of a name, filtered by department."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ModelChoiceFilter
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet

from content.models import DepartmentPage


class DepartmentFilterSet(PageFilterSet):
    """Filters a list by the department below which its pages are."""

    department = ModelChoiceFilter(
        label=_("部门"),
        queryset=DepartmentPage.objects.order_by("title"),
        empty_label=_("全部部门"),
        method="in_department",
    )

    def in_department(
        self, pages: QuerySet[Any], _name: str, department: DepartmentPage | None
    ) -> QuerySet[Any]:
        """Keep the pages of a department and of the units below it."""
        if department is None:
            return pages
        kept: QuerySet[Any] = pages.filter(path__startswith=department.path)
        return kept


class ListingView(IndexView):
    """A list whose search takes any part of a name or code.

    A database's index of words does not split Chinese, where "食品" would not find
    "中华人民共和国食品安全法".
    """

    found_by: tuple[str, ...] = ("title", "draft_title", "slug")

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.is_searching:
            return queryset
        for word in self.search_query.split():
            anywhere = (Q(**{f"{name}__icontains": word}) for name in self.found_by)
            queryset = queryset.filter(reduce(or_, anywhere))
        return queryset

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Show one's own pages by their newest names, drafts' among them."""
        paginated = super().paginate_queryset(queryset, page_size)
        for page in paginated[2]:
            page.title = page.draft_title or page.title
        return paginated


class CodedListingView(ListingView):
    """A list that is searched by codes, too."""

    found_by = (*ListingView.found_by, "code")


class MatterListingView(ListingView):
    """The list of matters, found by what citizens call them and by every code."""

    found_by = (*CodedListingView.found_by, "source_id", "plain_name")
