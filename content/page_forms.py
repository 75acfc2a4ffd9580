"""Admin form of pages: drafts may lack anything, publishing checks everything."""

from __future__ import annotations

from typing import Any, Final

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from content.fields import CodesFormField, in_old_order
from content.lint.findings import Finding, errors_of
from content.lint.form_findings import ask_for_reasons, reasons_in, show_errors
from content.lint.gate import reader

_TIMES: Final = {
    "go_live_at": _("发布时间(北京时间 UTC+8,到秒)"),
    "expire_at": _("下线时间(北京时间 UTC+8,到秒)"),
}


class PublishablePageForm(WagtailAdminPageForm):
    """Marks fields required for publishing and shows what the rules find.

    Rows in formsets are not yet on the page when Django validates it, so the page's own
    check is put off until they are. Drafts are saved whatever is found.
    """

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(with_plain_line_ends(data), *args, **kwargs)
        if self.parent_page is not None:
            self.instance.known_parent = self.parent_page.specific
        if "slug" in self.fields:
            # Left empty, the page makes one from its title.
            self.fields["slug"].required = False
        for name, label in _TIMES.items():
            if name in self.fields:
                self.fields[name].label = label
        for name in self.instance.required_fields(self.data):
            if name in self.fields:
                self.fields[name].required = True

    @cached_property
    def findings(self) -> list[Finding]:
        """What the rules find in the page with the rows as the form has them."""
        return reader().findings(self._with_rows)

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

    @cached_property
    def _with_rows(self) -> Any:
        return super().save(commit=False)

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        if self.is_deferred_validation:
            return True
        told = show_errors(self, errors_of(self.findings))
        for name, message in self._with_rows.publish_errors().items():
            if name not in told or name in self.formsets:
                self.add_error(name if name in self.fields else None, message)
        warnings = reader().unexplained(self.findings)
        explained = [warning for warning, _reason in self._reasons(warnings)]
        ask_for_reasons(self, [each for each in warnings if each not in explained])
        return not self.errors

    def save(self, commit: bool = True) -> Any:
        """Save the page, and the reasons that the form brings for warnings."""
        if any(name.startswith("lint-reason-") for name in self.data):
            for warning, reason in self._reasons(reader().unexplained(self.findings)):
                reader().explain(warning, reason, self.for_user)
        return super().save(commit=commit)

    def _reasons(self, warnings: list[Finding]) -> list[tuple[Finding, str]]:
        return reasons_in(self.data, warnings)


def with_plain_line_ends(data: Any) -> Any:
    r"""Return what a form sent with "\n" for the "\r\n" of browsers.

    Else every text of several lines would differ from what was imported.
    """
    if not isinstance(data, QueryDict):
        return data
    plain = QueryDict(mutable=True)
    for name, values in data.lists():
        plain.setlist(name, [value.replace("\r\n", "\n") for value in values])
    return plain
