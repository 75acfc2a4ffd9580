from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ThemingConfig(AppConfig):
    """The look: templates, static files, security headers."""

    name = "portal.theming"
    verbose_name = _("主题")
