from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    """The applicant's side of a case."""

    name = "portal.applications"
    verbose_name = _("在线申请")

    def ready(self) -> None:
        from content.seams import PreviewMode, register_preview_mode
        from portal.applications.previewing import render_form

        form = PreviewMode(_("网上申请表"), 2, render_form)
        register_preview_mode("form", form)
