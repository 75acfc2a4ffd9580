"""Answers of the database that serve the requests of the next seconds, too."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.conf import settings

T = TypeVar("T")


class Recent(Generic[T]):
    """Calls a function again when its last answer is PORTAL_FRESH_SECONDS old.

    For what changes seldom and every request asks for. Who gets an answer leaves it as
    it is: others have the same one. An error is raised and not kept.
    """

    def __init__(self, ask: Callable[[], T]) -> None:
        self._ask = ask
        self._kept: tuple[float, T] | None = None

    def __call__(self) -> T:
        kept, now = self._kept, time.monotonic()
        if kept is None or now - kept[0] >= settings.PORTAL_FRESH_SECONDS:
            kept = self._kept = now, self._ask()
        return kept[1]
