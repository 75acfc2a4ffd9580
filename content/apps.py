from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("内容")

    def ready(self) -> None:
        from content.lint.gate import register_gate
        from content.lint.pages import require_publishable

        register_gate(require_publishable)
