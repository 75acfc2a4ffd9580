"""Fire what timers have reached: lights, and what silence brings about."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portal.cases.acts import acting
from portal.cases.models import (
    Case,
    Rung,
    Timer,
    TimerFire,
    TimerPurpose,
    TimerState,
)
from portal.cases.services.acceptance import deemed_accept
from portal.cases.services.correction import lapse_correction
from portal.cases.timers import rungs_to_fire
from portal.cases.transitions import Command
from portal.workdays.selectors import calendar_for

logger = logging.getLogger(__name__)

# What the law attaches to a timer that has run out.
_CONSEQUENCES: Final[dict[str, Callable[[UUID], Case]]] = {
    TimerPurpose.ACCEPTANCE: deemed_accept,
    TimerPurpose.CORRECTION: lapse_correction,
}


def fire_due_timers(today: date | None = None) -> int:
    """Fire every timer that has reached a rung by today; return how many did.

    One transaction a timer; a late or repeated run fires each rung once and in order. A
    case that fails is logged and never holds back the others.
    """
    day = today or timezone.localdate()
    due = (
        Timer.objects.filter(state=TimerState.RUNNING, next_fire_on__lte=day)
        .order_by("next_fire_on", "id")
        .values_list("pk", flat=True)
    )
    fired = 0
    for timer_id in list(due):
        try:
            fired += fire_timer(timer_id, today=day)
        except Exception:
            logger.exception("timer failed timer=%d", timer_id)
    return fired


def fire_timer(timer_id: int, *, today: date) -> bool:
    """Record the rungs that a timer has reached, and act on it when it has run out."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(timers=timer_id)
        timer = Timer.objects.get(pk=timer_id)
        if timer.state != TimerState.RUNNING:
            return False
        rungs = rungs_to_fire(timer, calendar_for(timer.region), today)
        if not rungs:
            return False
        with acting(case.pk, Command.REACH_RUNG) as act:
            for rung, reached_on in rungs:
                TimerFire.objects.create(
                    timer=timer, rung=rung, reached_on=reached_on, fired_at=act.at
                )
            act.details["purpose"] = timer.purpose
            act.details["rungs"] = [rung for rung, _day in rungs]
        consequence = _CONSEQUENCES.get(timer.purpose)
        if consequence is not None and Rung.OVERDUE in dict(rungs):
            consequence(case.pk)
    return True
