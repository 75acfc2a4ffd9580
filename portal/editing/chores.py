"""What the worker does for the editors' desk from time to time."""

from __future__ import annotations

from typing import Final

from portal.editing import deadlines, plans
from portal.outbox.registry import chore

_QUARTER: Final = 900
_HOUR: Final = 3600


@chore("remind of overdue reviews", seconds=_QUARTER)
def remind_of_overdue() -> None:
    """Tell the people of each overdue step, once."""
    deadlines.remind_of_overdue()


@chore("remind of pages to look through", seconds=_HOUR)
def remind_contacts() -> None:
    """Mail the contacts of pages that are due."""
    plans.remind_contacts()
