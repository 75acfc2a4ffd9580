"""System checks: mistakes in settings that an operator can make."""

from __future__ import annotations

import datetime
from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Warning as CheckWarning
from django.utils import timezone

from portal.publishing.security_text import SECURITY_FILE

_NOTICE: Final = datetime.timedelta(days=30)


def check_security_text(**kwargs: Any) -> list[CheckMessage]:
    """Report a security.txt that cannot be written, has expired or soon will."""
    del kwargs
    if not settings.PORTAL_SECURITY_CONTACT:
        return []
    expires = settings.PORTAL_SECURITY_EXPIRES
    if not expires:
        return [
            CheckWarning(
                f"PORTAL_SECURITY_CONTACT is set and PORTAL_SECURITY_EXPIRES is not, so "
                f"/{SECURITY_FILE} is left out: it has to say until when it is true.",
                hint="Set PORTAL_SECURITY_EXPIRES to a day within a year.",
                id="publishing.W001",
            )
        ]
    left = datetime.datetime.fromisoformat(expires) - timezone.now()
    if left > _NOTICE:
        return []
    state = "has expired" if left <= datetime.timedelta() else "expires soon"
    return [
        CheckWarning(
            f"/{SECURITY_FILE} {state}: PORTAL_SECURITY_EXPIRES is {expires}.",
            hint="Check that the contact is right and set a day within a year.",
            id="publishing.W002",
        )
    ]
