from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditingConfig(AppConfig):
    """The editors' desk: roles, review, change sets, reports."""

    name = "portal.editing"
    verbose_name = _("编辑工作台")
