from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WritingConfig(AppConfig):
    """Help for writing guides."""

    name = "portal.editing.writing"
    label = "writing"
    verbose_name = _("写作助手")
