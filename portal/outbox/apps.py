from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """Work to do after a commit."""

    name = "portal.outbox"
    verbose_name = _("任务")

    def ready(self) -> None:
        from portal.outbox import mails

        del mails
