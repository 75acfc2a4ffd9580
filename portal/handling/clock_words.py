"""Say in words how much time is left, for the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from portal.cases.models import Light
from portal.cases.pictures import ClockView
from portal.theming.formats import cn_date

# A lamp's tone; its shape and words say the same without colour.
TONE_OF_LIGHT: Final[Mapping[str, str]] = {
    Light.GREEN: "ok",
    Light.YELLOW: "warn",
    Light.RED: "stop",
    Light.BLACK: "stop",
    Light.BLUE: "mute",
    Light.NONE: "mute",
}


def left_words(clock: ClockView) -> str:
    """Return how much is left: "剩 3 个工作日", "今天到期", "超 1 个工作日", "停表"."""
    if clock.light == Light.NONE:
        return _("不计时")
    if clock.light == Light.BLUE:
        return _("停表")
    if clock.days_left is None:
        return _("时限未定")
    values = {"days": abs(clock.days_left), "unit": clock.unit_label}
    if clock.days_left < 0:
        return _("超 %(days)s %(unit)s") % values
    if clock.days_left == 0:
        return _("今天到期")
    return _("剩 %(days)s %(unit)s") % values


def due_words(clock: ClockView) -> str:
    """Return the due date, or why there is none, and whether it may still move."""
    if clock.due_on is None:
        return clock.paused_ground
    text = _("%(date)s到期") % {"date": cn_date(clock.due_on, weekday=True)}
    if clock.provisional:
        text += _("（暂定：那一年的放假安排还没有公布）")
    if clock.light == Light.BLUE:
        text = _("%(ground)s，%(due)s") % {"ground": clock.paused_ground, "due": text}
    return text
