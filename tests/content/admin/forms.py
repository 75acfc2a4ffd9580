"""What a browser would send for a page's edit form, without rendering 2 MB of it."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from content.models.keyed_page import KeyedPage
from content.page_forms import PublishablePageForm
from portal.accounts.models import User


def edit_form(
    page: KeyedPage, user: User, data: QueryDict | None = None
) -> PublishablePageForm:
    form_class = type(page).get_edit_handler().get_form_class()
    parent = page.get_parent() if page.pk else page.known_parent
    form: PublishablePageForm = form_class(
        data, instance=page, parent_page=parent, for_user=user
    )
    return form


def post_data(page: KeyedPage, user: User, **changes: str | list[str]) -> QueryDict:
    """Return the data of the untouched form with some values changed."""
    form = edit_form(page, user)
    data = QueryDict(mutable=True)
    _add_fields(data, form)
    for formset in form.formsets.values():
        _add_fields(data, formset.management_form)
        for row in formset.forms:
            _add_fields(data, row)
    for name, value in changes.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def _add_fields(data: QueryDict, form: forms.BaseForm) -> None:
    for bound in form:
        widget, value = bound.field.widget, bound.value()
        if isinstance(widget, forms.CheckboxInput):
            if value:
                data[bound.html_name] = "on"
        elif isinstance(widget, forms.CheckboxSelectMultiple):
            data.setlist(bound.html_name, list(value or []))
        else:
            shown = getattr(widget, "format_value", lambda given: given)(value)
            shown = shown[0] if isinstance(shown, list) and shown else shown
            data[bound.html_name] = "" if shown in (None, []) else str(shown)


def errors_of(form: PublishablePageForm) -> str:
    parts = [str(form.errors)]
    parts += [str(formset.errors) for formset in form.formsets.values()]
    return " ".join(parts)
