"""Measurements of the portal as ratios against a reference of the same run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from portal.demo.benchmarks import editing, publishing, search, serving

Benchmark = Callable[..., dict[str, Any]]
BENCHMARKS: Final[Mapping[str, Benchmark]] = {
    "editing": editing.measure,
    "publishing": publishing.measure,
    "search": search.measure,
    "serving": serving.measure,
}
# Those that measure several numbers of matters.
SIZED: Final = ("publishing", "search")
