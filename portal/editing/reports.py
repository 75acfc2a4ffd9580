"""Reports of pages that nobody looks after: long unchanged, or reached from nowhere."""

from __future__ import annotations

import datetime
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from content.models import (
    CrossItem,
    DepartmentPage,
    MatterListEntry,
    MatterPage,
    RelatedMatter,
    ThemeMember,
)
from portal.editing.models import ReviewConfirmation
from portal.editing.visibility import own_branches

# A guide that nobody has published or looked through for so long may be wrong.
AGED_AFTER: Final = datetime.timedelta(days=365)
_HOME_DEPTH: Final = 2


class BranchFilterSet(WagtailFilterSet):
    """Filters pages by the department below which they are."""

    department = ModelChoiceFilter(
        label=_("部门"),
        queryset=DepartmentPage.objects.order_by("title"),
        empty_label=_("全部部门"),
        method="in_department",
    )

    class Meta:
        model = Page
        fields: Final[list[str]] = []

    def in_department(
        self, pages: QuerySet[Any], _name: str, department: DepartmentPage | None
    ) -> QuerySet[Any]:
        """Keep the pages of a department and of the units below it."""
        if department is None:
            return pages
        kept: QuerySet[Any] = pages.filter(path__startswith=department.path)
        return kept


def aged_pages(user: Any) -> QuerySet[Page]:
    """Return live pages of a person's branches that nobody looked after for a year.

    A page whose day for looking it through is over counts at once.
    """
    today = timezone.localdate()
    since = timezone.now() - AGED_AFTER
    confirmed = ReviewConfirmation.objects.filter(page=OuterRef("pk"), at__gte=since)
    pages: QuerySet[Page] = (
        Page.objects.filter(own_branches(user), live=True, depth__gt=_HOME_DEPTH)
        .filter(
            Q(review_plan__review_on__lt=today)
            | Q(last_published_at__lt=since) & ~Exists(confirmed)
        )
        .annotate(review_on=F("review_plan__review_on"))
        .order_by("last_published_at", "pk")
    )
    return pages


def unlinked_matters(user: Any) -> QuerySet[MatterPage]:
    """Return live matters of a person's branches to which no other record leads."""
    by_code = {"guide": OuterRef("slug"), "guide__gt": ""}
    by_number = {"matter_id": OuterRef("source_id"), "matter_id__gt": ""}
    leads = [
        Exists(rows.objects.filter(**named))
        for rows in (ThemeMember, MatterListEntry, CrossItem)
        for named in (by_code, by_number)
    ]
    leads.append(Exists(RelatedMatter.objects.filter(code=OuterRef("slug"))))
    matters: QuerySet[MatterPage] = MatterPage.objects.filter(
        own_branches(user), live=True, power_item=""
    )
    for lead in leads:
        matters = matters.filter(~lead)
    return matters.order_by("slug")


class _PagesReport(ReportView):
    """A report whose rows are pages, with the way to mend each."""

    filterset_class = BranchFilterSet
    is_searchable = False
    model = Page
    title_column: Final = TitleColumn(
        "title",
        label=_("名称"),
        get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
        width="50%",
    )


class AgedReport(_PagesReport):
    """长期没有更新或者复核的页面."""

    page_title = _("长期未更新")
    header_icon = "time"
    index_url_name = "aged_report"
    index_results_url_name = "aged_report_results"
    list_export: Final = ["title", "slug", "last_published_at", "review_on"]
    columns: Final = [
        _PagesReport.title_column,
        Column("slug", label=_("编码")),
        DateColumn("last_published_at", label=_("最近发布")),
        Column("review_on", label=_("应复核")),
    ]

    def get_queryset(self) -> QuerySet[Page]:
        return aged_pages(self.request.user)


class UnlinkedReport(_PagesReport):
    """没有被一件事、清单、职权或者别的指南指到的事项."""

    page_title = _("没有关联的事项")
    header_icon = "link"
    index_url_name = "unlinked_report"
    index_results_url_name = "unlinked_report_results"
    list_export: Final = ["title", "slug", "source_id"]
    columns: Final = [
        _PagesReport.title_column,
        Column("slug", label=_("编码")),
        Column("source_id", label=_("来源编号")),
    ]

    def get_queryset(self) -> QuerySet[MatterPage]:
        return unlinked_matters(self.request.user)
