"""The editors' pages of search: words, pinned guides, and what people did not find."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet

from content.models import MatterPage
from portal.accounts.models import User
from portal.finding.criteria import cleaned_text
from portal.finding.desk_forms import PinnedGuideForm, SearchWordForm
from portal.finding.models import PinnedGuide, QueryCount, SearchWord
from portal.finding.words import (
    add_alias,
    add_meaning,
    may_name,
    require_teacher,
    set_word,
)
from search.service import Hit, SearchError, SearchRequest, search

PERIODS: Final = (7, 30, 90)
SHOWN: Final = 50
_CHOICES: Final = 10


class AddWordView(CreateView):
    """Adds a word."""

    def save_instance(self) -> SearchWord:
        told = self.form.cleaned_data
        return set_word(self.request.user, phrase=told["phrase"], names=told["names"])


class EditWordView(EditView):
    """Changes a word."""

    def save_instance(self) -> SearchWord:
        told = self.form.cleaned_data
        return set_word(
            self.request.user,
            phrase=told["phrase"],
            names=told["names"],
            pk=self.object.pk,
        )


class _PhraseViews(ModelViewSet):
    """A list of phrases in the desk's menu, with a form of its own for each."""

    form: type[WagtailAdminModelForm]
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[WagtailAdminModelForm]:
        del for_update
        return self.form


class SearchWordViews(_PhraseViews):
    """The words that staff have taught search."""

    model = SearchWord
    form = SearchWordForm
    name = "search_words"
    icon = "search"
    menu_label = gettext_lazy("检索词")
    menu_order = 150
    list_display: Final = ["phrase", "names", "changed_by", "changed_at"]
    search_fields: Final = ["phrase", "key"]
    add_view_class = AddWordView
    edit_view_class = EditWordView


class PinnedGuideViews(_PhraseViews):
    """The guides that stand first for a phrase, for some days."""

    model = PinnedGuide
    form = PinnedGuideForm
    name = "pinned_guides"
    icon = "thumbtack"
    menu_label = gettext_lazy("置顶结果")
    menu_order = 151
    list_display: Final = ["phrase", "code", "starts_on", "ends_on"]
    search_fields: Final = ["phrase", "code"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A list of the report: texts with what is wrong with them."""

    title: str
    note: str
    rows: Sequence[dict[str, Any]]


@require_admin_access
@never_cache
@require_safe
def show_report(request: HttpRequest) -> HttpResponse:
    """Show what people searched for without finding it, or waited for."""
    require_teacher(request.user)
    days = _days(request.GET.get("days", ""))
    since = timezone.localdate() - datetime.timedelta(days=days - 1)
    counted = (
        QueryCount.objects.filter(day__gte=since)
        .values("text")
        .annotate(
            searches=Sum("searches"),
            empty=Sum("empty"),
            slow=Sum("slow"),
            slowest=Max("slowest_ms"),
            found=Sum("found"),
            not_found=Sum("not_found"),
            last=Max("day"),
        )
    )
    tables = [
        Table(
            title=_("没有结果的"),
            note=_(
                "群众这样说，检索不认识。点“教会检索”，指给一个事项，几秒钟后生效。"
            ),
            rows=_worst(counted, "empty"),
        ),
        Table(
            title=_("有结果，但群众说没找到的"),
            note=_("可能是结果不对，也可能是还没有这个事项。"),
            rows=_worst(counted, "not_found"),
        ),
        Table(
            title=_("慢的"),
            note=_("超过 0.2 秒的次数；告诉系统管理员。"),
            rows=_worst(counted, "slow"),
        ),
    ]
    context = {"tables": tables, "days": days, "periods": PERIODS}
    return TemplateResponse(request, "finding/report.html", context)


@require_admin_access
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def teach(request: HttpRequest) -> HttpResponse:
    """Let a phrase mean a matter that is chosen from a list."""
    user = require_teacher(request.user)
    if request.method == "POST":
        return _taught(request, user)
    phrase = cleaned_text(request.GET.get("phrase", ""))[:50]
    wanted = cleaned_text(request.GET.get("q", ""))[:50] or phrase
    hits: Sequence[Hit] = ()
    away = False
    try:
        hits = search(SearchRequest(text=wanted, page_size=_CHOICES)).hits
    except SearchError:
        away = True
    context = {
        "phrase": phrase,
        "wanted": wanted,
        "choices": _with_pages(user, hits),
        "away": away,
    }
    return TemplateResponse(request, "finding/teach.html", context)


def _with_pages(user: User, hits: Sequence[Hit]) -> list[tuple[Hit, MatterPage | None]]:
    """Return each hit with its page, if the person may write another name into it."""
    pages = MatterPage.objects.filter(slug__in=[hit.code for hit in hits])
    own = {page.slug: page for page in pages if may_name(user, page)}
    return [(hit, own.get(hit.code)) for hit in hits]


def _taught(request: HttpRequest, user: User) -> HttpResponse:
    phrase = cleaned_text(request.POST.get("phrase", ""))[:50]
    name = cleaned_text(request.POST.get("name", ""))[:255]
    code = request.POST.get("alias_of", "")
    try:
        add_meaning(user, phrase=phrase, name=name)
        if code:
            add_alias(user, phrase=phrase, code=code)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except SearchError:
        messages.error(request, _("检索暂时没有应答，请稍后再试。"))
    else:
        told = {"phrase": phrase, "name": name}
        messages.success(
            request, _("“%(phrase)s”现在能找到“%(name)s”，几秒钟后生效。") % told
        )
        if code:
            messages.success(
                request,
                _("“%(phrase)s”也写进了它草稿的别名，随下一版公布。") % told,
            )
    return redirect("search_report")


def _worst(counted: QuerySet[Any, Any], name: str) -> list[dict[str, Any]]:
    rows = counted.filter(**{f"{name}__gt": 0}).order_by(f"-{name}", "text")[:SHOWN]
    return [{**row, "amount": row[name]} for row in rows]


def _days(text: str) -> int:
    return int(text) if text in map(str, PERIODS) else PERIODS[1]
