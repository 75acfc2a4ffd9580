from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from content.codes import MatterKind
from content.matter_checks import matter_publish_errors, required_fields_of
from content.matter_panels import matter_edit_handler
from content.models.department_page import DepartmentPage
from content.models.keyed_page import KeyedPage
from content.models.matter_handling import MatterHandling
from content.models.matter_identity import MatterIdentity
from content.models.matter_outcome import MatterOutcome
from content.models.static_page import StaticPage
from content.seams import preview_modes


class MatterPage(MatterIdentity, MatterHandling, MatterOutcome, KeyedPage):
    """事项实施清单, one 业务办理项; its public page is the 办事指南.

    The implementing department is the parent page, never a field of its own. Rows (legal
    bases, materials, stages, …) are modelcluster children, so that they travel in drafts.
    """

    key_field = "code"
    key_pattern = r"[a-z0-9]+(-[a-z0-9]+)*"

    exclude_fields_in_copy = ["code", "source_id"]
    parent_page_types = [DepartmentPage]
    subpage_types: list[str] = []
    edit_handler = matter_edit_handler()

    search_fields = [
        *StaticPage.search_fields,
        index.SearchField("plain_name"),
        index.AutocompleteField("plain_name"),
        index.AutocompleteField("code"),
        index.FilterField("code"),
        index.AutocompleteField("source_id"),
        index.FilterField("source_id"),
        index.FilterField("kind"),
        index.FilterField("matter_type"),
    ]

    class Meta:
        verbose_name = _("事项")
        verbose_name_plural = _("事项")
        constraints = [
            models.UniqueConstraint(
                fields=["source_id"],
                condition=~models.Q(source_id=""),
                name="matter_source_id_unique",
            )
        ]
        indexes = [
            models.Index(fields=["kind", "matter_type"], name="matter_kind_type"),
        ]

    def static_path(self) -> str:
        return f"/guides/{self.slug}/"

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """The guide itself, then what else is made from it."""
        own: list[tuple[str, Any]] = [("", _("办事指南"))]
        if self.kind != MatterKind.GUIDE:
            return own
        modes = sorted(preview_modes().items(), key=lambda each: each[1].order)
        return own + [(name, mode.label) for name, mode in modes]

    def get_admin_display_title(self) -> str:
        return f"{super().get_admin_display_title()}({self.code or self.slug})"

    @cached_property
    def department(self) -> DepartmentPage:
        """The implementing department: the parent page in the tree."""
        if isinstance(self.known_parent, DepartmentPage):
            return self.known_parent
        path = self.path[: -self.steplen]
        department: DepartmentPage = DepartmentPage.objects.get(path=path)
        return department

    def required_fields(
        self, submitted: Mapping[str, Any] | None = None
    ) -> tuple[str, ...]:
        return required_fields_of(str((submitted or {}).get("kind", self.kind)))

    def publish_errors(self) -> dict[str, Any]:
        """Return what keeps this matter from being published, by field."""
        return super().publish_errors() | matter_publish_errors(self)
