"""What every dynamic page of people needs: its head and its list of errors."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm

COLUMN = "政务服务"


def page_head(title: str, description: str = "") -> dict[str, Any]:
    """Return the `page` value of the layout for a page that no search engine keeps."""
    return {
        "title": title,
        "description": description or title,
        "column": COLUMN,
        "column_type": COLUMN,
        "article": None,
        "canonical": "",
        "noindex": True,
    }


def error_list(form: BaseForm) -> list[dict[str, str]]:
    """Return the form's errors for the summary, in the order of the fields.

    Each is `{"field": id of the input, "message": text}`; errors of the whole form come
    first and point at the first field.
    """
    first = next(iter(form.fields), "")
    errors = [
        {"field": first, "message": str(message)} for message in form.non_field_errors()
    ]
    for name in form.fields:
        errors += [
            {"field": name, "message": str(message)}
            for message in form.errors.get(name, [])
        ]
    return errors


def first_errors(form: BaseForm) -> dict[str, str]:
    """Return the first error of each field, for the text beside the field."""
    return {name: str(messages[0]) for name, messages in form.errors.items()}
