"""Put jobs in the outbox, take them with a lease, and end them.

Every change is one conditional UPDATE, so that two workers can never both own a job
and a worker that lost its lease can never end a job of another one.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from portal.outbox.errors import LeaseLost, NotDead
from portal.outbox.models import OutboxJob
from portal.outbox.registry import (
    DEFAULT_LEASE_SECONDS,
    DEFAULT_MAX_ATTEMPTS,
    registry,
)

_FIRST_DELAY_SECONDS: Final = 2
_LONGEST_DELAY_SECONDS: Final = 300
_JITTER: Final = 0.25
_ERROR_CHARACTERS: Final = 4000
_CANDIDATES: Final = 5

_random: Final = secrets.SystemRandom()
State = OutboxJob.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to work on a job until it is ended or the time is over.

    `interrupted` says that another worker began it and fell silent.
    """

    job_id: int
    topic: str
    key: str
    payload: dict[str, Any]
    attempts: int
    token: str
    seconds: int
    interrupted: bool = False


_current: ContextVar[Lease | None] = ContextVar("outbox_lease", default=None)


def enqueue(
    topic: str,
    key: str,
    payload: Mapping[str, Any],
    *,
    available_at: datetime.datetime | None = None,
    priority: int = 0,
) -> OutboxJob:
    """Add a job in the caller's transaction, or refresh the equal one that waits.

    Topic and key name the work; the newest payload wins. The UPDATE comes first, since
    it locks the waiting row: a worker cannot take it before this transaction commits.
    """
    now = timezone.now()
    when = available_at or now
    waiting = OutboxJob.objects.filter(topic=topic, key=key, state=State.PENDING)
    if not waiting.update(payload=dict(payload)):
        try:
            with transaction.atomic():
                return OutboxJob.objects.create(
                    topic=topic,
                    key=key,
                    payload=dict(payload),
                    priority=priority,
                    available_at=when,
                    created_at=now,
                )
        except IntegrityError:
            # Another transaction added the same job in between: refresh that one.
            waiting.update(payload=dict(payload))
    waiting.filter(available_at__gt=when).update(available_at=when)
    waiting.filter(priority__lt=priority).update(priority=priority)
    return waiting.get()


def take() -> Lease | None:
    """Take the next job that is due, most urgent first, or None.

    A job whose worker fell silent comes before new ones.
    """
    now = timezone.now()
    expired = Q(state=State.RUNNING, lease_until__lt=now)
    pending = Q(state=State.PENDING, available_at__lte=now)
    for condition in (expired, pending):
        lease = _take_one(condition, now)
        if lease is not None:
            return lease
    return None


def _take_one(condition: Q, now: datetime.datetime) -> Lease | None:
    jobs = OutboxJob.objects.filter(condition).order_by(
        "-priority", "available_at", "id"
    )
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            jobs = jobs.select_for_update(skip_locked=True)
        for job in jobs[:_CANDIDATES]:
            lease = _claim(job, condition, now)
            if lease is not None:
                return lease
    return None


def _claim(job: OutboxJob, condition: Q, now: datetime.datetime) -> Lease | None:
    handler = registry.find(job.topic)
    seconds = handler.lease_seconds if handler else DEFAULT_LEASE_SECONDS
    same = OutboxJob.objects.filter(condition, pk=job.pk)
    if job.state == State.RUNNING and handler and job.attempts >= handler.max_attempts:
        # It took every worker down with it; a person has to look.
        same.update(
            state=State.DEAD,
            lease_token="",
            lease_until=None,
            finished_at=now,
            error=job.error or "Every worker that took this job stopped in the middle.",
        )
        return None
    token = secrets.token_hex(16)
    taken = same.update(
        state=State.RUNNING,
        attempts=F("attempts") + 1,
        lease_token=token,
        lease_until=now + datetime.timedelta(seconds=seconds),
        started_at=now,
    )
    if not taken:
        return None
    return Lease(
        job_id=job.pk,
        topic=job.topic,
        key=job.key,
        payload=dict(job.payload),
        attempts=job.attempts + 1,
        token=token,
        seconds=seconds,
        interrupted=job.state == State.RUNNING,
    )


def extend(lease: Lease) -> None:
    """Keep a job for another lease time.

    Raises:
        LeaseLost: another worker has taken it.
    """
    until = timezone.now() + datetime.timedelta(seconds=lease.seconds)
    if not _owned(lease).update(lease_until=until):
        raise LeaseLost(
            f"Job {lease.job_id} ('{lease.topic}', '{lease.key}') is no longer ours: "
            f"its lease was over and another worker took it. Stop working on it."
        )


def keep_alive() -> None:
    """Extend the lease of the job that is being worked on, if there is one.

    Handlers of long work call this at their steps.
    """
    lease = _current.get()
    if lease is not None:
        extend(lease)


def was_interrupted() -> bool:
    """Tell whether the job that is being worked on was begun by a worker that died.

    What that one did is done, but nobody was told of it.
    """
    lease = _current.get()
    return lease is not None and lease.interrupted


@contextmanager
def working_on(lease: Lease) -> Iterator[None]:
    """Make `keep_alive` speak of this lease."""
    token = _current.set(lease)
    try:
        yield
    finally:
        _current.reset(token)


def finish(lease: Lease) -> bool:
    """Mark a job as done; False when the lease was lost before."""
    ended = _owned(lease).update(
        state=State.DONE,
        lease_token="",
        lease_until=None,
        finished_at=timezone.now(),
        error="",
    )
    return bool(ended)


def fail(lease: Lease, error: str) -> bool:
    """Put a job back with a growing delay, or give it up after its last attempt."""
    handler = registry.find(lease.topic)
    now = timezone.now()
    values: dict[str, Any] = {
        "error": error[-_ERROR_CHARACTERS:],
        "lease_token": "",
        "lease_until": None,
    }
    # A topic that this worker does not know may belong to a newer one beside it.
    attempts = handler.max_attempts if handler else DEFAULT_MAX_ATTEMPTS
    if lease.attempts >= attempts:
        dead = _owned(lease).update(**values, state=State.DEAD, finished_at=now)
        return bool(dead)
    values["available_at"] = now + backoff(lease.attempts)
    try:
        with transaction.atomic():
            return bool(_owned(lease).update(**values, state=State.PENDING))
    except IntegrityError:
        # The same work was asked for again in the meantime: that row will do it.
        return bool(_owned(lease).update(**values, state=State.DONE, finished_at=now))


def retry(job_id: int) -> OutboxJob:
    """Give a job that was given up a fresh start.

    Raises:
        NotDead: the job is not given up.
    """
    with transaction.atomic():
        job = OutboxJob.objects.select_for_update().get(pk=job_id)
        if job.state != State.DEAD:
            raise NotDead(
                f"Job {job.pk} is '{job.state}'; expected '{State.DEAD.value}', since "
                f"only a job that was given up can be retried."
            )
        revived = enqueue(job.topic, job.key, job.payload, priority=job.priority)
        OutboxJob.objects.filter(pk=job.pk).update(state=State.DONE)
    return revived


def prune(*, days: int = 7) -> int:
    """Delete jobs that were done more than `days` ago; return how many."""
    before = timezone.now() - datetime.timedelta(days=days)
    deleted, _ = OutboxJob.objects.filter(
        state=State.DONE, finished_at__lt=before
    ).delete()
    return deleted


def backoff(attempts: int) -> datetime.timedelta:
    """Return how long to wait after so many attempts, with some chance in it."""
    seconds = min(_FIRST_DELAY_SECONDS * 2 ** (attempts - 1), _LONGEST_DELAY_SECONDS)
    factor = 1 + _random.uniform(-_JITTER, _JITTER)
    return datetime.timedelta(seconds=seconds * factor)


def _owned(lease: Lease) -> QuerySet[OutboxJob]:
    return OutboxJob.objects.filter(
        pk=lease.job_id, state=State.RUNNING, lease_token=lease.token
    )
