"""Give Wagtail the desk's own actions and what people see of others' pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.home import (
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page
from wagtail.query import PageQuerySet

from content.models import MatterPage
from portal.editing.desk_home import DeskPanel
from portal.editing.draft_link_views import draft_links
from portal.editing.draft_links import may_share
from portal.editing.live_now import retry_job, show_live
from portal.editing.loops import show_loops
from portal.editing.page_receipts import may_see, show_receipts
from portal.editing.permissions import ReviewedPublishAction
from portal.editing.plan_views import plan
from portal.editing.reports import AgedReport, UnlinkedReport
from portal.editing.rolling_back import resume_site, roll_back_site
from portal.editing.translation_views import english
from portal.editing.versions import review, review_url
from portal.editing.visibility import choosable_pages, works_on_pages
from portal.editing.withdrawn_pages import WithdrawnPageViews
from portal.publishing.translations import TRANSLATED, may_translate

# Root and home have no content that grows old.
_INDEX_DEPTH: Final = 2
_REPLACED: Final = (
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)


class ReviewMenuItem(ActionMenuItem):
    """Leads who may decide on a waiting change to where it is decided."""

    name = "action-review"
    label = _("审核")
    icon_name = "clipboard-list"

    def is_shown(self, context: Any) -> bool:
        if context["view"] != "edit":
            return False
        state = context["page"].current_workflow_task_state
        if state is None:
            return False
        user = context["request"].user
        return bool(state.task.specific.get_actions(context["page"], user))

    def get_url(self, parent_context: Any) -> str:
        return review_url(parent_context["page"].pk)


@hooks.register("register_admin_urls")
def register_review_urls() -> list[URLPattern]:
    """Add the page on which a change is decided."""
    return [
        path("review/<int:pk>/", review, name="editing_review"),
        path("review-plan/<int:pk>/", plan, name="editing_plan"),
        path("draft-links/<int:pk>/", draft_links, name="editing_draft_links"),
        path("english/<int:pk>/", english, name="editing_english"),
        path("reports/loops/", show_loops, name="loops_report"),
        path("reports/live/", show_live, name="live_report"),
        path("reports/live/pages/<int:pk>/", show_receipts, name="page_receipts"),
        path("reports/live/<int:pk>/retry/", retry_job, name="retry_job"),
        path("reports/live/roll-back/", roll_back_site, name="roll_back_site"),
        path("reports/live/resume/", resume_site, name="resume_site"),
        *_report_urls(AgedReport, "aged"),
        *_report_urls(UnlinkedReport, "unlinked"),
    ]


def _report_urls(report: type[ReportView], name: str) -> Iterator[URLPattern]:
    yield path(f"reports/{name}/", report.as_view(), name=f"{name}_report")
    yield path(
        f"reports/{name}/results/",
        report.as_view(results_only=True),
        name=f"{name}_report_results",
    )


@hooks.register("register_reports_menu_item")
def register_aged_report() -> MenuItem:
    """Link the report of pages that nobody looks after."""
    return MenuItem(
        AgedReport.page_title, reverse("aged_report"), icon_name="time", order=20
    )


@hooks.register("register_reports_menu_item")
def register_live_report() -> MenuItem:
    """Link the page of what is live and what is on its way."""
    return MenuItem(_("公布情况"), reverse("live_report"), icon_name="globe", order=10)


@hooks.register("register_reports_menu_item")
def register_loops_report() -> MenuItem:
    """Link the drawing of matters that need each other first."""
    return MenuItem(
        _("互为前置的事项"), reverse("loops_report"), icon_name="rotate", order=40
    )


@hooks.register("register_reports_menu_item")
def register_unlinked_report() -> MenuItem:
    """Link the report of matters to which nothing leads."""
    return MenuItem(
        UnlinkedReport.page_title,
        reverse("unlinked_report"),
        icon_name="link",
        order=30,
    )


@hooks.register("register_page_header_buttons")
def offer_plan(page: Page, user: Any, **_kwargs: Any) -> Iterator[Button]:
    """Lead from a page to the plan for looking it through again."""
    if page.depth > _INDEX_DEPTH and page.permissions_for_user(user).can_edit():
        yield Button(
            _("复核计划"),
            reverse("editing_plan", args=[page.pk]),
            icon_name="calendar-check",
            priority=80,
        )


@hooks.register("register_page_header_buttons")
def offer_receipts(page: Page, user: Any, **_kwargs: Any) -> Iterator[Button]:
    """Lead from a page to what became of its publications."""
    if page.depth > _INDEX_DEPTH and may_see(user, page):
        yield Button(
            _("公布进度"),
            reverse("page_receipts", args=[page.pk]),
            icon_name="globe",
            priority=85,
        )


@hooks.register("register_page_header_buttons")
def offer_draft_links(page: Page, user: Any, **_kwargs: Any) -> Iterator[Button]:
    """Lead from a matter to the links that show its draft to other front ends."""
    if page.specific_class is MatterPage and may_share(user, page.specific):
        yield Button(
            _("草稿数据链接"),
            reverse("editing_draft_links", args=[page.pk]),
            icon_name="link",
            priority=90,
        )


@hooks.register("register_page_header_buttons")
def offer_english(page: Page, user: Any, **_kwargs: Any) -> Iterator[Button]:
    """Lead from a published guide to its English."""
    if page.specific_class is MatterPage and may_translate(user, page.specific):
        yield Button(
            _("英文译文"),
            reverse("editing_english", args=[page.pk]),
            icon_name="openquote",
            priority=95,
        )


@hooks.register("register_log_actions")
def describe_translation(actions: Any) -> None:
    """Say in a guide's history how much of its English was written."""

    @actions.register_action(TRANSLATED)
    class TranslationFormatter(LogFormatter):
        label = _("修改英文译文")

        def format_message(self, log_entry: Any) -> str:
            amount = len(log_entry.data.get("changes") or ())
            return gettext("修改英文译文 %(amount)d 条") % {"amount": amount}

    del TranslationFormatter


@hooks.register("after_publish_page")
@hooks.register("after_unpublish_page")
def lead_to_receipt(request: HttpRequest, page: Page) -> None:
    """Say after a publication where it can be followed."""
    address = reverse("page_receipts", args=[page.pk])
    button = messages.button(address, _("看公布进度"))
    messages.info(
        request, _("已提交公布，一般几秒钟后公众就能看到。"), buttons=[button]
    )


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    """Put what waits for a person in the place of Wagtail's panels of workflows."""
    if works_on_pages(request.user):
        panels[:] = [each for each in panels if not isinstance(each, _REPLACED)]
        panels.append(DeskPanel())


@hooks.register("construct_page_action_menu")
def decide_on_the_review_page(
    items: list[ActionMenuItem], request: HttpRequest, context: Any
) -> None:
    """Put the way to the decision first, and taking back to who may change the page."""
    item = ReviewMenuItem(order=0)
    if not item.is_shown(context):
        return
    state = context["page"].current_workflow_state
    kept = [
        each
        for each in items
        if each.name != "action-cancel-workflow" or state.requested_by == request.user
    ]
    items[:] = [item, *kept]


@hooks.register("register_admin_viewset")
def register_withdrawn_pages() -> WithdrawnPageViews:
    """Add the list of pages that were taken down."""
    return WithdrawnPageViews()


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
