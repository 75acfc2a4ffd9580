"""Show an officer what there is to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.accounts.models import Staff
from portal.cases.clocks import clocks_of
from portal.cases.models import Case, StepInstance, StepState
from portal.cases.pictures import ClockView
from portal.handling.access import desk_page, officer_required
from portal.handling.casefile import applicant_name, officer_name
from portal.handling.clock_words import TONE_OF_LIGHT, left_words
from portal.handling.queue import (
    ALL,
    LONGEST_SEARCH,
    MINE,
    TABS,
    desk_of,
    place_from,
    text_of,
)
from portal.theming.formats import WEEKDAYS, cn_date

_OPEN_STEPS = {StepState.OPEN, StepState.CLAIMED}


@require_safe
@officer_required
def show_queue(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show a tab of the queue, or what a search in all tabs finds."""
    search = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    tab = _tab(request, search)
    after = request.GET.get("after", "")
    place = place_from(after) if after else None
    desk = desk_of(staff)
    counts = desk.counts(timezone.localdate())
    cases, following = desk.page(tab, search=search, after=place)
    context = desk_page(
        request,
        staff,
        _("我的待办") if tab == MINE else str(TABS.get(tab, _("查找办件"))),
        **_head(counts, tab),
        rows=[
            _row(case, clock)
            for case, clock in zip(cases, clocks_of(cases), strict=True)
        ],
        search=search,
        remarks=_remarks(request, tab, lost=bool(after) and place is None),
        first_url=_address(tab, search) if place is not None else "",
        next_url=_address(tab, search, text_of(following)) if following else "",
        total=counts.get(tab, len(cases)),
    )
    return render(request, "handling/queue.html", context)


def _tab(request: HttpRequest, search: str) -> str:
    asked = request.GET.get("tab", "")
    if asked in TABS:
        return asked
    return ALL if search else MINE


def _remarks(request: HttpRequest, tab: str, *, lost: bool) -> list[str]:
    remarks = []
    asked = request.GET.get("tab", "")
    if asked and asked not in {*TABS, ALL}:
        text = _("没有“%(tab)s”这一栏，这里显示的是“%(shown)s”。")
        shown = TABS.get(tab, _("全部办件"))
        remarks.append(text % {"tab": asked[:LONGEST_SEARCH], "shown": shown})
    if lost:
        remarks.append(_("翻页地址不完整，这里从第一件开始显示。"))
    return remarks


def _head(counts: Mapping[str, int], tab: str) -> dict[str, Any]:
    return {
        "numbers": [
            {"label": _("轮到我办"), "value": counts[MINE]},
            {"label": _("今天到期"), "value": counts["due_today"]},
            {
                "label": _("已超期"),
                "value": counts["overdue"],
                "tone": "stop" if counts["overdue"] else "",
            },
            {"label": _("等申请人"), "value": counts["correction"]},
        ],
        "tabs": [
            {
                "url": _address(name),
                "name": str(label),
                "count": counts[name],
                "current": name == tab,
            }
            for name, label in TABS.items()
        ],
        "tab": tab,
    }


def _row(case: Case, clock: ClockView) -> dict[str, Any]:
    step = next((each for each in case.steps.all() if each.state in _OPEN_STEPS), None)
    due = clock.due_on
    return {
        "url": reverse("desk:show-case", args=[case.pk]),
        "applicant": applicant_name(case),
        "number": case.number,
        "matter": case.title,
        "stage": _stage(case, step),
        "holder": "" if step is None else officer_name(step.claimed_by) or _("未领取"),
        "left": left_words(clock),
        "lamp": TONE_OF_LIGHT[clock.light],
        "due": _day(due) if due is not None else clock.paused_ground,
        "weekday": _("（%(day)s）") % {"day": WEEKDAYS[due.weekday()]} if due else "",
    }


def _stage(case: Case, step: StepInstance | None) -> str:
    if step is not None:
        return step.name
    phase = str(case.get_phase_display())
    outcome = str(case.get_outcome_display()) if case.outcome else ""
    return phase if outcome in {"", phase} else f"{phase}，{outcome}"


def _day(day: date) -> str:
    """Return a date as briefly as a list needs it: the year only when it is another."""
    text = cn_date(day)
    this_year = day.year == timezone.localdate().year
    return text.partition("年 ")[2] if this_year else text


def _address(tab: str, search: str = "", after: str = "") -> str:
    pairs = {"tab": tab, "q": search, "after": after}
    if tab in {MINE, ALL}:
        pairs.pop("tab")
    query = urlencode({name: value for name, value in pairs.items() if value})
    return reverse("desk:show-queue") + (f"?{query}" if query else "")
