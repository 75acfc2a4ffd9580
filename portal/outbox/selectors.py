"""Read what the outbox holds, for people who watch it."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Final

from django.db.models import Count

from portal.outbox.models import OutboxJob

_SHOWN: Final = 50
State = OutboxJob.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The jobs of some topics: how many wait, the newest of each state, and the pace.

    `seconds` is the median from asking to done of the last jobs, None without any.
    """

    waiting: int
    running: list[OutboxJob]
    retrying: list[OutboxJob]
    dead: list[OutboxJob]
    done: list[OutboxJob]
    seconds: float | None


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
    waits = [
        (job.finished_at - job.created_at).total_seconds()
        for job in done
        if job.finished_at is not None
    ]
    retrying = jobs.filter(state=State.PENDING, attempts__gt=0)
    return Queue(
        waiting=counts.get(State.PENDING, 0),
        running=list(jobs.filter(state=State.RUNNING)[:_SHOWN]),
        retrying=list(retrying[:_SHOWN]),
        dead=list(jobs.filter(state=State.DEAD).order_by("-id")[:_SHOWN]),
        done=done,
        seconds=median(waits) if waits else None,
    )
