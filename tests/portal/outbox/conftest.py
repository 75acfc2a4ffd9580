from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from portal.outbox.registry import registry

Register = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def topic(monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    """Register a handler for the test; returns the payloads that it got."""
    monkeypatch.setattr(registry, "_chores", {})
    names = []

    def register(
        name: str,
        function: Callable[[dict[str, Any]], None] | None = None,
        **patience: int,
    ) -> list[dict[str, Any]]:
        seen: list[dict[str, Any]] = []

        def work(payload: dict[str, Any]) -> None:
            seen.append(payload)
            if function is not None:
                function(payload)

        registry.handler(name, **patience)(work)
        names.append(name)
        return seen

    yield register
    for name in names:
        registry.forget(name)
