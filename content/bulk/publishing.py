"""Publish thousands of drafts at once, leaving the rows that Wagtail itself would."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone
from wagtail.models import Page, Revision

from content.bulk.traces import log_actions

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def publish_untouched_drafts(
    pages: Sequence[Page], *, user: AbstractBaseUser | None = None
) -> set[int]:
    """Publish pages of one type whose only revision is the one they were made with.

    Such a page's row tells what its revision tells, so only its state changes. Pages
    that were published before, or have been edited, are left alone. As with bulk
    creation no signals are sent.

    Returns:
        Primary keys of the pages that went live.
    """
    with transaction.atomic():
        revisions = _only_revisions([page.pk for page in pages])
        drafts = [
            page
            for page in pages
            if page.pk in revisions and page.first_published_at is None
        ]
        if drafts:
            _go_live(drafts, revisions, user=user, now=timezone.now())
    return {page.pk for page in drafts}


def _only_revisions(page_ids: Sequence[int]) -> dict[int, Revision]:
    """Return revisions by page, of the pages that have exactly one."""
    found = Revision.page_revisions.filter(object_id__in=[str(pk) for pk in page_ids])
    single = (
        found.order_by()
        .values("object_id")
        .annotate(number=Count("pk"))
        .filter(number=1)
        .values("object_id")
    )
    revisions = found.filter(object_id__in=single).defer("content")
    return {int(revision.object_id): revision for revision in revisions}


def _go_live(
    pages: Sequence[Page],
    revisions: dict[int, Revision],
    *,
    user: AbstractBaseUser | None,
    now: datetime,
) -> None:
    Page.objects.filter(pk__in=[page.pk for page in pages]).update(
        live=True,
        expired=False,
        has_unpublished_changes=False,
        live_revision_id=F("latest_revision_id"),
        first_published_at=now,
        last_published_at=now,
    )
    log_actions(
        pages,
        "wagtail.publish",
        user=user,
        revisions=[revisions[page.pk] for page in pages],
    )
    for page in pages:
        page.live = True
        page.has_unpublished_changes = False
        page.live_revision_id = page.latest_revision_id
        page.first_published_at = page.last_published_at = now
