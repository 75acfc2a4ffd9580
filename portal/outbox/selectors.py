"""Read what the outbox holds, for people who watch it."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Final

from django.db.models import Count, Q
from django.utils import timezone

from portal.outbox.models import OutboxJob

_SHOWN: Final = 50
State = OutboxJob.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The jobs of some topics: how many wait, and the newest of each state."""

    waiting: int
    running: list[OutboxJob]
    retrying: list[OutboxJob]
    dead: list[OutboxJob]
    done: list[OutboxJob]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How many urgent jobs are before a new one, and how long one usually takes.

    `seconds` is the median of work on the last urgent jobs, `wait_seconds` that from
    asking to done; None without any.
    """

    ahead: int
    seconds: float | None
    wait_seconds: float | None


def is_due() -> Q:
    """Return what holds for the jobs that a worker may take now."""
    return Q(state=State.PENDING, available_at__lte=timezone.now())


def pace_of(prefix: str) -> Pace:
    """Return the pace of what people ask for: jobs of a topic with a priority."""
    jobs = OutboxJob.objects.filter(topic__startswith=prefix, priority__gt=0)
    ahead = jobs.filter(Q(state=State.RUNNING) | is_due()).count()
    done = jobs.filter(state=State.DONE).order_by("-id")
    work, waits = [], []
    for job in done.only("created_at", "started_at", "finished_at")[:_SHOWN]:
        if job.started_at is not None and job.finished_at is not None:
            work.append((job.finished_at - job.started_at).total_seconds())
            waits.append((job.finished_at - job.created_at).total_seconds())
    return Pace(
        ahead=ahead,
        seconds=median(work) if work else None,
        wait_seconds=median(waits) if waits else None,
    )


def queue_of(prefix: str) -> Queue:
    """Return the jobs whose topic begins with a prefix, e.g. "publishing."."""
    jobs = OutboxJob.objects.filter(topic__startswith=prefix)
    counts = dict(
        jobs.order_by()
        .values("state")
        .annotate(n=Count("pk"))
        .values_list("state", "n")
    )
    done = list(
        jobs.filter(state=State.DONE, finished_at__isnull=False).order_by("-id")[
            :_SHOWN
        ]
    )
    retrying = jobs.filter(state=State.PENDING, attempts__gt=0)
    return Queue(
        waiting=counts.get(State.PENDING, 0),
        running=list(jobs.filter(state=State.RUNNING)[:_SHOWN]),
        retrying=list(retrying[:_SHOWN]),
        dead=list(jobs.filter(state=State.DEAD).order_by("-id")[:_SHOWN]),
        done=done,
    )
