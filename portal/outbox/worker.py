"""Work off the outbox, one job after the other."""

from __future__ import annotations

import logging
import signal
import threading
import time
import traceback
from types import FrameType
from typing import Final

from django.db import DatabaseError, close_old_connections, connection

from portal.outbox import services
from portal.outbox.errors import LeaseLost, UnknownTopic
from portal.outbox.registry import Chore, registry
from portal.outbox.services import Lease

logger = logging.getLogger(__name__)

_POLL_SECONDS: Final = 0.5
_TROUBLE_SECONDS: Final = 5.0


def run_once() -> int:
    """Do every job that is due now; return how many ended well."""
    done = 0
    while (lease := services.take()) is not None:
        done += run_lease(lease)
    return done


def run_lease(lease: Lease) -> bool:
    """Do one job and end it; True when it ended well and was still ours."""
    started = time.monotonic()
    try:
        with services.working_on(lease):
            _function_of(lease)
    except LeaseLost:
        logger.warning("job lost topic=%s key=%s", lease.topic, lease.key)
        return False
    except Exception as error:  # noqa: BLE001 - whatever it was, the row keeps it
        services.fail(lease, _error_text(error))
        logger.warning(
            "job failed topic=%s key=%s attempt=%d error=%s",
            lease.topic,
            lease.key,
            lease.attempts,
            error,
        )
        return False
    ended = services.finish(lease)
    seconds = time.monotonic() - started
    logger.info(
        "job done topic=%s key=%s seconds=%.3f", lease.topic, lease.key, seconds
    )
    return ended


def _function_of(lease: Lease) -> None:
    handler = registry.find(lease.topic)
    if handler is None:
        raise UnknownTopic(
            f"Job {lease.job_id} has the topic '{lease.topic}'; expected one of "
            f"{sorted(registry.handlers)}. Start a worker of the version that wrote it."
        )
    handler.function(lease.payload)


def _error_text(error: Exception) -> str:
    places = "".join(traceback.format_tb(error.__traceback__)[-4:])
    return f"{places}{type(error).__name__}: {error}"


class Worker:
    """Works until it is told to stop; a signal lets the job in hand end first."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._due: dict[str, float] = {}

    def listen_to_signals(self) -> None:
        """Stop on SIGTERM and SIGINT after the job in hand."""
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGINT, self._on_signal)

    def stop(self) -> None:
        """Ask the worker to stop after the job in hand."""
        self._stop.set()

    def run(self, *, once: bool = False, until_empty: bool = False) -> int:
        """Work; return how many jobs ended well.

        Args:
            once: Do one job at most, then return.
            until_empty: Return when nothing is due.
        """
        done = 0
        while not self._stop.is_set():
            try:
                _refresh_connection()
                self._do_chores()
                lease = services.take()
                if lease is not None:
                    done += run_lease(lease)
            except DatabaseError as error:
                if once or until_empty:
                    raise
                logger.warning("database away, trying again error=%s", error)
                self._stop.wait(_TROUBLE_SECONDS)
                continue
            if once or (until_empty and lease is None):
                break
            if lease is None:
                self._stop.wait(_POLL_SECONDS)
        return done

    def _do_chores(self) -> None:
        for chore in registry.chores:
            if self._due.get(chore.name, 0.0) <= time.monotonic():
                self._due[chore.name] = time.monotonic() + chore.seconds
                _do_chore(chore)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stop()


def _refresh_connection() -> None:
    # Inside somebody's transaction the connection is theirs.
    if not connection.in_atomic_block:
        close_old_connections()


def _do_chore(chore: Chore) -> None:
    try:
        chore.function()
    except DatabaseError:
        raise
    except Exception:
        logger.exception("chore failed name=%s", chore.name)
