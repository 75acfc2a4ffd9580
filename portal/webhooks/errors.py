"""Errors of webhooks."""

from __future__ import annotations


class WebhookError(Exception):
    """Base of every error that webhooks raise."""


class AddressRefused(WebhookError):
    """An address is not one to which notices may be sent."""


class DeliveryFailed(WebhookError):
    """A receiver did not take a notice; `status` is what it answered, None if nothing."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.status = status


class DeliveryDone(WebhookError):
    """A notice that was taken is not sent again by hand."""
