from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("内容")

    def ready(self) -> None:
        from wagtail.signals import page_published

        from content.lint import gate, pages, store

        gate.register_reader(
            gate.Reader(
                findings=pages.page_findings,
                unexplained=pages.unexplained,
                explain=pages.explain,
            )
        )
        page_published.connect(store.refresh_published, dispatch_uid="lint-report")
