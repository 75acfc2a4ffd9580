from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    """The applicant's side of a case."""

    name = "portal.applications"
    verbose_name = _("在线申请")
