"""The latest answers, so that what many ask is worked out once."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

from search.requests import SearchResults


class KeptAnswers:
    """The answers asked for last, by a key that changes with all that makes an answer.

    None is older than `seconds`, in case that a cluster was changed behind our back.
    """

    def __init__(
        self,
        most: int,
        *,
        seconds: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._kept: OrderedDict[Hashable, tuple[float, SearchResults]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> SearchResults | None:
        """Return the answer kept under a key."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or self._clock() - kept[0] >= self._seconds:
                return None
            self._kept.move_to_end(key)
            return kept[1]

    def put(self, key: Hashable, results: SearchResults) -> None:
        """Keep an answer; the one that was not asked for the longest goes for it."""
        with self._lock:
            self._kept[key] = self._clock(), results
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
