"""Say how a matter can be narrowed down and put in order: short values with labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from content.codes import CrossScope, HandleForm, Level, MatterKind, TimeUnit
from content.list_codes import CrossListScope
from content.zero_list import SLUGS, kinds_held

Payload = Mapping[str, Any]

ONLINE: Final = "online"
_CHANNELS: Final = {
    ONLINE: (_("网上办"), {HandleForm.COMPUTER, HandleForm.MOBILE}),
    "hall": (_("窗口办"), {HandleForm.WINDOW}),
    "kiosk": (_("自助机办"), {HandleForm.KIOSK}),
    "post": (_("邮寄办"), {HandleForm.EXPRESS}),
    "home": (_("上门办"), {HandleForm.HOME}),
    "agent": (_("帮办代办"), {HandleForm.AGENT}),
}
_DAY: Final = 24 * 60
# For comparing limits only: five working days are a week.
_MINUTES: Final[Mapping[str, int]] = {
    TimeUnit.WORKING_DAY: _DAY * 7 // 5,
    TimeUnit.CALENDAR_DAY: _DAY,
    TimeUnit.HOUR: 60,
    TimeUnit.MINUTE: 1,
    TimeUnit.MONTH: 30 * _DAY,
    TimeUnit.YEAR: 365 * _DAY,
}


def traits_of(payload: Payload) -> dict[str, dict[str, str]]:
    """Return value -> label under level, channel, zero (四零) and cross (通办).

    A catalogue entry says nothing of what only a full guide knows.
    """
    guide = payload["guide"]
    level = guide["level"]
    found = {"level": {level: str(Level(level).label)} if level in Level.values else {}}
    if payload["kind"] == MatterKind.GUIDE:
        scope = guide["cross"]["scope"]
        found |= {
            "channel": _channels(guide),
            "zero": {
                SLUGS[kind]: kind for kind, held in kinds_held(guide).items() if held
            },
            "cross": {}
            if scope == CrossScope.NONE
            else {scope: str(CrossListScope(scope).label)},
        }
    return {name: values for name, values in found.items() if values}


def promised_minutes(payload: Payload) -> int | None:
    """Return the promised time limit for comparison, None where none is promised."""
    guide = payload["guide"]
    amount = guide["promise_days"]
    if payload["kind"] != MatterKind.GUIDE or amount is None:
        return None
    return int(amount) * _MINUTES.get(guide["promise_unit"], _DAY)


def changed_on(payload: Payload) -> str:
    """Return the day of the newest change that the public was told of, or ""."""
    told: list[str] = [update["on"] for update in payload.get("updates", ())]
    return max([*told, payload["guide"]["published_on"] or ""])


def _channels(guide: Payload) -> dict[str, str]:
    forms = set(guide["handle_forms"])
    if guide["online"] or guide["online_form"]:
        forms.add(HandleForm.COMPUTER)
    if guide["kiosk"]:
        forms.add(HandleForm.KIOSK)
    return {name: str(label) for name, (label, own) in _CHANNELS.items() if own & forms}
