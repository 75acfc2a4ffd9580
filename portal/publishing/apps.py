from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    """From published pages to files, index and server."""

    name = "portal.publishing"
    verbose_name = _("发布")

    def ready(self) -> None:
        from content.seams import (
            PreviewMode,
            register_preview_mode,
            register_preview_renderer,
        )
        from portal.publishing import checks, jobs, signal_handlers
        from portal.publishing.preview import ReleasePreview, render_notice

        del jobs  # Importing it registers the handlers of its topics.
        register(checks.check_security_text)
        signal_handlers.connect()
        register_preview_renderer(ReleasePreview())
        notice = PreviewMode(_("一次性告知单"), 1, render_notice)
        register_preview_mode("notice", notice)
