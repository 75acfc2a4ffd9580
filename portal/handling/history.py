"""All acts in a case as an officer may read them, with the names of colleagues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from portal.accounts.models import Staff
from portal.audit.models import Event
from portal.cases.authority import SYSTEM
from portal.cases.history import public_part, recorded_at
from portal.cases.models import Case
from portal.cases.transitions import RULE_OF_EVENT


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAct:
    """One event of the case: what was done, by whom and when."""

    seq: int
    label: str
    who: str
    at: datetime


def recorded_acts(case: Case) -> list[RecordedAct]:
    """Return every act in a case, newest first, with two queries."""
    events = list(
        Event.objects.filter(stream=case.pk).select_related("payload").order_by("-seq")
    )
    names = _names(event.actor for event in events)
    return [
        RecordedAct(
            seq=event.seq,
            label=_label(event),
            who=_who(event, names),
            at=recorded_at(event),
        )
        for event in events
    ]


def _names(actors: Iterable[str]) -> Mapping[str, str]:
    ids = {actor.removeprefix("user:") for actor in actors if actor != SYSTEM}
    return {
        f"user:{staff.user_id}": staff.display_name
        for staff in Staff.objects.filter(user_id__in=ids)
    }


def _label(event: Event) -> str:
    label = str(RULE_OF_EVENT[event.type].event_label)
    detail = public_part(event).get("detail")
    if not detail:
        return label
    return _("%(act)s：%(detail)s") % {"act": label, "detail": detail}


def _who(event: Event, names: Mapping[str, str]) -> str:
    if event.actor == SYSTEM:
        return _("系统")
    name = names.get(event.actor, _("申请人"))
    if event.acted_as:
        return _("%(name)s（B岗，代%(principal)s）") % {
            "name": name,
            "principal": event.acted_as,
        }
    return name
