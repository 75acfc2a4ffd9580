"""Prove that nothing in the archive of cases was changed behind the services' back.

Each case is walked in turn: the version that it is judged by, the chain of its events,
the stored files that they speak of, and the replay of the events against the rows. What
no case owns comes last (see `portal.cases.archive_edges`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction

from portal.audit import blobs
from portal.audit.canonical import sha256_text
from portal.audit.chain import verify_stream
from portal.audit.errors import AuditError
from portal.audit.models import Event, Seal
from portal.cases.acts import genesis_of
from portal.cases.archive_edges import (
    FirstBreak,
    broken_seal,
    missing_number,
    stray_event,
)
from portal.cases.facts import Facts, facts_of, facts_of_many, folded
from portal.cases.models import Case
from portal.cases.transitions import RULE_OF_EVENT
from portal.publishing.models import MatterVersion

# So many cases are held in memory at once, with their events and rows.
_BATCH: Final = 100
# What reading a row can raise when its bytes were changed so that they are no value.
_UNREADABLE: Final = (
    ArithmeticError,
    AttributeError,
    AuditError,
    DatabaseError,
    LookupError,
    ObjectDoesNotExist,
    TypeError,
    ValueError,
)


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
    found = walk.cases() or next(
        (
            found
            for what, look in _EDGES.items()
            if (found := _readable(look, what)) is not None
        ),
        None,
    )
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
        # Numbers alone: a case whose version or id was changed must not drop out.
        numbers = Case.objects.order_by("number").values_list("number", flat=True)
        rows = numbers.iterator(chunk_size=_BATCH)
        while batch := list(islice(rows, _BATCH)):
            found = self._batch(batch)
            if found is not None:
                return found
        return None

    def _batch(self, numbers: Sequence[str]) -> FirstBreak | None:
        try:
            suspects = self._suspects(numbers)
        except _UNREADABLE:
            suspects = list(numbers)
        for number in suspects:
            found = self._fault_at_rest(number)
            if found is not None:
                return found
        return None

    def _suspects(self, numbers: Sequence[str]) -> list[str]:
        """Return the numbers of the cases that are to be looked at again, alone."""
        cases = list(Case.objects.filter(number__in=numbers).order_by("number"))
        self._add_versions(cases)
        events, facts = _events_of(cases), facts_of_many(cases)
        self.case_count += len(cases)
        self.event_count += sum(len(chain) for chain in events.values())
        return [
            case.number
            for case in cases
            if self._fault(case, events[case.pk], facts[case.pk]) is not None
        ]

    def _fault_at_rest(self, number: str) -> FirstBreak | None:
        """Look with the case locked: it may have moved while it was read."""
        try:
            with transaction.atomic():
                case = Case.objects.select_for_update().get(number=number)
                self._add_versions([case])
                chain = _events_of([case])[case.pk]
                return self._fault(case, chain, facts_of(case))
        except _UNREADABLE as err:
            return FirstBreak(
                case=number, seq=0, reason=f"a row of the case cannot be read: {err}"
            )

    def _add_versions(self, cases: Iterable[Case]) -> None:
        # The payloads of versions are large, and each is looked at once.
        wanted = MatterVersion.objects.defer("payload_json")
        versions = wanted.in_bulk({case.version_id for case in cases})
        for case in cases:
            case.version = versions[case.version_id]

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
        if reason := _version_fault(version):
            return FirstBreak(case=case.number, seq=0, reason=reason)
        self._sound_versions.add(version.pk)
        return None


def _readable(look: Callable[[], FirstBreak | None], what: str) -> FirstBreak | None:
    try:
        return look()
    except _UNREADABLE as err:
        return FirstBreak(case=what, seq=0, reason=f"a row cannot be read: {err}")


_EDGES: Final[Mapping[str, Callable[[], FirstBreak | None]]] = {
    "events": stray_event,
    "numbers": missing_number,
    "seals": broken_seal,
}


def _events_of(cases: Iterable[Case]) -> dict[UUID, list[Event]]:
    events: dict[UUID, list[Event]] = defaultdict(list)
    rows = Event.objects.filter(stream__in=[case.pk for case in cases])
    for event in rows.select_related("payload").order_by("stream", "seq"):
        events[event.stream].append(event)
    return events


def _version_fault(version: MatterVersion) -> str:
    if sha256_text(version.payload_json) != version.digest:
        return f"the payload of version {version.pk} does not fit its digest"
    named = (version.payload["code"], version.payload["source_id"])
    if named != (version.code, version.source_id):
        return f"version {version.pk} is not of the matter that its payload names"
    return ""


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
