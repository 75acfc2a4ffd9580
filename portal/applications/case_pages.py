"""Turn a case into what its applicant reads: whose turn, until when, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _, gettext_lazy

from portal.cases.models import Case, CorrectionNotice, Phase
from portal.cases.pictures import ClockView, TimelineEntry
from portal.theming.formats import cn_date, cn_datetime, iso_datetime

_YOURS: Final = gettext_lazy("现在轮到您")
_OFFICE: Final = gettext_lazy("现在由办理单位办")
_ENDED: Final = gettext_lazy("已经办完")
_BY: Final[Mapping[str, Any]] = {
    "applicant": gettext_lazy("申请人"),
    "office": "",
    "system": gettext_lazy("系统自动记录"),
}


def turn_of(
    case: Case, clock: ClockView, notice: CorrectionNotice | None
) -> dict[str, Any]:
    """Return the arguments of the `turn` macro for a case."""
    if case.phase == Phase.CORRECTION and notice is not None:
        return {
            "title": _YOURS,
            "big": _("请在 %(day)s前补正 %(count)d 处")
            % {"day": _day(notice.due_on), "count": len(notice.points.all())},
            "text": _(
                "补正期间办理时限暂停。逾期没有补正的，本次申请终止，可以重新申请。"
            ),
            "action_url": f"/my/cases/{case.pk}/correction/",
            "action_text": _("去补正"),
            "yours": True,
        }
    if case.phase in {Phase.RECEIVED, Phase.ACCEPTED, Phase.DECIDED}:
        return {
            "title": _OFFICE,
            "big": _office_words(case, clock),
            "text": left_words(clock),
            "action_url": "",
            "action_text": "",
            "yours": False,
        }
    return {
        "title": _ENDED,
        "big": str(case.get_outcome_display() or case.get_phase_display()),
        "text": "",
        "action_url": "",
        "action_text": "",
        "yours": False,
    }


def left_words(clock: ClockView) -> str:
    """Return how many days are left, in one sentence; "" when no clock runs."""
    if clock.days_left is None:
        return ""
    unit = clock.unit_label
    if clock.days_left < 0:
        words = _("已超过 %(days)d %(unit)s，可以打监督电话。")
    elif clock.days_left == 0:
        words = _("今天是最后一天。")
    else:
        words = _("还剩 %(days)d %(unit)s。")
    text = words % {"days": abs(clock.days_left), "unit": unit}
    if clock.provisional:
        text += _("到期日所在年份的放假安排还没公布，日期是暂定的，以天数为准。")
    return text


def timeline_rows(
    entries: Iterable[TimelineEntry], *, ended: bool, own: bool
) -> list[dict[str, str]]:
    """Return the rows of the `timeline` macro; the last one is where the case stands.

    Args:
        entries: what happened, the first thing first.
        ended: whether nothing more will happen.
        own: whether the reader is the applicant, and not somebody who holds the key.
    """
    by = {**_BY, "applicant": _("您")} if own else _BY
    rows = [
        {
            "title": entry.label,
            "when": cn_datetime(entry.at),
            "datetime": iso_datetime(entry.at),
            "who": entry.office_name or str(by.get(entry.by, "")),
            "state": "done",
        }
        for entry in entries
    ]
    if rows and not ended:
        rows[-1]["state"] = "now"
    return rows


def _office_words(case: Case, clock: ClockView) -> str:
    due = clock.due_on
    if case.phase == Phase.RECEIVED:
        words = (_("已收件，正在核对材料"), _("%(day)s前告诉您是否受理"))
    elif case.phase == Phase.ACCEPTED:
        words = (_("已受理，正在办理"), _("最迟 %(day)s作出决定"))
    else:
        words = (_("已作出决定，正在送达"), _("%(day)s前送达"))
    return words[1] % {"day": _day(due)} if due is not None else words[0]


def _day(day: date) -> str:
    return cn_date(day, weekday=True)
