"""Deliver notices, each with a job of its own that is tried again with growing pauses."""

from __future__ import annotations

import datetime
import json
import logging
from typing import Any, Final

from django.db.models import F
from django.utils import timezone

from portal.outbox.registry import chore, handler
from portal.webhooks.announcing import TOPIC
from portal.webhooks.errors import AddressRefused, DeliveryFailed
from portal.webhooks.models import Announcement, WebhookDelivery
from portal.webhooks.sending import post
from portal.webhooks.services import secret_of
from portal.webhooks.signing import signature

logger = logging.getLogger(__name__)

# About half an hour, then it waits for a person.
MOST_ATTEMPTS: Final = 12
_KEPT: Final = datetime.timedelta(days=30)
_DAY_SECONDS: Final = 86_400
State = WebhookDelivery.State


@handler(TOPIC, max_attempts=MOST_ATTEMPTS)
def deliver(payload: dict[str, Any]) -> None:
    """Send a delivery that waits; a receiver that was taken off gets nothing more.

    Raises:
        DeliveryFailed: it was not taken; the outbox tries again.
        AddressRefused: it may not be sent there.
    """
    found = WebhookDelivery.objects.select_related("webhook", "announcement")
    delivery = found.filter(pk=payload["delivery"], state=State.WAITING).first()
    if delivery is None:
        return
    own = WebhookDelivery.objects.filter(pk=delivery.pk)
    if not delivery.webhook.active:
        own.update(state=State.DROPPED)
        return
    now = timezone.now()
    own.update(attempts=F("attempts") + 1, tried_at=now)
    body = body_of(delivery)
    try:
        status = post(delivery.webhook.url, body, _headers(delivery, now, body))
    except DeliveryFailed as error:
        own.update(status=error.status, error=str(error))
        raise
    except AddressRefused as error:
        own.update(status=None, error=str(error))
        raise
    own.update(state=State.SENT, status=status, error="")
    logger.info("webhook delivered id=%s status=%d", delivery.pk, status)


def body_of(delivery: WebhookDelivery) -> bytes:
    """Return what is sent, the same bytes at every attempt."""
    announcement = delivery.announcement
    told = {
        "event": announcement.event,
        "id": str(delivery.pk),
        "time": announcement.at.isoformat(),
        **announcement.told,
    }
    return json.dumps(told, ensure_ascii=False).encode()


@chore("forget old webhook deliveries", seconds=_DAY_SECONDS)
def forget_old() -> None:
    """Delete what was told more than 30 days ago."""
    Announcement.objects.filter(at__lt=timezone.now() - _KEPT).delete()


def _headers(
    delivery: WebhookDelivery, at: datetime.datetime, body: bytes
) -> dict[str, str]:
    own_id, timestamp = str(delivery.pk), int(at.timestamp())
    return {
        "Content-Type": "application/json",
        "User-Agent": "government-service-portal-webhooks/1",
        "webhook-id": own_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(
            secret_of(delivery.webhook), own_id, timestamp, body
        ),
    }
