"""Note what was published, and let it go to the receivers when it can be found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from portal.outbox.services import enqueue
from portal.webhooks.models import Announcement, Event, Webhook, WebhookDelivery

TOPIC: Final = "webhook.deliver"
MOST_ADDRESSES: Final = 1000
# Publishing itself goes first.
_PRIORITY: Final = -20
_INDEX_FILE: Final = "index.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What the release of this number changed: paths of files, codes of their matters.

    `partial` says that the lists may lack something, e.g. what a killed run did.
    """

    release: int
    written: Iterable[str]
    removed: Iterable[str] = ()
    codes: Iterable[str] = ()
    partial: bool = False


def note(publication: Publication) -> Announcement | None:
    """Keep a publication for those who want to be told; None if there is nobody."""
    if not _receivers(Event.PUBLICATION):
        return None
    told = told_of(publication)
    if not (told["written"] or told["removed"] or publication.partial):
        return None
    return Announcement.objects.create(
        event=Event.PUBLICATION, told=told, at=timezone.now()
    )


def told_of(publication: Publication) -> dict[str, Any]:
    """Return what receivers are told: addresses, at most 1,000, and codes."""
    removed = sorted({_address(path) for path in publication.removed})
    written = sorted({_address(path) for path in publication.written})
    codes = sorted(set(publication.codes))
    shown_removed = removed[:MOST_ADDRESSES]
    shown_written = written[: MOST_ADDRESSES - len(shown_removed)]
    whole = len(removed) + len(written) <= MOST_ADDRESSES >= len(codes)
    return {
        "release": publication.release,
        "written": shown_written,
        "removed": shown_removed,
        "codes": codes[:MOST_ADDRESSES],
        "truncated": publication.partial or not whole,
    }


def is_waiting() -> bool:
    """Tell whether something noted is not on its way yet."""
    return Announcement.objects.filter(released=False).exists()


def send_noted() -> int:
    """Make a delivery of everything noted for every receiver; return how many."""
    made = 0
    for announcement in Announcement.objects.filter(released=False):
        with transaction.atomic():
            mine = Announcement.objects.filter(pk=announcement.pk, released=False)
            # Another worker may be at it: whoever changes the row does the work.
            if not mine.update(released=True):
                continue
            for webhook in _receivers(Event(announcement.event)):
                delivery = WebhookDelivery.objects.create(
                    webhook=webhook, announcement=announcement, made_at=timezone.now()
                )
                ask_for(delivery)
                made += 1
    return made


def ask_for(delivery: WebhookDelivery) -> None:
    """Have a delivery sent."""
    key = str(delivery.pk)
    enqueue(TOPIC, key, {"delivery": key}, priority=_PRIORITY)


def _receivers(event: Event) -> list[Webhook]:
    return [
        webhook
        for webhook in Webhook.objects.filter(active=True)
        if event in webhook.events
    ]


def _address(path: str) -> str:
    return f"/{path.removesuffix(_INDEX_FILE)}"
