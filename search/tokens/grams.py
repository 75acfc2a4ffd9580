"""Overlapping character pairs: they find what no dictionary knows."""

from __future__ import annotations


def bigrams(run: str) -> list[str]:
    """Return the pairs of neighbouring characters, none for a single character."""
    return [run[start : start + 2] for start in range(len(run) - 1)]
