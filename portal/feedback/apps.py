from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    """What readers tell of the site, and what they are answered."""

    name = "portal.feedback"
    verbose_name = _("网站纠错")
