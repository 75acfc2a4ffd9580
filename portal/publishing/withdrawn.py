"""What is told at addresses that once were public: gone, or moved to another one."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable

from django.db import DatabaseError
from wagtail.models import Page

from portal.publishing.models import WithdrawnPage

logger = logging.getLogger(__name__)

# A guide, its notification and their data: /guides/food/notice/index.json.
_DEEPEST = 4


def note_withdrawal(page: Page, at: datetime.datetime) -> None:
    """Keep that a page was taken down; a reason given before stays."""
    WithdrawnPage.objects.update_or_create(
        address=page.static_path(), defaults={"name": page.title, "at": at}
    )


def note_publication(pages: Iterable[Page]) -> None:
    """Forget that pages were taken down which are public again (one query)."""
    addresses = [page.static_path() for page in pages if hasattr(page, "static_path")]
    if addresses:
        WithdrawnPage.objects.filter(address__in=addresses).delete()


def withdrawn_at(address: str) -> WithdrawnPage | None:
    """Return what is known of an address or of the page that it belonged to (one query)."""
    parts = [part for part in address.split("/") if part]
    # Pages and their data only: nobody looks for a style sheet of last year.
    if not address.endswith(("/", ".json")) or not parts or len(parts) > _DEEPEST:
        return None
    above = ["/" + "/".join(parts[: length + 1]) + "/" for length in range(len(parts))]
    try:
        return WithdrawnPage.objects.filter(address__in=above).order_by("-at").first()
    except DatabaseError:
        # Files are served without the database, and so is the page of unknown addresses.
        logger.exception("withdrawn pages cannot be read")
        return None
