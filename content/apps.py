from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("内容")

    def ready(self) -> None:
        from content.lint import gate, pages

        gate.register_reader(
            gate.Reader(
                findings=pages.page_findings,
                unexplained=pages.unexplained,
                explain=pages.explain,
            )
        )
