"""What an operator asks of search: who answers, how much is there, and how old it is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineState:
    """One engine: its index in use, when that was built, and how many records are in it.

    `reason` tells why it is not `ok`; `missing` is true when a rebuild would mend that.
    `detail` is what only that engine knows, such as
    the state of the cluster's nodes.
    """

    name: str
    ok: bool
    documents: int = 0
    index: str = ""
    built_at: datetime.datetime | None = None
    detail: str = ""
    reason: str = ""
    missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchState:
    """All engines as this process sees them, the one that is asked first in front.

    `resting_seconds` is for how long the cluster is left alone after it failed, 0.0 while
    it is asked.
    """

    engines: tuple[EngineState, ...]
    layout: int
    resting_seconds: float = 0.0

    @property
    def answering(self) -> str:
        """The name of the engine that answers now, "" when none does."""
        able = [engine.name for engine in self.engines if engine.ok]
        if self.resting_seconds:
            able = [name for name in able if name != self.engines[0].name]
        return able[0] if able else ""

    @property
    def missing(self) -> bool:
        """Tell whether an engine lacks an index that fits this version of the portal."""
        return any(engine.missing for engine in self.engines)

    @property
    def ok(self) -> bool:
        """Tell whether searches are answered at all."""
        return bool(self.answering)


def built_at(index: str) -> datetime.datetime | None:
    """Return when an index was begun; its name holds the time in nanoseconds.

    >>> built_at("index-1700000000000000000-0123abcd").isoformat()
    '2023-11-14T22:13:20+00:00'
    """
    _name, _dash, rest = index.rpartition("-")
    stamp = _name.rpartition("-")[2]
    if not (rest and stamp.isdigit()):
        return None
    seconds = int(stamp) / 1_000_000_000
    return datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC)
