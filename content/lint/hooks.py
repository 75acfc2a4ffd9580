"""What the rules add to the admin: the report, the settings, the refusals' log entry."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from content.lint.findings import errors_of
from content.lint.gate import reader
from content.lint.report_view import LintReportView
from content.lint.store import refresh
from content.models import LintRuleSetting
from content.models.keyed_page import REFUSED, KeyedPage

_TOLD: Final = 5


@hooks.register("register_admin_urls")
def register_report_urls() -> list[URLPattern]:
    """Put the report among the others."""
    return [
        path("reports/lint/", LintReportView.as_view(), name="lint_report"),
        path(
            "reports/lint/results/",
            LintReportView.as_view(results_only=True),
            name="lint_report_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def register_report_menu_item() -> MenuItem:
    """Link the report; it shows only what a person may work on."""
    return MenuItem(
        _("规范检查"), reverse("lint_report"), icon_name="clipboard-list", order=10
    )


@hooks.register("register_log_actions")
def register_refusal(actions: Any) -> None:
    """Describe a scheduled publication that the rules refused."""

    @actions.register_action(REFUSED)
    class RefusedFormatter(LogFormatter):
        label = _("定时发布被拒绝")

        def format_message(self, log_entry: Any) -> str:
            reasons = log_entry.data.get("reasons") or ()
            return gettext("定时发布被拒绝:%(reasons)s") % {
                "reasons": "；".join(reasons)
            }

    del RefusedFormatter


@hooks.register("before_bulk_action")
def refuse_faulty_pages(
    request: HttpRequest, action_type: str, objects: list[Page], view: Any
) -> HttpResponse | None:
    """Stop publishing many at once when one is faulty, and say which and why."""
    if action_type != "publish":
        return None
    stopped = False
    for page in objects:
        draft = page.specific.get_latest_revision_as_object()
        if not isinstance(draft, KeyedPage):
            continue
        found = reader().findings(draft)
        problems = [*errors_of(found), *reader().unexplained(found)]
        for finding in problems[:_TOLD]:
            stopped = True
            messages.error(
                request,
                gettext("“%(title)s”没有发布:%(message)s(%(rule)s)")
                % {
                    "title": draft.title,
                    "message": finding.message,
                    "rule": finding.rule,
                },
            )
    return redirect(view.next_url) if stopped else None


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def check_draft(_request: HttpRequest, page: Page) -> None:
    """Bring the report up to date with a draft that readers do not see yet."""
    if isinstance(page, KeyedPage) and not page.live:
        refresh([page])


class LintRuleSettingViews(SnippetViewSet):
    """What a region has changed of the rules' weights."""

    model = LintRuleSetting
    icon = "clipboard-list"
    menu_label = _("规则设置")
    list_display = ["rule", "weight", "region", "reason"]
    list_filter = ["weight", "region"]
    ordering = ["rule"]


register_snippet(LintRuleSettingViews)
