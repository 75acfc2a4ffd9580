"""Admin form of pages: drafts may lack anything, publishing checks everything."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from content.fields import CodesFormField, in_old_order


class PublishablePageForm(WagtailAdminPageForm):
    """Marks fields required for publishing and shows the page's publish errors.

    Rows in formsets are not yet on the page when Django validates it, so the page's own
    check is put off until they are.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.parent_page is not None:
            self.instance.known_parent = self.parent_page.specific
        if "slug" in self.fields:
            # Left empty, the page makes one from its title.
            self.fields["slug"].required = False
        for name in self.instance.required_fields(self.data):
            if name in self.fields:
                self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name, field in self.fields.items():
            if isinstance(field, CodesFormField) and name in cleaned:
                cleaned[name] = in_old_order(
                    cleaned[name], getattr(self.instance, name) or []
                )
        return cleaned

    def _post_clean(self) -> None:
        self.instance.checks_publishing = False
        try:
            super()._post_clean()
        finally:
            self.instance.checks_publishing = True

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        if self.is_deferred_validation:
            return True
        with_rows = self.save(commit=False)
        for name, message in with_rows.publish_errors().items():
            self.add_error(name if name in self.fields else None, message)
        return not self.errors
