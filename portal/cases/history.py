"""Read the events of a case: for the public timeline and for a page that is stale."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from portal.accounts.models import Staff, User
from portal.audit.models import Event
from portal.cases.authority import SYSTEM, actor_id
from portal.cases.models import Case
from portal.cases.pictures import TimelineEntry
from portal.cases.transitions import RULE_OF_EVENT, RULES, Actor, Command

_BY: Final = {
    Actor.APPLICANT: "applicant",
    Actor.OFFICER: "office",
    Actor.SYSTEM: "system",
}


# A limit that comes near changes nothing of what an officer reads and decides upon.
_NO_ACTS: Final = (RULES[Command.REACH_RUNG].event,)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastAct:
    """Who acted last on a case, when, and what it was."""

    who: str
    when: datetime
    what: str


def act_since(case: Case, seen_seq: int) -> LastAct | None:
    """Return the last act that a page made at event `seen_seq` does not show.

    Warnings of the clock are no acts. A `seen_seq` that never was shows nothing.
    """
    known = seen_seq if seen_seq <= case.head_seq else 0
    event = (
        Event.objects.filter(stream=case.pk, seq__gt=known)
        .exclude(type__in=_NO_ACTS)
        .order_by("seq")
        .last()
    )
    if event is None:
        return None
    rule = RULE_OF_EVENT[event.type]
    return LastAct(
        who=_name_of(event.actor, case),
        when=recorded_at(event),
        what=str(rule.label),
    )


def timeline(case: Case) -> list[TimelineEntry]:
    """Return the public acts of a case, oldest first: no opinions, no officers' names."""
    events = (
        Event.objects.filter(stream=case.pk).select_related("payload").order_by("seq")
    )
    office_name = department_name(case)
    return [
        _entry(event, case.department_key, office_name)
        for event in events
        if RULE_OF_EVENT[event.type].public
    ]


def department_name(case: Case) -> str:
    """Return the department's name as the pinned version prints it."""
    guide = case.version.payload["guide"]
    return str(guide.get("department_name") or "")


def recorded_at(event: Event) -> datetime:
    """Return an event's time as an aware value."""
    return datetime.fromisoformat(event.recorded_at)


def public_part(event: Event) -> dict[str, Any]:
    """Return what of an event's body anybody may read."""
    part = json.loads(event.payload.body).get("public") or {}
    return part if isinstance(part, dict) else {}


def _entry(event: Event, office: str, office_name: str) -> TimelineEntry:
    rule = RULE_OF_EVENT[event.type]
    public = public_part(event)
    label = str(rule.event_label)
    if detail := public.get("detail"):
        label = _("%(act)s：%(detail)s") % {"act": label, "detail": detail}
    return TimelineEntry(
        seq=event.seq,
        type=event.type,
        label=label,
        at=recorded_at(event),
        by=_BY[rule.actor],
        office=office if rule.actor == Actor.OFFICER else "",
        office_name=office_name if rule.actor == Actor.OFFICER else "",
    )


def _name_of(actor: str, case: Case) -> str:
    if actor == SYSTEM:
        return _("系统")
    if actor == actor_id(case.applicant):
        return _("申请人")
    user_id = actor.removeprefix("user:")
    staff = Staff.objects.filter(user_id=user_id).first()
    if staff is not None:
        return staff.display_name
    return _("申请人") if User.objects.filter(pk=user_id).exists() else actor
