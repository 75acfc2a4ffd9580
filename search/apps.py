from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("检索引擎")

    def ready(self) -> None:
        from search.checks import check_search_url

        register(check_search_url)
