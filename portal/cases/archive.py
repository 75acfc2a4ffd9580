"""Prove that nothing in the archive of cases was changed behind the services' back.

Each case is walked in turn: the version that it is judged by, the chain of its events,
the stored files that they speak of, and the replay of the events against the rows. What
no case owns comes last: events without a case, numbers without a case, and the seals.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from portal.audit import blobs
from portal.audit.canonical import sha256_text
from portal.audit.chain import verify_stream
from portal.audit.errors import AuditError
from portal.audit.models import Event, Seal
from portal.audit.seals import verify_seals
from portal.cases.acts import genesis_of
from portal.cases.facts import Facts, facts_of, facts_of_many, folded
from portal.cases.models import Case, CaseNumberCounter
from portal.cases.transitions import RULE_OF_EVENT
from portal.publishing.models import MatterVersion

# So many cases are held in memory at once, with their events and rows.
_BATCH: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstBreak:
    """The first place that is not what was written.

    `case` is a case's number, the id of a stream that no case owns, or `seal:<number>`;
    `seq` is the event's place in the chain, 0 when it concerns no event.
    """

    case: str
    seq: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveReport:
    """What was walked, and the first break when there is one."""

    ok: bool
    cases: int
    events: int
    seals: int
    first_break: FirstBreak | None


def verify_archive() -> ArchiveReport:
    """Walk the whole archive up to its first break."""
    walk = _Walk()
    found = walk.cases() or _stray_event() or _missing_number() or _broken_seal()
    return ArchiveReport(
        ok=found is None,
        cases=walk.case_count,
        events=walk.event_count,
        seals=Seal.objects.count(),
        first_break=found,
    )


class _Walk:
    """Walks the cases by number; remembers what several of them share."""

    def __init__(self) -> None:
        self.case_count = 0
        self.event_count = 0
        self._sound_versions: set[UUID] = set()

    def cases(self) -> FirstBreak | None:
        """Return the first break of a case."""
        rows = _with_version(Case.objects.order_by("number"))
        cases = rows.iterator(chunk_size=_BATCH)
        while batch := list(islice(cases, _BATCH)):
            found = self._batch(batch)
            if found is not None:
                return found
        return None

    def _batch(self, batch: Sequence[Case]) -> FirstBreak | None:
        events = _events_of(batch)
        facts = facts_of_many(batch)
        for case in batch:
            chain = events[case.pk]
            self.case_count += 1
            self.event_count += len(chain)
            if self._fault(case, chain, facts[case.pk]) is None:
                continue
            found = self._fault_at_rest(case.pk)
            if found is not None:
                return found
        return None

    def _fault_at_rest(self, case_id: UUID) -> FirstBreak | None:
        """Look again with the case locked: it may have moved while it was read."""
        with transaction.atomic():
            locked = Case.objects.select_for_update(of=("self",))
            case = _with_version(locked).get(pk=case_id)
            chain = _events_of([case])[case.pk]
            return self._fault(case, chain, facts_of(case))

    def _fault(
        self, case: Case, chain: Sequence[Event], facts: Facts
    ) -> FirstBreak | None:
        return (
            self._version_break(case)
            or _chain_break(case, chain)
            or _blob_break(case, chain)
            or _phase_break(case, chain)
            or _replay_break(case, chain, facts)
        )

    def _version_break(self, case: Case) -> FirstBreak | None:
        if case.version_id in self._sound_versions:
            return None
        version = MatterVersion.objects.get(pk=case.version_id)
        if sha256_text(version.payload_json) != version.digest:
            return FirstBreak(
                case=case.number,
                seq=0,
                reason=f"the payload of version {version.pk} does not fit its digest",
            )
        self._sound_versions.add(version.pk)
        return None


def _with_version(cases: QuerySet[Case]) -> QuerySet[Case]:
    # The payloads of versions are large, and each is looked at once.
    return cases.select_related("version").defer("version__payload_json")


def _events_of(cases: Iterable[Case]) -> dict[UUID, list[Event]]:
    events: dict[UUID, list[Event]] = defaultdict(list)
    rows = Event.objects.filter(stream__in=[case.pk for case in cases])
    for event in rows.select_related("payload").order_by("stream", "seq"):
        events[event.stream].append(event)
    return events


def _chain_break(case: Case, chain: Sequence[Event]) -> FirstBreak | None:
    if not chain:
        return FirstBreak(case=case.number, seq=1, reason="the case has no events")
    found = verify_stream(
        case.pk,
        genesis=genesis_of(case),
        head=(case.head_seq, case.head_hash),
        events=chain,
    )
    if found is None:
        return None
    return FirstBreak(case=case.number, seq=found.seq, reason=found.reason)


def _blob_break(case: Case, chain: Sequence[Event]) -> FirstBreak | None:
    sound: set[str] = set()
    for event in chain:
        for digest in event.blob_digests:
            if digest in sound:
                continue
            if reason := _blob_fault(digest):
                return FirstBreak(case=case.number, seq=event.seq, reason=reason)
            sound.add(digest)
    return None


def _blob_fault(digest: str) -> str:
    if blobs.verify(digest):
        return ""
    try:
        blobs.open_blob(digest).close()
    except AuditError:
        return f"stored file {digest} is missing"
    return f"stored file {digest} has other bytes"


def _phase_break(case: Case, chain: Sequence[Event]) -> FirstBreak | None:
    """Every event is a row of the transition table, taken from where the case stood."""
    phase = ""
    for event in chain:
        rule = RULE_OF_EVENT.get(event.type)
        body = _body(event)
        source, target = str(body.get("from")), str(body.get("to"))
        if rule is None:
            reason = f"'{event.type}' is no event of the transition table"
        elif source != phase or (rule.from_phases and source not in rule.from_phases):
            reason = f"'{event.type}' is not possible in the phase '{phase}'"
        elif target != (rule.to_phase or phase):
            reason = f"'{event.type}' does not lead to the phase '{target}'"
        else:
            phase = target
            continue
        return FirstBreak(case=case.number, seq=event.seq, reason=reason)
    return None


def _replay_break(
    case: Case, chain: Sequence[Event], facts: Facts
) -> FirstBreak | None:
    """The events add up to the rows; the break is at the last event on that row."""
    changes = [_body(event).get("changes") or {} for event in chain]
    expected = folded(changes)
    for key in sorted(set(expected) | set(facts)):
        reason = _difference(key, expected.get(key), facts.get(key))
        if reason:
            told = [
                event.seq
                for event, change in zip(chain, changes, strict=True)
                if key in change
            ]
            seq = told[-1] if told else chain[-1].seq
            return FirstBreak(case=case.number, seq=seq, reason=reason)
    return None


def _difference(
    key: str, expected: dict[str, Any] | None, stored: dict[str, Any] | None
) -> str:
    if expected is None:
        return f"the row '{key}' is stored, but no event tells of it"
    if stored is None:
        return f"the row '{key}' is missing"
    for name in sorted(set(expected) | set(stored)):
        if expected.get(name) != stored.get(name):
            return f"'{name}' of the row '{key}' is not what the events tell"
    return ""


def _body(event: Event) -> dict[str, Any]:
    body = json.loads(event.payload.body)
    return body if isinstance(body, dict) else {}


def _stray_event() -> FirstBreak | None:
    owner = Case.objects.filter(pk=OuterRef("stream"))
    event = Event.objects.filter(~Exists(owner)).order_by("stream", "seq").first()
    if event is None:
        return None
    return FirstBreak(
        case=str(event.stream), seq=event.seq, reason="the events belong to no case"
    )


def _missing_number() -> FirstBreak | None:
    """Numbers have no gap, so a case that was deleted as a whole leaves one."""
    counters = CaseNumberCounter.objects.order_by("day", "region")
    for counter in counters.iterator():
        if _gap(counter) is None:
            continue
        with transaction.atomic():
            # Somebody may be filing: with the counter locked nobody is.
            found = _gap(counters.select_for_update().get(pk=counter.pk))
        if found is not None:
            return found
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


def _broken_seal() -> FirstBreak | None:
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
