from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    """Tells other systems what was published."""

    name = "portal.webhooks"
    verbose_name = _("发布通知")

    def ready(self) -> None:
        from portal.webhooks import deliveries

        del deliveries  # Importing it registers the handler of its topic.
