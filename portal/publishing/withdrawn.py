"""What is told at addresses that once were public: gone, or moved to another one."""

from __future__ import annotations

import datetime
import json
import logging
from collections.abc import Collection

from django.db import DatabaseError
from wagtail.models import Page

from portal.publishing.models import MatterVersion, RecordSnapshot, WithdrawnPage
from portal.publishing.serving import current_files
from portal.publishing.source import GUIDES

logger = logging.getLogger(__name__)

# A guide, its notification and their data: /guides/food/notice/index.json.
_DEEPEST = 4


def note_withdrawal(page: Page, at: datetime.datetime) -> None:
    """Keep that a page was taken down; a reason given before stays."""
    WithdrawnPage.objects.update_or_create(
        address=page.static_path(), defaults={"name": page.title, "at": at}
    )


def forget_shown(codes: Collection[str] | None = None) -> None:
    """Forget that pages were taken down which readers can see again.

    Not before they are written: until then their address says that they were taken
    down. With `codes` only matters with these are looked at.
    """
    known = WithdrawnPage.objects.all()
    if codes is not None:
        known = known.filter(address__in=[f"{GUIDES}{code}/" for code in codes])
    files = current_files()
    for address, at in known.values_list("address", "at"):
        if files.has_index(address.removesuffix("/")) and _is_in_force(address):
            # One that is taken down again meanwhile has another time.
            WithdrawnPage.objects.filter(address=address, at=at).delete()


def _is_in_force(address: str) -> bool:
    if address.startswith(GUIDES):
        code = address.removeprefix(GUIDES).strip("/")
        versions = MatterVersion.objects.filter(code=code, effective_to__isnull=True)
        return versions.exists()
    told = f'"url":{json.dumps(address, ensure_ascii=False)}'
    return RecordSnapshot.objects.filter(payload_json__contains=told).exists()


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
