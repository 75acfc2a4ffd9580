"""What the worker does for cases from time to time."""

from __future__ import annotations

from portal.audit.services import seal_now
from portal.cases.services.firing import fire_due_timers
from portal.outbox.registry import chore


@chore("fire timers of cases", seconds=60)
def fire_timers() -> None:
    """Turn lights on, and let silence accept a case or a correction lapse."""
    fire_due_timers()


@chore("seal the archive", seconds=3600)
def seal_archive() -> None:
    """Fix the heads of all cases that moved since the last seal."""
    seal_now()
