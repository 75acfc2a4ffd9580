from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class FindingConfig(AppConfig):
    """The citizens' search, and what staff teach it."""

    name = "portal.finding"
    verbose_name = _("检索")

    def ready(self) -> None:
        from portal.finding import jobs
        from portal.finding.word_source import DatabaseWords
        from search.staff_words import use_words

        del jobs  # Importing it registers the chore.
        if settings.SEARCH_LEARNS:
            use_words(DatabaseWords())
