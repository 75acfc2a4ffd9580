"""The queue of an officer: tabs, search and pages that never count from the start."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Duty, Staff
from portal.accounts.policy import duties_by_department, organisations_of
from portal.cases.acts import WAITING_FOR_APPLICANT
from portal.cases.models import Case, Phase, StepInstance, StepState
from portal.cases.transitions import FINAL_PHASES

PAGE_SIZE: Final = 25
LONGEST_SEARCH: Final = 50

MINE: Final = "mine"
DONE: Final = "done"
ALL: Final = "all"
TABS: Final[Mapping[str, Promise]] = {
    MINE: _("轮到我办"),
    "received": _("待受理"),
    "correction": _("补正中"),
    "review": _("待审查"),
    "decide": _("待决定"),
    "deliver": _("待送达"),
    DONE: _("已办结"),
}

# Whose turn (`Case.waiting_for`) each duty answers to.
_TURNS: Final[Mapping[Duty, frozenset[str]]] = {
    Duty.RECEIVE: frozenset({Duty.RECEIVE}),
    Duty.HANDLE: frozenset({Duty.REVIEW, Duty.HANDLE, Duty.ISSUE}),
    Duty.REVIEW: frozenset({Duty.REVIEW}),
    Duty.APPROVE: frozenset({Duty.APPROVE, Duty.ISSUE}),
    Duty.ISSUE: frozenset({Duty.ISSUE}),
    Duty.SUPERVISE: frozenset(),
}
_NOTHING: Final = Q(pk__in=[])


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in a queue: the keys of the last case that was shown."""

    due_on: date | None
    filed_at: datetime
    case_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What an officer may see, and the conditions of each tab."""

    cases: QuerySet[Case]
    tabs: Mapping[str, Q]

    def counts(self, today: date) -> dict[str, int]:
        """Return the number of cases by tab, and of mine due today and overdue.

        With one query.
        """
        mine = self.tabs[MINE]
        wanted = {
            **self.tabs,
            "due_today": mine & Q(due_on=today),
            "overdue": mine & Q(due_on__lt=today),
        }
        return self.cases.aggregate(
            **{name: Count("pk", filter=which) for name, which in wanted.items()}
        )

    def page(
        self, tab: str, *, search: str = "", after: Place | None = None
    ) -> tuple[list[Case], Place | None]:
        """Return a page of a tab and the place to go on from, None at the end.

        Open cases come most urgent first, ended ones latest first.
        """
        ended = tab == DONE
        cases = self.cases.filter(self.tabs[tab]) if tab in self.tabs else self.cases
        if search:
            cases = cases.filter(_matching(search))
        if after is not None:
            cases = cases.filter(_before(after) if ended else _beyond(after))
        rows = list(_with_parts(cases).order_by(*_order(ended))[: PAGE_SIZE + 1])
        shown = rows[:PAGE_SIZE]
        more = len(rows) > PAGE_SIZE
        return shown, _place_of(shown[-1]) if more else None


def desk_of(staff: Staff) -> Desk:
    """Return the desk of an officer: cases of his or her departments, never own ones."""
    duties = duties_by_department(staff)
    cases = Case.objects.filter(department_key__in=duties).exclude(applicant=staff.user)
    own = list(organisations_of(staff.user).values_list("pk", flat=True))
    if own:
        cases = cases.exclude(organisation__in=own)
    in_review = Q(phase=Phase.ACCEPTED)
    return Desk(
        cases=cases,
        tabs={
            MINE: _turn_of(staff, duties),
            "received": Q(phase=Phase.RECEIVED),
            "correction": Q(waiting_for=WAITING_FOR_APPLICANT),
            "review": in_review & ~Q(waiting_for=Duty.APPROVE),
            "decide": in_review & Q(waiting_for=Duty.APPROVE),
            "deliver": Q(phase=Phase.DECIDED),
            DONE: Q(phase__in=FINAL_PHASES),
        },
    )


def text_of(place: Place) -> str:
    """Return a place as text for an address."""
    due = place.due_on.isoformat() if place.due_on is not None else ""
    plain = f"{due}|{place.filed_at.isoformat()}|{place.case_id.hex}"
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def place_from(text: str) -> Place | None:
    """Return the place that `text_of` gave, None when the text is no place."""
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        due, filed_at, case_id = (
            base64.urlsafe_b64decode(padded).decode("ascii").split("|")
        )
        filed = datetime.fromisoformat(filed_at)
        place = Place(
            due_on=date.fromisoformat(due) if due else None,
            filed_at=filed,
            case_id=UUID(case_id),
        )
    except (ValueError, binascii.Error):
        return None
    return place if timezone.is_aware(filed) else None


def _turn_of(staff: Staff, duties: Mapping[str, set[Duty]]) -> Q:
    turn = _NOTHING
    for department_key, held in duties.items():
        turns = frozenset[str]().union(*(_TURNS[duty] for duty in held))
        if turns:
            turn |= Q(department_key=department_key, waiting_for__in=turns)
    taken_by_others = StepInstance.objects.filter(
        case=OuterRef("pk"), state=StepState.CLAIMED
    ).exclude(claimed_by=staff.user)
    return turn & ~Q(Exists(taken_by_others))


def _matching(search: str) -> Q:
    return (
        Q(number__startswith=search)
        | Q(applicant__display_name=search)
        | Q(organisation__name__startswith=search)
    )


def _with_parts(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related("applicant", "organisation").prefetch_related(
        "timers__spans", "steps__claimed_by__staff"
    )


def _order(ended: bool) -> tuple[str | OrderBy, ...]:
    if ended:
        return ("-filed_at", "-pk")
    return (F("due_on").asc(nulls_last=True), "filed_at", "pk")


def _beyond(place: Place) -> Q:
    later = Q(filed_at__gt=place.filed_at) | Q(
        filed_at=place.filed_at, pk__gt=place.case_id
    )
    if place.due_on is None:
        return Q(due_on__isnull=True) & later
    return (
        Q(due_on__gt=place.due_on)
        | Q(due_on__isnull=True)
        | (Q(due_on=place.due_on) & later)
    )


def _before(place: Place) -> Q:
    return Q(filed_at__lt=place.filed_at) | Q(
        filed_at=place.filed_at, pk__lt=place.case_id
    )


def _place_of(case: Case) -> Place:
    return Place(due_on=case.due_on, filed_at=case.filed_at, case_id=case.pk)
