"""Read published versions."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet

from portal.publishing.models import MatterVersion


def current_version(code: str) -> MatterVersion | None:
    """Return the version of a matter in force now, or None when it is not published."""
    return MatterVersion.objects.filter(code=code, effective_to__isnull=True).first()


def versions_of(code: str) -> QuerySet[MatterVersion]:
    """Return all versions of a matter, newest first."""
    return MatterVersion.objects.filter(code=code).order_by(
        "-effective_from", "-number"
    )


def version_open_for_filing(version: MatterVersion, at: datetime.datetime) -> bool:
    """Tell whether an application may be filed under this version at that time.

    A superseded version stays open until its cut-off, so that people who have begun
    can finish; a withdrawn one closes at once.
    """
    if at < version.effective_from:
        return False
    if version.effective_to is None or at < version.effective_to:
        return True
    return version.filing_cutoff is not None and at < version.filing_cutoff
