"""What administrators do with receivers of notices and with notices that failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.sealing import open_sealed, seal
from portal.webhooks.addresses import target_of
from portal.webhooks.announcing import ask_for
from portal.webhooks.errors import DeliveryDone
from portal.webhooks.models import Event, Webhook, WebhookDelivery
from portal.webhooks.signing import new_secret

_FIELD: Final = "webhook.secret"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an administrator says of a receiver."""

    url: str
    description: str
    events: Sequence[str] = (Event.PUBLICATION.value,)
    active: bool = True


def require_administrator(user: User) -> None:
    """Let administrators pass.

    Raises:
        PermissionDenied: the person is none.
    """
    if not (user.is_active and user.is_superuser):
        raise PermissionDenied(_("发布通知由管理员设置"))


def create_webhook(user: User, told: Settings) -> tuple[Webhook, str]:
    """Add a receiver; return it with its secret, which is not shown again.

    Raises:
        PermissionDenied: the person is no administrator.
        AddressRefused: the address is not one to send to.
    """
    require_administrator(user)
    target_of(told.url)
    secret = new_secret()
    webhook = Webhook.objects.create(
        url=told.url,
        description=told.description,
        events=list(told.events),
        active=told.active,
        sealed_secret=seal(secret, field=_FIELD),
        created_by=user,
    )
    return webhook, secret


def change_webhook(user: User, pk: int, told: Settings) -> Webhook:
    """Change a receiver; its secret stays.

    Raises:
        PermissionDenied: the person is no administrator.
        AddressRefused: the address is not one to send to.
    """
    require_administrator(user)
    target_of(told.url)
    with transaction.atomic():
        webhook = Webhook.objects.select_for_update().get(pk=pk)
        webhook.url, webhook.description = told.url, told.description
        webhook.events, webhook.active = list(told.events), told.active
        webhook.save(update_fields=["url", "description", "events", "active"])
        return webhook


def renew_secret(user: User, pk: int) -> tuple[Webhook, str]:
    """Give a receiver a new secret; the old one signs nothing more.

    Raises:
        PermissionDenied: the person is no administrator.
    """
    require_administrator(user)
    secret = new_secret()
    with transaction.atomic():
        webhook = Webhook.objects.select_for_update().get(pk=pk)
        webhook.sealed_secret = seal(secret, field=_FIELD)
        webhook.save(update_fields=["sealed_secret"])
    return webhook, secret


def retry_delivery(user: User, pk: UUID) -> WebhookDelivery:
    """Have a notice that did not arrive sent again at once.

    Raises:
        PermissionDenied: the person is no administrator.
        DeliveryDone: it has arrived.
    """
    require_administrator(user)
    with transaction.atomic():
        delivery = WebhookDelivery.objects.select_for_update().get(pk=pk)
        if delivery.state == WebhookDelivery.State.SENT:
            raise DeliveryDone(f"Delivery '{pk}' has arrived; it is not sent again.")
        delivery.state = WebhookDelivery.State.WAITING
        delivery.save(update_fields=["state"])
        ask_for(delivery)
        return delivery


def secret_of(webhook: Webhook) -> str:
    """Return what signs the notices for a receiver."""
    return open_sealed(webhook.sealed_secret, field=_FIELD)
