"""The report of findings over all content that a person may see."""

from __future__ import annotations

from typing import Any, Final

import django_filters
from django.db.models import Count, F, Max, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies.pages import PagePermissionPolicy

from content.lint.findings import Severity
from content.lint.panel import LABELS
from content.lint.rules import RULES
from content.models import DepartmentPage, LintFinding

KINDS: Final = {
    "guide": _("办事指南"),
    "catalogue": _("目录事项"),
    "power": _("权责清单"),
    "theme": _("一件事"),
    "list": _("清单"),
    "cross_list": _("通办清单"),
    "policy": _("政策"),
    "interpretation": _("政策解读"),
    "article": _("公开信息"),
    "benefit": _("惠企利民政策"),
    "department": _("部门"),
    "hall": _("办事大厅"),
}
SEVERITIES: Final = [(each.value, LABELS[each]) for each in Severity]


def visible_findings(user: Any) -> QuerySet[LintFinding]:
    """Return the findings in pages that a person may work on."""
    pages = PagePermissionPolicy().instances_user_has_any_permission_for(
        user, {"add", "change", "publish"}
    )
    return LintFinding.objects.filter(page__in=pages.values("pk"))


def severity_counts(findings: QuerySet[LintFinding]) -> dict[str, int]:
    """Return how many findings there are of each severity (one query)."""
    counts = {each.value: 0 for each in Severity}
    rows = findings.order_by().values_list("severity").annotate(Count("pk"))
    return counts | dict(rows)


def _departments(_request: HttpRequest | None = None) -> list[tuple[str, str]]:
    return list(DepartmentPage.objects.order_by("title").values_list("key", "title"))


class LintFilterSet(WagtailFilterSet):
    """Filters of the report."""

    severity = django_filters.ChoiceFilter(label=_("级别"), choices=SEVERITIES)
    kind = django_filters.ChoiceFilter(label=_("类别"), choices=list(KINDS.items()))
    rule = django_filters.ChoiceFilter(
        label=_("规则"), choices=[(id_, id_) for id_ in sorted(RULES)]
    )
    department = django_filters.ChoiceFilter(label=_("部门"), choices=_departments)

    class Meta:
        model = LintFinding
        fields = ["severity", "kind", "rule", "department"]


class LintReportView(ReportView):
    """规范检查报告: findings with the page to mend, as the rules last ran."""

    model = LintFinding
    page_title = _("规范检查")
    header_icon = "clipboard-list"
    filterset_class = LintFilterSet
    index_url_name = "lint_report"
    index_results_url_name = "lint_report_results"
    default_ordering = "severity"
    list_export = ["severity", "rule", "kind", "key", "path", "message", "fix"]
    is_searchable = False
    columns = [
        Column("severity", label=_("级别"), accessor="severity_label", width="6%"),
        Column("rule", label=_("规则"), width="6%"),
        TitleColumn(
            "title",
            label=_("名称"),
            get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.page_id]),
            width="22%",
        ),
        Column("path", label=_("位置"), width="16%"),
        Column("message", label=_("提示"), width="28%"),
        Column("fix", label=_("怎么改")),
    ]

    def get_queryset(self) -> QuerySet[LintFinding]:
        found = visible_findings(self.request.user)
        return found.annotate(title=F("page__title")).order_by(*_ORDER)

    def get_page_subtitle(self) -> str:
        found = self.get_filtered_queryset()
        counts = severity_counts(found)
        last = found.aggregate(last=Max("found_at"))["last"]
        when = date_format(timezone.localtime(last), "Y-m-d H:i") if last else "—"
        return gettext("错误%(E)d条,警告%(W)d条,提示%(H)d条;检查时间%(when)s") % {
            **counts,
            "when": when,
        }


_ORDER: Final = ("severity", "rule", "key", "path", "pk")
