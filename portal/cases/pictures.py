"""What readers get of a case: plain values that no template has to query further."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One act in a case as the public may see it: never opinions, never names of officers.

    `office` is the department's key and `office_name` its published name; `by` is
    "applicant", "office" or "system".
    """

    seq: int
    type: str
    label: str
    at: datetime
    by: str
    office: str
    office_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """The clock that counts now.

    `days_left` is in the timer's own unit: 0 on the last day, negative after it, None
    when no clock runs. `provisional` means that the calendar of the due date's year is
    not yet official. While paused `due_on` is None and `paused_ground` says why.
    """

    purpose: str
    purpose_label: str
    budget: int
    unit: str
    unit_label: str
    due_on: date | None
    days_left: int | None
    light: str
    light_label: str
    paused_ground: str
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedCase:
    """What anybody who holds number and key may see: phase, dates, office and phones."""

    number: str
    matter_name: str
    matter_url: str
    phase: str
    phase_label: str
    outcome: str
    outcome_label: str
    filed_at: datetime
    accepted_at: datetime | None
    decided_at: datetime | None
    closed_at: datetime | None
    department_name: str
    consult_tel: str
    supervise_tel: str
    clock: ClockView
    timeline: tuple[TimelineEntry, ...]
