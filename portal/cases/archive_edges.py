"""What of the archive no case owns: stray events, numbers without a case, and the seals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Substr

from portal.audit.models import Event
from portal.audit.seals import verify_seals
from portal.cases.models import Case, CaseNumberCounter

# Region and date.
_PREFIX_LENGTH: Final = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstBreak:
    """The first place that is not what was written.

    `case` is a case's number, the id of a stream that no case owns, or `seal:<number>`;
    `seq` is the event's place in the chain, 0 when it concerns no event.
    """

    case: str
    seq: int
    reason: str


def stray_event() -> FirstBreak | None:
    """Return the first event that belongs to no case."""
    owner = Case.objects.filter(pk=OuterRef("stream"))
    event = Event.objects.filter(~Exists(owner)).order_by("stream", "seq").first()
    if event is None:
        return None
    return FirstBreak(
        case=str(event.stream), seq=event.seq, reason="the events belong to no case"
    )


def missing_number() -> FirstBreak | None:
    """Return the first serial without a case, or the first case without a counter.

    Numbers have no gap, so a case that was deleted as a whole leaves one.
    """
    counters = CaseNumberCounter.objects.order_by("day", "region")
    for counter in counters.iterator():
        if _gap(counter) is None:
            continue
        with transaction.atomic():
            # Somebody may be filing: with the counter locked nobody is.
            found = _gap(counters.select_for_update().get(pk=counter.pk))
        if found is not None:
            return found
    return _uncounted()


def _uncounted() -> FirstBreak | None:
    cases = Case.objects.annotate(prefix=Substr("number", 1, _PREFIX_LENGTH))
    # Cases first: whoever files meanwhile has a counter by the time these are read.
    prefixes = list(
        cases.order_by("prefix").values_list("prefix", flat=True).distinct()
    )
    counted = {
        f"{counter.region}{counter.day:%Y%m%d}"
        for counter in CaseNumberCounter.objects.all()
    }
    for prefix in prefixes:
        if prefix not in counted:
            return FirstBreak(
                case=prefix, seq=0, reason="the counter of these numbers is missing"
            )
    return None


def _gap(counter: CaseNumberCounter) -> FirstBreak | None:
    prefix = f"{counter.region}{counter.day:%Y%m%d}"
    cases = Case.objects.filter(number__startswith=prefix).order_by("number")
    serial = 0
    for number in cases.values_list("number", flat=True).iterator():
        serial += 1
        if number[len(prefix) : -1] != f"{serial:06d}":
            break
    else:
        if serial == counter.last_serial:
            return None
        serial += serial < counter.last_serial
    return FirstBreak(
        case=f"{prefix}{serial:06d}",
        seq=0,
        reason=f"no case has this serial, or it is not one of {counter.last_serial}",
    )


def broken_seal() -> FirstBreak | None:
    """Return the first break of the seals, by the number of the case it concerns."""
    found = verify_seals()
    if found is None:
        return None
    number = (
        None
        if found.stream.startswith("seal:")
        else Case.objects.filter(pk=found.stream)
        .values_list("number", flat=True)
        .first()
    )
    return FirstBreak(case=number or found.stream, seq=found.seq, reason=found.reason)
