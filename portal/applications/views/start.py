"""The start page of an application: what it takes, and the button that begins it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.accounts.pages import page_head
from portal.applications.errors import FilingClosedError, TooManyDraftsError
from portal.applications.materials import slots_of
from portal.applications.selectors import guide_of, open_drafts_of, was_published
from portal.applications.services import start_draft
from portal.applications.steps import pages_of, visible_questions
from portal.applications.version_changes import limit_words
from portal.publishing.models import MatterVersion
from portal.publishing.selectors import current_version
from portal.scenarios.pages import answered_rows
from portal.scenarios.situations import Situation, situation_of

# What an own list adds to the address: its answers, as its own address names them.
LIST = "list"
MINUTES_PER_PAGE = 1
MINUTES_PER_MATERIAL = 2


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start_application(request: HttpRequest, code: str) -> HttpResponse:
    """Show what an application takes; on POST begin it, or go on with the draft."""
    version = current_version(code)
    if version is None:
        return _not_in_force(request, code)
    guide = guide_of(version)
    if not guide["online_form"]:
        context = {
            "page": page_head(_("怎样办理：%(name)s") % guide),
            "guide": guide,
            "guide_url": f"/guides/{version.code}/",
        }
        return render(request, "applications/not_online.html", context)
    if request.method == "POST":
        return _begin(request, version)
    return _start_page(request, version)


def _begin(request: HttpRequest, version: MatterVersion) -> HttpResponse:
    if not isinstance(request.user, User):
        return redirect_to_login(_address(request, version))
    carried = _carried(request, guide_of(version))
    try:
        draft = start_draft(
            owner=request.user,
            version=version,
            fresh="fresh" in request.POST,
            scenario_answers=carried.own_answers if carried else {},
        )
    except (FilingClosedError, TooManyDraftsError) as refused:
        return _start_page(request, version, refused=str(refused), status=409)
    return redirect("applications:resume-draft", draft_id=draft.pk)


def _start_page(
    request: HttpRequest,
    version: MatterVersion,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    guide = guide_of(version)
    carried = _carried(request, guide)
    slots = slots_of(guide, carried.answers if carried else {})
    context = {
        "page": page_head(
            _("在线申请：%(name)s") % guide, _("要准备什么、要多久、怎么开始")
        ),
        "guide": guide,
        "version": version,
        "promise": limit_words(guide),
        "signed_in": isinstance(request.user, User),
        "minutes": _minutes(guide, sum(not slot.automatic for slot in slots)),
        "slots": slots,
        "carried": answered_rows(carried) if carried else [],
        "outdated": bool(request.GET.get(LIST) and not carried),
        "draft": _own_draft(request, version),
        "errors": [{"field": "", "message": refused}] if refused else [],
        "sign_in_url": f"/accounts/login/?next={quote(_address(request, version))}",
    }
    return render(request, "applications/start.html", context, status=status)


def _carried(request: HttpRequest, guide: dict[str, Any]) -> Situation | None:
    """Return the answers of the person's own list, None when they do not fit."""
    code = request.GET.get(LIST, "")
    return situation_of(guide, code) if code else None


def _address(request: HttpRequest, version: MatterVersion) -> str:
    """Return the address of this page, with the answers that it was opened with."""
    code = request.GET.get(LIST, "")
    query = f"?{urlencode({LIST: code})}" if code else ""
    return f"/apply/{quote(version.code)}/{query}"


def _own_draft(request: HttpRequest, version: MatterVersion) -> Any:
    if not isinstance(request.user, User):
        return None
    drafts = open_drafts_of(request.user)
    return drafts.filter(version__matter_key=version.matter_key).first()


def _minutes(guide: dict[str, Any], uploads: int) -> int:
    pages = len(visible_questions(guide, {}))
    pages += sum(
        len(pages_of(section["fields"])) for section in guide["online_form"]["sections"]
    )
    minutes = pages * MINUTES_PER_PAGE + uploads * MINUTES_PER_MATERIAL
    return max(5, -(-minutes // 5) * 5)


def _not_in_force(request: HttpRequest, code: str) -> HttpResponse:
    if not was_published(code):
        raise Http404(f"No matter has the code '{code}'.")
    context = {"page": page_head(_("这个事项已停办"))}
    return render(request, "applications/withdrawn.html", context, status=410)
