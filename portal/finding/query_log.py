"""Count what is searched for, without writing while somebody waits.

Searches are counted in the memory of the process, masked, and added to the database
every few seconds. A process that is killed loses so much of the counts.
"""

from __future__ import annotations

import atexit
import datetime
import logging
import threading
from dataclasses import dataclass
from typing import Final

from django.db import DatabaseError, close_old_connections, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from portal.finding.masking import masked
from portal.finding.models import QueryCount

logger = logging.getLogger(__name__)

SLOW_MS: Final = 200.0
KEPT_DAYS: Final = 90
_FLUSH_SECONDS: Final = 5.0
# More different texts than this within a few seconds are no people.
_MOST_TEXTS: Final = 2000


@dataclass(slots=True)
class Tally:
    """What happened to one text since the last writing."""

    searches: int = 0
    empty: int = 0
    slow: int = 0
    slowest_ms: float = 0.0
    found: int = 0
    not_found: int = 0


class QueryLog:
    """Counts of one process on their way to the database."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tallies: dict[tuple[datetime.date, str], Tally] = {}
        self._timer: threading.Timer | None = None

    def note_search(self, text: str, *, total: int, took_ms: float) -> None:
        """Count a search."""
        with self._lock:
            tally = self._tally(text)
            if tally is None:
                return
            tally.searches += 1
            tally.empty += not total
            tally.slow += took_ms > SLOW_MS
            tally.slowest_ms = max(tally.slowest_ms, took_ms)

    def note_feedback(self, text: str, *, found: bool) -> None:
        """Count that somebody said whether the results helped."""
        with self._lock:
            tally = self._tally(text)
            if tally is None:
                return
            if found:
                tally.found += 1
            else:
                tally.not_found += 1

    def flush(self) -> int:
        """Add the counts to the database; return how many texts were written."""
        with self._lock:
            tallies, self._tallies = self._tallies, {}
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        if not tallies:
            return 0
        merged: dict[tuple[datetime.date, str], Tally] = {}
        for (day, text), tally in tallies.items():
            kept = masked(text)
            if kept:
                _add(merged.setdefault((day, kept), Tally()), tally)
        try:
            with transaction.atomic():
                for (day, text), tally in merged.items():
                    _write(day, text, tally)
        except DatabaseError as error:
            logger.warning("search counts lost texts=%d error=%s", len(merged), error)
            return 0
        return len(merged)

    def forget(self) -> None:
        """Drop what has not been written yet."""
        with self._lock:
            self._tallies = {}
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    def _tally(self, text: str) -> Tally | None:
        key = (timezone.localdate(), text)
        if key not in self._tallies and len(self._tallies) >= _MOST_TEXTS:
            return None
        if self._timer is None:
            self._timer = threading.Timer(_FLUSH_SECONDS, self._flush_alone)
            self._timer.daemon = True
            self._timer.start()
        return self._tallies.setdefault(key, Tally())

    def _flush_alone(self) -> None:
        close_old_connections()
        self.flush()
        close_old_connections()


query_log = QueryLog()
atexit.register(query_log.flush)


def forget_old_counts() -> int:
    """Delete counts of more than 90 days ago; return how many."""
    last = timezone.localdate() - datetime.timedelta(days=KEPT_DAYS)
    deleted, _kinds = QueryCount.objects.filter(day__lt=last).delete()
    return deleted


def _add(sum_of: Tally, more: Tally) -> None:
    sum_of.searches += more.searches
    sum_of.empty += more.empty
    sum_of.slow += more.slow
    sum_of.slowest_ms = max(sum_of.slowest_ms, more.slowest_ms)
    sum_of.found += more.found
    sum_of.not_found += more.not_found


def _write(day: datetime.date, text: str, tally: Tally) -> None:
    QueryCount.objects.get_or_create(day=day, text=text)
    QueryCount.objects.filter(day=day, text=text).update(
        searches=F("searches") + tally.searches,
        empty=F("empty") + tally.empty,
        slow=F("slow") + tally.slow,
        slowest_ms=Greatest("slowest_ms", tally.slowest_ms),
        found=F("found") + tally.found,
        not_found=F("not_found") + tally.not_found,
    )
