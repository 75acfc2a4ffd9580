from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChangeSetsConfig(AppConfig):
    """Several edits that go live together or not at all."""

    name = "portal.editing.change_sets"
    label = "change_sets"
    verbose_name = _("变更单")

    def ready(self) -> None:
        from portal.editing.change_sets.services import release_due
        from portal.outbox.registry import registry

        registry.chore("change-sets", seconds=1)(release_due)
