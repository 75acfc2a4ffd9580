"""What the worker does with files of the editors' desk."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from portal.editing.exchange import services
from portal.outbox.registry import chore, handler

# Ten thousand rows take half a minute; nobody else takes the job over meanwhile.
_LEASE_SECONDS: Final = 900
_HOUR: Final = 3600


@handler(services.CHECK_TOPIC, max_attempts=3, lease_seconds=_LEASE_SECONDS)
def check_upload(payload: dict[str, Any]) -> None:
    """Report what a file would change."""
    services.check(UUID(payload["upload"]))


@handler(services.APPLY_TOPIC, max_attempts=3, lease_seconds=_LEASE_SECONDS)
def apply_upload(payload: dict[str, Any]) -> None:
    """Write a file's records as drafts of one change set."""
    services.apply(UUID(payload["upload"]))


@chore("forget uploads", seconds=_HOUR)
def forget_uploads() -> None:
    """Delete files whose time is over."""
    services.forget_expired()
