"""The panel of an edit form that shows what the rules find, and asks for reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin.panels import Panel

from content.lint.engine import counted
from content.lint.fields import field_of, row_of
from content.lint.findings import Finding, Severity
from content.lint.form_findings import REASON_LENGTH, reason_name
from content.lint.gate import reader

LABELS: Final = {
    Severity.ERROR: gettext_lazy("错误"),
    Severity.WARNING: gettext_lazy("警告"),
    Severity.HINT: gettext_lazy("提示"),
}

_STATUS: Final = {
    Severity.ERROR: "critical",
    Severity.WARNING: "warning",
    Severity.HINT: "info",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One finding as the panel shows it.

    `input_name` is set when a reason is asked for; `anchor` is the id of the field.
    """

    finding: Finding
    label: str
    place: str
    anchor: str
    input_name: str = ""
    given: str = ""

    @property
    def status(self) -> str:
        """Return Wagtail's name for how loud a block is."""
        return _STATUS[self.finding.severity]


class FindingsPanel(Panel):
    """Shows the findings for a page as it was saved last, or as the form was refused."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", gettext_lazy("规范检查"))
        super().__init__(**kwargs)

    @property
    def clean_name(self) -> str:
        return super().clean_name or "lint-findings"

    class BoundPanel(Panel.BoundPanel):
        template_name = "content/lint/panel.html"
        reason_length = REASON_LENGTH

        def is_shown(self) -> bool:
            return self.instance.pk is not None and super().is_shown()

        @cached_property
        def findings(self) -> list[Finding]:
            form = self.form
            if form is not None and form.is_bound and "findings" in form.__dict__:
                found: list[Finding] = form.findings
                return found
            return reader().findings(self.instance)

        @cached_property
        def counts(self) -> dict[str, int]:
            return counted(self.findings)

        @cached_property
        def lines(self) -> list[Line]:
            """The findings, errors first; warnings without a reason ask for one."""
            asking = set(reader().unexplained(self.findings))
            return list(self._lines(asking))

        def _lines(self, asking: set[Finding]) -> Iterable[Line]:
            data = self.form.data if self.form is not None else {}
            for finding in self.findings:
                name = reason_name(finding) if finding in asking else ""
                yield Line(
                    finding=finding,
                    label=str(LABELS[finding.severity]),
                    place=self._place(finding.path),
                    anchor=self._anchor(finding.path),
                    input_name=name,
                    given=str(data.get(name) or "") if name else "",
                )

        def _place(self, path: str) -> str:
            """Return a path in the words of the form."""
            model = type(self.instance)
            row = row_of(path)
            if row is None:
                return _name_of(model, field_of(path))
            group, position, name = row
            words = [
                _name_of(model, group),
                _("第%(number)d行") % {"number": position + 1},
            ]
            if name:
                words.append(_name_of(_row_model(model, group), name))
            return " › ".join(words)

        def _anchor(self, path: str) -> str:
            """Return the id of the field on the page, or "" where there is none."""
            row = row_of(path)
            if row is None:
                name = field_of(path)
                is_field = self.form is not None and name in self.form.fields
                return f"id_{name}" if is_field else ""
            group, position, name = row
            formsets = getattr(self.form, "formsets", {})
            if group not in formsets:
                return ""
            forms = formsets[group].forms
            if position >= len(forms):
                return ""
            first = name if name in forms[position].fields else ""
            prefix = forms[position].prefix
            return f"id_{prefix}-{first}" if first else f"inline_child_{prefix}"


def _row_model(model: type[Any], group: str) -> type[Any] | None:
    field = _field(model, group)
    return getattr(field, "related_model", None)


def _field(model: type[Any] | None, name: str) -> Any:
    fields = model._meta.get_fields() if model is not None else ()
    return next((field for field in fields if field.name == name), None)


def _name_of(model: type[Any] | None, name: str) -> str:
    """Return the Chinese name of a field or of rows; the bare name of neither."""
    field = _field(model, name)
    rows = getattr(field, "related_model", None)
    if field is not None and field.auto_created and rows is not None:
        return str(rows._meta.verbose_name)
    return capfirst(str(getattr(field, "verbose_name", name)))
