"""Read cases for those who may see them."""

from __future__ import annotations

import hmac
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from portal.accounts.models import User
from portal.accounts.policy import duties_of, organisations_of
from portal.cases.authority import duties_for, is_applicant, is_party
from portal.cases.clocks import clock_of
from portal.cases.history import department_name, timeline
from portal.cases.models import Case
from portal.cases.numbering import normalised_key
from portal.cases.pictures import TrackedCase
from portal.cases.transitions import RULES, Actor, Command, commands_from

__all__ = [
    "allowed_commands",
    "case_for_applicant",
    "cases_of",
    "clock_of",
    "timeline",
    "track",
]

# Compared with when there is no such case; its sign is in no key, so it fits none.
_NO_KEY: Final = "0" * 12


def cases_of(user: User) -> QuerySet[Case]:
    """Return a person's own cases and those of the organisations he or she may act for.

    The latest come first. Who filed for an organisation and has left it sees it no more.
    """
    mine = Q(applicant=user, organisation__isnull=True)
    ours = Q(organisation__in=organisations_of(user))
    return Case.objects.filter(mine | ours).select_related("organisation")


def case_for_applicant(user: User, case_id: UUID) -> Case | None:
    """Return a case with its version and people; None when it is not this person's."""
    return (
        cases_of(user)
        .select_related("version", "applicant", "organisation")
        .filter(pk=case_id)
        .first()
    )


def allowed_commands(case: Case, user: User) -> list[Command]:
    """Return what a person may do to a case in its phase, in the table's order.

    A party has the applicant's commands alone, whatever posts he or she holds. The
    services have the last word: guards are asked only when a command is given.
    """
    if is_party(case, user):
        applies = is_applicant(case, user)
        return commands_from(case.phase, Actor.APPLICANT) if applies else []
    held = duties_of(user, case.department_key)
    return [
        command
        for command in commands_from(case.phase, Actor.OFFICER)
        if held.intersection(duties_for(case, RULES[command]))
    ]


def track(number: str, key: str) -> TrackedCase | None:
    """Return what a holder of number and query key may see; None when they do not fit.

    An unknown number costs the same query and the same comparison as a wrong key, so
    that neither answer nor time tells which numbers exist.
    """
    found = (
        Case.objects.filter(number=number.strip())
        .values_list("pk", "query_key")
        .first()
    )
    case_id, expected = found or (None, _NO_KEY)
    fits = hmac.compare_digest(normalised_key(key).encode(), expected.encode())
    if case_id is None or not fits:
        return None
    return _tracked(Case.objects.select_related("version").get(pk=case_id))


def _tracked(case: Case) -> TrackedCase:
    payload = case.version.payload
    guide = payload["guide"]
    return TrackedCase(
        number=case.number,
        matter_name=guide["name"],
        matter_url=payload["url"],
        phase=case.phase,
        phase_label=str(case.get_phase_display()),
        outcome=case.outcome,
        outcome_label=str(case.get_outcome_display()) if case.outcome else "",
        filed_at=case.filed_at,
        accepted_at=case.accepted_at,
        decided_at=case.decided_at,
        closed_at=case.closed_at,
        department_name=department_name(case),
        consult_tel=(guide.get("consult") or {}).get("tel") or "",
        supervise_tel=(guide.get("supervise") or {}).get("tel") or "",
        clock=clock_of(case),
        timeline=tuple(timeline(case)),
    )
