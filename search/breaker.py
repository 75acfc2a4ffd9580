"""Leave a server alone for a while after it failed, then try it again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Breaker:
    """Says who may try a server that failed.

    After a failure nobody tries for `pause_seconds`; then one caller does, while the
    others still do without. Its success lets everybody in again.
    """

    def __init__(
        self,
        *,
        pause_seconds: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pause_seconds = pause_seconds
        self._clock = clock
        self._closed_until: float | None = None
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Tell whether the caller may try; the answer must be reported back."""
        with self._lock:
            if self._closed_until is None:
                return True
            now = self._clock()
            if now < self._closed_until:
                return False
            # This caller is the one that tries; a caller that never reports back (its
            # process ended) costs no more than another pause.
            self._closed_until = now + self._pause_seconds
            return True

    def resting_seconds(self) -> float:
        """Return for how long nobody tries, 0.0 while everybody does."""
        with self._lock:
            if self._closed_until is None:
                return 0.0
            return max(self._closed_until - self._clock(), 0.0)

    def succeeded(self) -> None:
        """Report that the server answered."""
        with self._lock:
            self._closed_until = None

    def failed(self) -> None:
        """Report that the server did not answer."""
        with self._lock:
            self._closed_until = self._clock() + self._pause_seconds
