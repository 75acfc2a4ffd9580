"""Mail that leaves with a job of its own, so that a mail server that is away stops nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.core.mail import send_mail

from portal.outbox.registry import handler
from portal.outbox.services import enqueue

TOPIC: Final = "mail"


def send_later(key: str, to: Sequence[str], subject: str, text: str) -> None:
    """Have a mail sent once this transaction is through; nobody to send to is nothing.

    Args:
        key: Names the mail; while one of this name waits, the newest text counts.
        to: Addresses; empty ones are left out.
        subject: One line.
        text: Plain text.
    """
    addresses = sorted({address for address in to if address})
    if addresses:
        told = {"to": addresses, "subject": " ".join(subject.split()), "text": text}
        enqueue(TOPIC, key, told)


@handler(TOPIC)
def send(payload: dict[str, Any]) -> None:
    """Send a mail; a refusal of the mail server is tried again later."""
    send_mail(payload["subject"], payload["text"], None, payload["to"])
