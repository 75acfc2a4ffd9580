"""Child rows of an edit form, drawn quickly.

A guide has hundreds of rows' fields, and Wagtail draws the furniture of each from a dozen
templates. The furniture of a row differs from the next one's only in its number: it is
drawn once for each language and process, with gaps for the inputs. A row with errors is
drawn by Wagtail as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import InlinePanel, Panel

_NUMBER: Final = "__prefix__"
# Control characters are in no template; they enclose the name of a gap's field.
_GAP: Final = re.compile("\x02(\\w+)\x03")
_BLANKS: Final = re.compile(r"\s+")
_ROW_TEMPLATE: Final = "wagtailadmin/panels/inline_panel_child.html"
_DESCRIBED_BY: Final = "aria-describedby"


class _Furniture:
    """A row's HTML without its inputs.

    `parts` are texts and, at odd places, names of fields; `described_by` has the ids of
    the texts that describe an input, by field.
    """

    def __init__(self, html: str, described_by: Mapping[str, str]) -> None:
        # Inputs are gaps, so no blank here is anybody's text.
        self.parts = _GAP.split(_BLANKS.sub(" ", html))
        self.described_by = described_by

    def filled(self, form: forms.BaseForm, number: str) -> str:
        """Return the row of a form: Wagtail's own HTML with the row's number."""
        drawn = []
        for position, part in enumerate(self.parts):
            if position % 2 == 0:
                drawn.append(part.replace(_NUMBER, number))
                continue
            ids = self.described_by.get(part, "").replace(_NUMBER, number)
            drawn.append(
                form[part].as_widget(attrs={_DESCRIBED_BY: ids} if ids else {})
            )
        return "".join(drawn)


class RowsPanel(InlinePanel):
    """Wagtail's InlinePanel with rows that share their furniture."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.furniture: dict[str, _Furniture] = {}

    class BoundPanel(InlinePanel.BoundPanel):
        """The rows of one form."""

        template_name = "content/panels/rows.html"
        formset: BaseChildFormSet

        def __init__(self, **kwargs: Any) -> None:
            # Wagtail's own would make a panel for each field of each row.
            Panel.BoundPanel.__init__(self, **kwargs)
            self.label = self.panel.label
            if self.form is None:
                return
            self.formset = self.form.formsets[self.panel.relation_name]
            self.child_edit_handler = self.panel.child_edit_handler
            for index, form in enumerate(self.formset.forms):
                self._hide_furniture_fields(form, {"value": index + 1})

        @cached_property
        def children(self) -> list[Any]:
            """Wagtail's panels of the rows, which only rows with errors need."""
            return [
                self._row_panel(form, str(index))
                for index, form in enumerate(self.formset.forms)
            ]

        @cached_property
        def empty_child(self) -> Any:
            form = self.formset.empty_form
            self._hide_furniture_fields(form, {})
            return self._row_panel(form, _NUMBER)

        @property
        def rows(self) -> SafeString:
            """The rows in their order, and after a refusal in the order that was sent."""
            numbered = list(enumerate(self.formset.forms))
            if self.formset.can_order and self.formset.is_valid():
                numbered.sort(key=lambda each: each[1].cleaned_data["ORDER"] or 1)
            drawn = (self._row(form, index) for index, form in numbered)
            return SafeString("".join(drawn))

        @property
        def empty_row(self) -> str:
            """The row from which the browser makes new ones."""
            return self._furniture.filled(self.empty_child.form, _NUMBER)

        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            context["rows"] = self.rows
            context["empty_row"] = SafeString(self.empty_row)
            return context

        def _row(self, form: forms.BaseForm, index: int) -> str:
            if form.is_bound and form.errors:
                return self._drawn_by_wagtail(self._row_panel(form, str(index)))
            return self._furniture.filled(form, str(index))

        @property
        def _furniture(self) -> _Furniture:
            language = get_language() or ""
            known: dict[str, _Furniture] = self.panel.furniture
            if language not in known:
                known[language] = self._new_furniture()
            return known[language]

        def _new_furniture(self) -> _Furniture:
            form = self.formset.empty_form
            self._hide_furniture_fields(form, {})
            described_by: dict[str, str] = {}
            for name, field in form.fields.items():
                field.widget.render = _gap(name, described_by)
            return _Furniture(
                self._drawn_by_wagtail(self._row_panel(form, _NUMBER)), described_by
            )

        def _row_panel(self, form: forms.BaseForm, number: str) -> Any:
            return self.child_edit_handler.get_bound_panel(
                instance=form.instance,  # type: ignore[attr-defined]
                request=self.request,
                form=form,
                prefix=f"{self.prefix}-{number}",
            )

        def _drawn_by_wagtail(self, child: Any) -> str:
            context = {
                "self": self,
                "child": child,
                "can_order": self.formset.can_order,
            }
            return render_to_string(_ROW_TEMPLATE, context)

        def _hide_furniture_fields(
            self, form: forms.BaseForm, order: dict[str, Any]
        ) -> None:
            form.fields["DELETE"].widget = forms.HiddenInput()
            if self.formset.can_order:
                form.fields["ORDER"].widget = forms.HiddenInput(attrs=order)


def _gap(name: str, described_by: dict[str, str]) -> Any:
    """Return what draws a gap instead of a widget."""

    def render(*_args: Any, attrs: Any = None, **_kwargs: Any) -> SafeString:
        ids = (attrs or {}).get(_DESCRIBED_BY)
        if ids:
            described_by[name] = ids
        return SafeString(f"\x02{name}\x03")

    return render
