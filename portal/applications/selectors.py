"""Read what belongs to a person; a stranger's things are not found."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.policy import organisations_of
from portal.applications.models import Draft, DraftFile
from portal.publishing.models import MatterVersion
from portal.publishing.selectors import current_version, versions_of


def open_drafts_of(user: User) -> QuerySet[Draft]:
    """Return the applications a person is filling in, last touched first."""
    return (
        Draft.objects.filter(
            owner=user,
            case__isnull=True,
            notice__isnull=True,
            expires_at__gt=timezone.now(),
        )
        .select_related("version", "organisation")
        .annotate(file_count=Count("files"))
    )


def draft_of(user: User, draft_id: UUID) -> Draft | None:
    """Return a draft that the person may work on.

    The answer to a correction notice is open to everybody who may act for the
    organisation; a first application to its owner alone.
    """
    return (
        Draft.objects.filter(
            Q(owner=user)
            | Q(notice__isnull=False, organisation__in=organisations_of(user))
        )
        .select_related("version", "organisation", "owner", "notice", "case")
        .filter(pk=draft_id)
        .first()
    )


def files_by_slot(draft: Draft) -> dict[int, list[DraftFile]]:
    """Return the draft's files by the order of their material; 0 holds field files."""
    files: dict[int, list[DraftFile]] = {}
    for file in draft.files.all():
        files.setdefault(file.slot_order, []).append(file)
    return files


def newer_version(draft: Draft) -> MatterVersion | None:
    """Return the version in force when it is not the draft's own, else None."""
    current = current_version(draft.version.code)
    if current is None or current.pk == draft.version_id:
        return None
    return current


def was_published(code: str) -> bool:
    """Say whether a matter was ever published under this code."""
    return versions_of(code).exists()


def guide_of(version: MatterVersion) -> dict[str, Any]:
    """Return the guide of a version's payload."""
    guide: dict[str, Any] = version.payload["guide"]
    return guide
