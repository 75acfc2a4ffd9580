from __future__ import annotations

import datetime

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from portal.outbox import services
from portal.outbox.errors import LeaseLost, NotDead
from portal.outbox.models import OutboxJob
from portal.outbox.services import enqueue

pytestmark = pytest.mark.django_db

START = datetime.datetime(2026, 11, 2, 1, 0, tzinfo=datetime.UTC)


def test_enqueue_equal_waiting_job_becomes_one_with_newest_payload() -> None:
    first = enqueue("t", "a", {"n": 1})
    second = enqueue("t", "a", {"n": 2}, priority=5)

    assert first.pk == second.pk
    job = OutboxJob.objects.get()
    assert (job.payload, job.priority) == ({"n": 2}, 5)


def test_enqueue_while_equal_job_runs_adds_another() -> None:
    enqueue("t", "a", {})
    services.take()

    enqueue("t", "a", {})

    states = OutboxJob.objects.values_list("state", flat=True)
    assert sorted(states) == ["pending", "running"]


def test_enqueue_sooner_moves_waiting_job_forward_and_later_does_not() -> None:
    now = timezone.now()
    enqueue("t", "a", {}, available_at=now + datetime.timedelta(hours=1))
    enqueue("t", "a", {}, available_at=now)
    job = enqueue("t", "a", {}, available_at=now + datetime.timedelta(hours=2))

    assert job.available_at == now


def test_enqueue_in_rolled_back_transaction_leaves_nothing() -> None:
    with transaction.atomic():
        enqueue("t", "a", {})
        transaction.set_rollback(True)

    assert not OutboxJob.objects.exists()


def test_take_prefers_priority_then_age_and_skips_the_future() -> None:
    later = timezone.now() + datetime.timedelta(hours=1)
    enqueue("t", "future", {}, available_at=later, priority=9)
    enqueue("t", "old", {})
    enqueue("t", "urgent", {}, priority=1)

    keys = [lease.key for lease in iter(services.take, None)]

    assert keys == ["urgent", "old"]


def test_take_running_job_is_not_taken_before_its_lease_ends() -> None:
    with time_machine.travel(START, tick=False) as clock:
        enqueue("t", "a", {})
        first = services.take()
        assert first is not None
        clock.shift(59)
        assert services.take() is None
        clock.shift(2)
        second = services.take()

    assert second is not None
    assert second.token != first.token
    assert second.attempts == 2


def test_finish_with_a_lost_lease_changes_nothing() -> None:
    with time_machine.travel(START, tick=False) as clock:
        enqueue("t", "a", {})
        first = services.take()
        clock.shift(61)
        second = services.take()
        assert first is not None
        assert second is not None

        assert services.finish(first) is False
        assert services.fail(first, "late") is False
        with pytest.raises(LeaseLost, match="another worker"):
            services.extend(first)
        assert services.finish(second) is True

    job = OutboxJob.objects.get()
    assert (job.state, job.error, job.lease_token) == ("done", "", "")


def test_extend_keeps_the_job() -> None:
    with time_machine.travel(START, tick=False) as clock:
        enqueue("t", "a", {})
        lease = services.take()
        assert lease is not None
        clock.shift(50)
        services.extend(lease)
        clock.shift(50)

        assert services.take() is None


def test_fail_waits_longer_each_time_with_chance_in_it() -> None:
    for attempts, seconds in ((1, 2), (2, 4), (5, 32), (30, 300)):
        waits = [services.backoff(attempts).total_seconds() for _ in range(50)]
        assert seconds * 0.75 <= min(waits) < max(waits) <= seconds * 1.25


def test_fail_when_equal_job_was_enqueued_meanwhile_leaves_one_waiting() -> None:
    enqueue("t", "a", {"n": 1})
    lease = services.take()
    assert lease is not None
    enqueue("t", "a", {"n": 2})

    services.fail(lease, "boom")

    waiting = OutboxJob.objects.get(state="pending")
    assert waiting.payload == {"n": 2}
    assert OutboxJob.objects.get(pk=lease.job_id).state == "done"


def test_retry_revives_a_dead_job(topic) -> None:
    topic("t", max_attempts=1)
    enqueue("t", "a", {"n": 1})
    lease = services.take()
    assert lease is not None
    services.fail(lease, "boom")
    assert OutboxJob.objects.get().state == "dead"

    revived = services.retry(lease.job_id)

    assert (revived.state, revived.attempts, revived.payload) == (
        "pending",
        0,
        {"n": 1},
    )


def test_retry_of_a_job_that_is_not_dead_is_refused() -> None:
    job = enqueue("t", "a", {})

    with pytest.raises(NotDead, match="pending"):
        services.retry(job.pk)


def test_take_job_that_killed_every_worker_is_given_up(topic) -> None:
    topic("t", max_attempts=2)
    with time_machine.travel(START, tick=False) as clock:
        enqueue("t", "a", {})
        for _ in range(2):
            assert services.take() is not None
            clock.shift(61)
        assert services.take() is None

    job = OutboxJob.objects.get()
    assert job.state == "dead"
    assert "stopped in the middle" in job.error


def test_prune_deletes_only_old_done_jobs() -> None:
    with time_machine.travel(START, tick=False) as clock:
        enqueue("t", "done", {})
        lease = services.take()
        assert lease is not None
        services.finish(lease)
        enqueue("t", "waiting", {})
        clock.shift(datetime.timedelta(days=8))

        assert services.prune() == 1

    assert OutboxJob.objects.get().key == "waiting"


def test_take_and_finish_cost_few_queries(django_assert_max_num_queries) -> None:
    for number in range(20):
        enqueue("t", str(number), {})

    with django_assert_max_num_queries(8):
        lease = services.take()
        assert lease is not None
        services.finish(lease)
