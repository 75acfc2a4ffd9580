"""What is live now, what is on its way, and what could not be published and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access

from content.models import MatterPage
from portal.editing.rolling_back import may_roll_back, releases_to_choose
from portal.editing.visibility import own_branches, works_on_pages
from portal.outbox import services
from portal.outbox.errors import NotDead
from portal.outbox.models import OutboxJob
from portal.outbox.selectors import pace_of, queue_of
from portal.publishing.jobs import INDEX_TOPIC, WHOLE_TOPIC
from portal.publishing.live import FailedOutput, live_site
from portal.publishing.services import EVERYTHING, REPUBLISH_TOPIC, SYNC_TOPIC
from portal.publishing.verification import TOPIC as VERIFY_TOPIC

_PUBLISHING: Final = "publishing."
_TOPICS: Final = {
    SYNC_TOPIC: gettext_lazy("更新网页"),
    WHOLE_TOPIC: gettext_lazy("更新数据总表和网站地图"),
    INDEX_TOPIC: gettext_lazy("更新检索"),
    REPUBLISH_TOPIC: gettext_lazy("更新一个部门的全部事项"),
    VERIFY_TOPIC: gettext_lazy("从公众的网址核实"),
}


@require_admin_access
def show_live(request: HttpRequest) -> HttpResponse:
    """Show the served release, the queue and the failures, with what to do."""
    if not works_on_pages(request.user):
        raise PermissionDenied
    site = live_site()
    queue, pace = queue_of(_PUBLISHING), pace_of(_PUBLISHING)
    context = {
        "site": site,
        "failed": _with_pages(site.failed, request.user),
        "queue": queue,
        "usual_seconds": pace.wait_seconds,
        "groups": [
            {"title": _("执行中"), "jobs": _told(queue.running)},
            {"title": _("出错后将重试"), "jobs": _told(queue.retrying)},
            {"title": _("已放弃，等人处理"), "jobs": _told(queue.dead)},
            {"title": _("最近完成"), "jobs": _told(queue.done)},
        ],
        "may_retry": _may_retry(request.user),
        "may_roll_back": may_roll_back(request.user),
        "past": releases_to_choose(),
    }
    return TemplateResponse(request, "editing/live.html", context)


@require_admin_access
@require_POST
def retry_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a job that was given up a fresh start."""
    if not _may_retry(request.user):
        raise PermissionDenied
    get_object_or_404(OutboxJob, pk=pk, topic__startswith=_PUBLISHING)
    try:
        services.retry(pk)
    except NotDead:
        messages.warning(request, _("这个任务没有放弃，不用重试。"))
    else:
        messages.success(request, _("已重新排队。"))
    return redirect("live_report")


def _may_retry(user: Any) -> bool:
    return bool(user.is_superuser)


def _told(jobs: Iterable[OutboxJob]) -> list[dict[str, Any]]:
    return [
        {
            "pk": job.pk,
            "dead": job.state == OutboxJob.State.DEAD,
            "topic": _TOPICS.get(job.topic, job.topic),
            "key": "" if job.key == EVERYTHING else job.key,
            "attempts": job.attempts,
            "created_at": job.created_at,
            "seconds": _seconds(job),
            # Places in our code help nobody here; what went wrong is the last line.
            "error": job.error.strip().rpartition("\n")[2],
        }
        for job in jobs
    ]


def _seconds(job: OutboxJob) -> float | None:
    if job.finished_at is None:
        return None
    return (job.finished_at - job.created_at).total_seconds()


def _with_pages(failed: Iterable[FailedOutput], user: Any) -> list[dict[str, Any]]:
    """Return failed outputs with the page to correct, where a person works on it."""
    rows = list(failed)
    codes = [row.code for row in rows if row.code]
    pages = MatterPage.objects.filter(own_branches(user), slug__in=codes)
    own = {page.slug: page for page in pages}
    return [{"output": row, "page": own.get(row.code)} for row in rows]
