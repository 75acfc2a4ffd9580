"""Every fact of a case as a flat value, so that events can record what changed.

An event's body carries the facts that its command changed. Folding the events of a case
therefore gives exactly the facts that its rows must show now; `verify_archive` compares
the two. Free text and answers enter as digests only: the chain proves them without
repeating personal data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import models

from portal.audit.canonical import sha256_text
from portal.audit.chain import utc_text
from portal.cases.models import (
    Case,
    ClockSpan,
    CorrectionNotice,
    CorrectionPoint,
    Decision,
    Document,
    MaterialFile,
    MaterialSlot,
    StepInstance,
    Submission,
    Timer,
    TimerFire,
)

Facts = dict[str, dict[str, Any]]
Changes = dict[str, dict[str, Any] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowKind:
    """How the rows of one model become facts.

    `path` leads from a row to its case; `plain` columns enter as they are and `hidden`
    ones as digests.
    """

    model: type[models.Model]
    path: str
    joins: tuple[str, ...]
    key: Callable[[Any], str]
    plain: tuple[str, ...]
    hidden: tuple[str, ...] = ()


_CASE_PLAIN: Final = (
    "number",
    "version_id",
    "applicant_id",
    "organisation_id",
    "title",
    "channel",
    "region",
    "department_key",
    "hall_code",
    "phase",
    "outcome",
    "filed_at",
    "received_at",
    "accepted_at",
    "decided_at",
    "closed_at",
    "due_on",
    "yellow_on",
    "waiting_for",
    "lock_version",
)
_CASE_HIDDEN: Final = ("query_key", "idempotency_key")

ROW_KINDS: Final = (
    RowKind(
        model=Submission,
        path="case_id",
        joins=(),
        key=lambda row: f"submission:{row.round}",
        plain=("content_hash", "signed_by_id", "submitted_at"),
        hidden=("answers_json", "scenario_json"),
    ),
    RowKind(
        model=MaterialSlot,
        path="case_id",
        joins=(),
        key=lambda row: f"slot:{row.order}",
        plain=("name", "required", "way", "state", "decided_by_id"),
        hidden=("note",),
    ),
    RowKind(
        model=MaterialFile,
        path="slot__case_id",
        joins=("slot",),
        key=lambda row: f"file:{row.slot.order}:{row.round}:{row.digest}",
        plain=("size", "content_type", "scan"),
        hidden=("name",),
    ),
    RowKind(
        model=StepInstance,
        path="case_id",
        joins=(),
        key=lambda row: f"step:{row.sequence}",
        plain=(
            "stage_order",
            "name",
            "kind",
            "counted",
            "unit_dept",
            "post_name",
            "state",
            "claimed_by_id",
            "acted_as",
            "opened_at",
            "done_at",
            "done_by_id",
            "result",
        ),
        hidden=("opinion",),
    ),
    RowKind(
        model=CorrectionNotice,
        path="case_id",
        joins=(),
        key=lambda row: f"notice:{row.round}",
        plain=("state", "issued_on", "due_on", "answered_on", "issued_by_id"),
        hidden=("override_reason",),
    ),
    RowKind(
        model=CorrectionPoint,
        path="notice__case_id",
        joins=("notice",),
        key=lambda row: f"point:{row.notice.round}:{row.order}",
        plain=("target", "label", "reason_code"),
        hidden=("explanation",),
    ),
    RowKind(
        model=Decision,
        path="case_id",
        joins=(),
        key=lambda row: "decision",
        plain=("outcome", "made_by_id", "deemed", "made_at"),
        hidden=("reasons", "legal_basis", "remedies"),
    ),
    RowKind(
        model=Document,
        path="case_id",
        joins=(),
        key=lambda row: f"document:{row.kind}:{row.ordinal}",
        plain=("number", "digest", "issued_at"),
        hidden=("content_json",),
    ),
    RowKind(
        model=Timer,
        path="case_id",
        joins=("step",),
        key=lambda row: f"timer:{row.ordinal}",
        plain=(
            "purpose",
            "budget",
            "unit",
            "started_at",
            "region",
            "state",
            "stopped_on",
            "due_on",
            "provisional",
            "next_fire_on",
            "step_id",
        ),
    ),
    RowKind(
        model=ClockSpan,
        path="timer__case_id",
        joins=("timer",),
        key=lambda row: f"span:{row.timer.ordinal}:{row.event_seq}",
        plain=("from_date", "to_date", "ground"),
    ),
    RowKind(
        model=TimerFire,
        path="timer__case_id",
        joins=("timer",),
        key=lambda row: f"fire:{row.timer.ordinal}:{row.rung}",
        plain=("reached_on", "fired_at"),
    ),
)


def facts_of(case: Case) -> Facts:
    """Return the facts of one case: its columns as held, its rows as stored."""
    return facts_of_many([case])[case.pk]


def facts_of_many(cases: Sequence[Case]) -> dict[UUID, Facts]:
    """Return the facts of several cases with one query for each kind of row."""
    facts: dict[UUID, Facts] = {
        case.pk: {"case": _entry(case, _CASE_PLAIN, _CASE_HIDDEN)} for case in cases
    }
    for kind in ROW_KINDS:
        rows: models.QuerySet[models.Model] = models.QuerySet(kind.model).filter(
            **{f"{kind.path.removesuffix('_id')}__in": list(facts)}
        )
        if kind.joins:
            rows = rows.select_related(*kind.joins)
        for row in rows:
            entry = _entry(row, kind.plain, kind.hidden)
            facts[_case_id(row, kind.path)][kind.key(row)] = entry
    return facts


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """Return what turns one set of facts into the other; None for a row that is gone."""
    changes: Changes = {}
    for key in sorted(set(before) | set(after)):
        if key not in after:
            changes[key] = None
        elif before.get(key) != after[key]:
            known = before.get(key, {})
            changes[key] = {
                name: value
                for name, value in after[key].items()
                if name not in known or known[name] != value
            }
    return changes


def folded(changes: Iterable[Mapping[str, Any]]) -> Facts:
    """Return the facts that a list of changes adds up to."""
    facts: Facts = {}
    for change in changes:
        for key, entry in change.items():
            if entry is None:
                facts.pop(key, None)
            else:
                facts[key] = {**facts.get(key, {}), **entry}
    return facts


def _entry(
    row: models.Model, plain: Iterable[str], hidden: Iterable[str]
) -> dict[str, Any]:
    entry = {name: _value(getattr(row, name)) for name in plain}
    entry |= {f"{name}_sha256": _digest(getattr(row, name)) for name in hidden}
    return entry


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    # Enumeration members are text too; the plain text is what will be read back.
    return str(value) if isinstance(value, str) else value


def _digest(value: Any) -> str:
    return sha256_text(str(value)) if value else ""


def _case_id(row: models.Model, path: str) -> UUID:
    value: Any = row
    for name in path.split("__"):
        value = getattr(value, name)
    return UUID(str(value))
