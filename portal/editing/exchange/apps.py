from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Records in and out of the editors' desk as files."""

    name = "portal.editing.exchange"
    label = "exchange"
    verbose_name = _("导入与导出")

    def ready(self) -> None:
        from portal.editing.exchange import jobs

        del jobs
