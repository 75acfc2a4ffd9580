from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    """From published pages to files, index and server."""

    name = "portal.publishing"
    verbose_name = _("发布")

    def ready(self) -> None:
        from content.seams import register_preview_renderer
        from portal.publishing import jobs, signal_handlers
        from portal.publishing.preview import ReleasePreview

        del jobs  # Importing it registers the handlers of its topics.
        signal_handlers.connect()
        register_preview_renderer(ReleasePreview())
