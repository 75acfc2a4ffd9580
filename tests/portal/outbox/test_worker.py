from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine

from portal.outbox import services, worker
from portal.outbox.models import OutboxJob
from portal.outbox.registry import Registry, registry
from portal.outbox.services import enqueue

pytestmark = pytest.mark.django_db

START = datetime.datetime(2026, 11, 2, 1, 0, tzinfo=datetime.UTC)


def test_run_once_does_all_due_jobs(topic) -> None:
    seen = topic("greet")
    enqueue("greet", "a", {"name": "alice"})
    enqueue("greet", "b", {"name": "bob"})

    assert worker.run_once() == 2
    assert seen == [{"name": "alice"}, {"name": "bob"}]
    assert worker.run_once() == 0


def test_run_once_failing_job_keeps_its_error_and_does_not_stop_the_others(
    topic,
) -> None:
    def refuse(_payload: dict[str, Any]) -> None:
        raise ValueError("no such guide 'x'")

    topic("broken", refuse)
    seen = topic("fine")
    enqueue("broken", "a", {})
    enqueue("fine", "a", {})

    assert worker.run_once() == 1

    job = OutboxJob.objects.get(topic="broken")
    assert job.state == "pending"
    assert "ValueError: no such guide 'x'" in job.error
    assert len(seen) == 1


def test_run_once_job_that_always_fails_ends_dead(topic) -> None:
    def refuse(_payload: dict[str, Any]) -> None:
        raise ValueError("still broken")

    seen = topic("broken", refuse, max_attempts=3)
    with time_machine.travel(START, tick=False) as clock:
        enqueue("broken", "a", {})
        for _ in range(5):
            worker.run_once()
            clock.shift(datetime.timedelta(minutes=10))

    assert len(seen) == 3
    assert OutboxJob.objects.get().state == "dead"


def test_run_once_unknown_topic_is_kept_with_a_reason() -> None:
    enqueue("no-such-topic", "a", {})

    worker.run_once()

    job = OutboxJob.objects.get()
    assert job.state == "pending"  # a worker of a newer version may know it
    assert "no-such-topic" in job.error


def test_run_once_job_that_lost_its_lease_is_not_ended(topic) -> None:
    def overslept(_payload: dict[str, Any]) -> None:
        OutboxJob.objects.update(lease_token="another")  # as a second worker would
        services.keep_alive()

    topic("slow", overslept)
    enqueue("slow", "a", {})

    assert worker.run_once() == 0
    assert OutboxJob.objects.get().state == "running"


def test_keep_alive_outside_a_job_does_nothing() -> None:
    services.keep_alive()


def test_worker_once_does_one_job(topic) -> None:
    seen = topic("greet")
    enqueue("greet", "a", {})
    enqueue("greet", "b", {})

    assert worker.Worker().run(once=True) == 1
    assert len(seen) == 1


def test_worker_told_to_stop_ends_after_the_job_in_hand(topic) -> None:
    running = worker.Worker()
    seen = topic("greet", lambda _payload: running.stop())
    enqueue("greet", "a", {})
    enqueue("greet", "b", {})

    assert running.run() == 1
    assert len(seen) == 1


def test_worker_does_its_chores_and_survives_a_broken_one(topic, caplog) -> None:
    done = []

    def broken() -> None:
        raise ValueError("dust")

    registry.chore("sweep", seconds=60)(lambda: done.append("sweep"))
    registry.chore("dust", seconds=60)(broken)

    worker.Worker().run(until_empty=True)

    assert done == ["sweep"]
    assert "chore failed name=dust" in caplog.text


def test_registry_refuses_a_second_handler_for_a_topic() -> None:
    own = Registry()
    own.handler("t")(lambda _payload: None)

    with pytest.raises(ValueError, match="one handler a topic"):
        own.handler("t")(lambda _payload: None)
