"""How far a measured mean can be trusted: bootstrap intervals, paired comparison."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TypedDict

from search.relevance import FIGURES, NEGATIVE, Scored

_RESAMPLES = 1000
_TAIL = 0.025
EVERYTHING = "all"

Interval = tuple[float, float]


class Change(TypedDict):
    """A mean change with its interval, and how many queries it made better or worse."""

    change: float
    interval: Interval
    better: int
    worse: int


def interval(values: Sequence[float]) -> Interval:
    """Return the bounds that hold the mean with a probability of 95 %.

    Percentile bootstrap: the queries are drawn again with replacement. Source: Efron,
    Tibshirani: An Introduction to the Bootstrap, chapter 13.

    >>> interval([1.0, 1.0, 1.0])
    (1.0, 1.0)
    """
    if not values:
        return 0.0, 0.0
    size = len(values)
    places = _draws(_RESAMPLES * size)
    means = sorted(
        sum(values[place % size] for place in places[start : start + size]) / size
        for start in range(0, len(places), size)
    )
    at = int(_TAIL * _RESAMPLES)
    return round(means[at], 4), round(means[-at - 1], 4)


@lru_cache(maxsize=8)
def _draws(count: int) -> array[int]:
    """Return random numbers, the same in every run, so that intervals repeat."""
    drawn = array("I")
    drawn.frombytes(hashlib.shake_256(b"bootstrap").digest(count * drawn.itemsize))
    return drawn


def intervals(results: Sequence[Scored]) -> dict[str, dict[str, Interval]]:
    """Return the interval of each figure over all answerable queries and by class.

    The class "negative" has one figure, the share of queries without a hit.
    """
    return {
        kind: {name: interval(values) for name, values in figures.items()}
        for kind, figures in _by_class(results).items()
    }


def compared(
    before: Sequence[Scored], after: Sequence[Scored]
) -> dict[str, dict[str, Change]]:
    """Return what changed from one configuration to the other, query by query.

    Both measured the same queries in the same order. Each class has the mean change of
    each figure, its interval, and how many queries became better and worse. A change is
    real when its interval does not hold zero.
    """
    changes: dict[str, dict[str, Change]] = {}
    old, new = _by_class(before), _by_class(after)
    for kind, figures in new.items():
        for name, values in figures.items():
            steps = [
                value - was for was, value in zip(old[kind][name], values, strict=True)
            ]
            changes.setdefault(kind, {})[name] = {
                "change": round(sum(steps) / len(steps), 4),
                "interval": interval(steps),
                "better": sum(step > 0 for step in steps),
                "worse": sum(step < 0 for step in steps),
            }
    return changes


def _by_class(results: Sequence[Scored]) -> Mapping[str, Mapping[str, list[float]]]:
    found: dict[str, dict[str, list[float]]] = {}
    for result in results:
        kind = result.query.kind
        for name in FIGURES:
            if name in result.figures:
                value = result.figures[name]
                found.setdefault(kind, {}).setdefault(name, []).append(value)
                if kind != NEGATIVE:
                    every = found.setdefault(EVERYTHING, {})
                    every.setdefault(name, []).append(value)
    return found
