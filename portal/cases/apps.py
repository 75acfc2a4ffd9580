from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "portal.cases"
    verbose_name = _("办件")

    def ready(self) -> None:
        from portal.cases import jobs

        del jobs  # Importing it registers the worker's chores.
