"""Which function does the work of a topic, and what a worker does from time to time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

JobFunction = Callable[[dict[str, Any]], None]

DEFAULT_MAX_ATTEMPTS: Final = 8
DEFAULT_LEASE_SECONDS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """The function of a topic with its patience.

    `lease_seconds` is how long a worker may stay silent before another one takes over;
    `max_attempts` is how often a job is tried before it waits for a person.
    """

    topic: str
    function: JobFunction
    max_attempts: int = DEFAULT_MAX_ATTEMPTS
    lease_seconds: int = DEFAULT_LEASE_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """Something that a worker does every `seconds`, at the first time on its start."""

    name: str
    function: Callable[[], None]
    seconds: int


class Registry:
    """Handlers by topic, and chores by name."""

    def __init__(self) -> None:
        self._handlers: dict[str, Handler] = {}
        self._chores: dict[str, Chore] = {}

    def handler(
        self,
        topic: str,
        *,
        max_attempts: int = DEFAULT_MAX_ATTEMPTS,
        lease_seconds: int = DEFAULT_LEASE_SECONDS,
    ) -> Callable[[JobFunction], JobFunction]:
        """Register the decorated function for a topic.

        The function gets the job's payload. It may run again after a kill, so doing
        its work twice must be the same as doing it once.
        """

        def register(function: JobFunction) -> JobFunction:
            known = self._handlers.get(topic)
            if known is not None and known.function is not function:
                raise ValueError(
                    f"Topic '{topic}' already has the handler "
                    f"'{known.function.__qualname__}'; expected one handler a topic."
                )
            self._handlers[topic] = Handler(
                topic=topic,
                function=function,
                max_attempts=max_attempts,
                lease_seconds=lease_seconds,
            )
            return function

        return register

    def chore(
        self, name: str, *, seconds: int
    ) -> Callable[[Callable[[], None]], Callable[[], None]]:
        """Register the decorated function to be done every `seconds` by a worker."""

        def register(function: Callable[[], None]) -> Callable[[], None]:
            self._chores[name] = Chore(name=name, function=function, seconds=seconds)
            return function

        return register

    def forget(self, topic: str) -> None:
        """Remove a topic's handler, if there is one."""
        self._handlers.pop(topic, None)

    def find(self, topic: str) -> Handler | None:
        """Return the handler of a topic, or None."""
        return self._handlers.get(topic)

    @property
    def handlers(self) -> Mapping[str, Handler]:
        return self._handlers

    @property
    def chores(self) -> tuple[Chore, ...]:
        return tuple(self._chores.values())


registry: Final = Registry()
handler = registry.handler
chore = registry.chore
