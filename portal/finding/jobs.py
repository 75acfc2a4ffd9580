"""What the worker does for search by the clock."""

from __future__ import annotations

from portal.finding.query_log import forget_old_counts
from portal.outbox.registry import chore


@chore("forget old search counts", seconds=24 * 60 * 60)
def forget_counts() -> None:
    """Delete counts of searches that are no longer needed."""
    forget_old_counts()
