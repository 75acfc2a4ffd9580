"""The desk's page on how search is: who answers, what it has, how far it is behind."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access

from portal.finding.models import QueryCount
from portal.finding.query_log import SLOW_MS
from portal.finding.words import may_teach
from portal.publishing.indexing import backlog
from portal.publishing.releases import Releases
from search.service import state

_DAYS = 7


@require_admin_access
@never_cache
@require_safe
def show_condition(request: HttpRequest) -> HttpResponse:
    """Show each engine, its index, the backlog, and how long people waited."""
    if not may_teach(request.user):
        raise PermissionDenied(_("检索情况由政务服务部门的编辑和发布人员查看"))
    since = timezone.localdate() - datetime.timedelta(days=_DAYS - 1)
    waited = QueryCount.objects.filter(day__gte=since).aggregate(
        searches=Sum("searches"),
        empty=Sum("empty"),
        slow=Sum("slow"),
        slowest=Max("slowest_ms"),
    )
    release = Releases.configured().current()
    context = {
        "state": state(),
        "backlog": backlog(),
        "release": release.name if release else "",
        "waited": waited,
        "days": _DAYS,
        "slow_seconds": SLOW_MS / 1000,
    }
    return TemplateResponse(request, "finding/condition.html", context)
