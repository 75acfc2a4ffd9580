"""Publish and take down what was set for a time, to the second and all at once.

What several pages were set to is rendered before, in a release of its own; at the time
only a link changes, and Wagtail's rows follow. A single page goes the usual way, which
takes some hundredths of a second. Whatever cannot be prepared goes the usual way too, and
there every page is refused or published by itself.
"""

from __future__ import annotations

import datetime
import logging
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision

from content.models import MatterPage
from portal.publishing import indexing, staging
from portal.publishing.announcements import note_switch
from portal.publishing.errors import PublishingError
from portal.publishing.releases import Releases
from portal.webhooks.announcing import send_noted

logger = logging.getLogger(__name__)

PREPARE_BEFORE: Final = datetime.timedelta(minutes=2)
# So few pages that copying the site would take longer than publishing them.
_FEWEST: Final = 2
_NAME: Final = re.compile(r"staged-(at-\d{8}T\d{6}Z)")


@dataclass(slots=True)
class Appointment:
    """What was set for one moment: drafts to publish, pages to take down."""

    at: datetime.datetime
    revisions: list[Revision] = field(default_factory=list)
    expiring: list[Page] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of its prepared release."""
        return f"at-{self.at.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"

    @property
    def is_worth_preparing(self) -> bool:
        """Whether it is more than a page or two jobs would do as quickly."""
        return len(self.revisions) + len(self.expiring) >= _FEWEST

    def changes(self) -> staging.Changes:
        """Return what changes then.

        Raises:
            StageRefused: a draft breaks a rule.
        """
        drafts = []
        # Of two drafts of a page the later one counts, as it does for Wagtail.
        latest = {revision.object_id: revision for revision in self.revisions}
        for revision in latest.values():
            page = revision.as_object()
            page.live = True
            drafts.append(page)
        # Wagtail takes down first and publishes then: what comes back is not gone.
        kept = {page.pk for page in drafts}
        gone = [page.specific for page in self.expiring if page.pk not in kept]
        return staging.compile_changes(drafts, withdrawn=gone)


# What could not be prepared is not tried again by this worker: its time comes anyway.
_refused: set[str] = set()


def publish_due() -> None:
    """Prepare what is due soon and make public what is due; each second by a worker."""
    now = timezone.now()
    appointments = appointments_until(now + PREPARE_BEFORE)
    if not appointments:
        return
    due = [each for each in appointments if each.at <= now]
    for appointment in due:
        if staging.staged(appointment.name) is not None:
            _switch(appointment)
    if due:
        call_command("publish_scheduled")
    for appointment in appointments:
        if appointment.at > now and appointment.is_worth_preparing:
            _prepare(appointment)
    _forget_others({each.name for each in appointments if each.at > now})


def appointments_until(end: datetime.datetime) -> list[Appointment]:
    """Return what is set for moments until then, the first moment first (two queries)."""
    found: dict[datetime.datetime, Appointment] = {}
    revisions = Revision.objects.filter(approved_go_live_at__lte=end)
    for revision in revisions.order_by("pk"):
        at = revision.approved_go_live_at
        found.setdefault(at, Appointment(at)).revisions.append(revision)
    for page in Page.objects.filter(live=True, expire_at__lte=end).order_by("pk"):
        found.setdefault(page.expire_at, Appointment(page.expire_at)).expiring.append(
            page
        )
    return [found[at] for at in sorted(found)]


def _prepare(appointment: Appointment) -> None:
    name = appointment.name
    if name in _refused or staging.staged(name) is not None:
        return
    try:
        report = staging.stage(name, appointment.changes(), appointment.at)
    except PublishingError as error:
        _refused.add(name)
        logger.warning("schedule not prepared at=%s why=%s", appointment.at, error)
        return
    logger.info(
        "schedule prepared at=%s files=%d seconds=%.2f",
        appointment.at,
        len(report.written),
        report.seconds,
    )


def _switch(appointment: Appointment) -> None:
    """Show what was prepared: hits go before their pages, and come after them."""
    codes = [
        page.slug for page in appointment.expiring if page.specific_class is MatterPage
    ]
    try:
        changes = appointment.changes()
        # What the engine misses, the job that follows gives it.
        indexing.if_possible(lambda: indexing.forget(codes))
        report = staging.go_live(appointment.name, changes, appointment.at)
    except PublishingError as error:
        staging.discard(appointment.name)
        logger.warning("schedule not switched at=%s why=%s", appointment.at, error)
        return
    indexing.if_possible(indexing.catch_up)
    note_switch([*report.written, *report.removed])
    send_noted()
    logger.info(
        "schedule switched at=%s release=%s seconds=%.2f",
        appointment.at,
        report.release,
        report.switched_seconds,
    )


def _forget_others(names: Collection[str]) -> None:
    """Remove what was prepared for moments that were called off."""
    for folder in Releases.configured().folder.glob("staged-at-*"):
        match = _NAME.fullmatch(folder.name)
        if match and folder.is_dir() and match[1] not in names:
            staging.discard(match[1])
