"""All rows that creating a page leaves behind, in a form that two ways can share."""

from __future__ import annotations

import datetime
import json
import uuid
from typing import Any

from django.apps import apps
from django.db import models
from wagtail.models import Page, Revision

# Numbers and moments differ from run to run; what they point to is compared by name.
_IGNORED = {"id", "title_norm", "content_path_hash"}
_IGNORED_IN_CONTENT = {"pk", "latest_revision", "live_revision", "translation_key"}
_APPS = ("wagtailcore", "content", "wagtailsearch")

Rows = dict[str, list[str]]

# What the rules find is looked up again at any time; it is no row of a page.
_DERIVED = frozenset({"content.LintFinding"})


def rows_left() -> Rows:
    """Return the rows of every content table, sorted."""
    names = _names()
    found: Rows = {}
    for label in _APPS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            if model._meta.label in _DERIVED:
                continue
            if not model._meta.managed:
                continue
            rows = [
                _row(model, values, names) for values in model._base_manager.values()
            ]
            if rows:
                found[model._meta.label] = sorted(rows)
    return found


def _names() -> dict[tuple[str, str], str]:
    """Return what to call pages and revisions instead of their numbers."""
    pages = {str(pk): slug for pk, slug in Page.objects.values_list("pk", "slug")}
    names = {("page", pk): f"page {slug}" for pk, slug in pages.items()}
    for pk, object_id in Revision.objects.values_list("pk", "object_id"):
        names["revision", str(pk)] = f"revision of {pages[object_id]}"
    return names


def _row(
    model: type[models.Model],
    values: dict[str, Any],
    names: dict[tuple[str, str], str],
) -> str:
    shown = {}
    for field in model._meta.concrete_fields:
        value = values[field.attname]
        if field.name in _IGNORED and not isinstance(field, models.ForeignKey):
            continue
        shown[field.name] = _shown(field, value, names)
    return json.dumps(shown, ensure_ascii=False, sort_keys=True, default=str)


def _shown(
    field: models.Field[Any, Any], value: Any, names: dict[tuple[str, str], str]
) -> Any:
    if isinstance(value, datetime.datetime | uuid.UUID):
        return type(value).__name__
    if field.name == "content":
        return _content(json.loads(json.dumps(value, default=str)))
    related = getattr(field, "related_model", None) or models.Model
    if field.name in {"object_id", "to_object_id"} or issubclass(related, Page):
        return names.get(("page", str(value)), value)
    return names.get(("revision", str(value)), value) if related is Revision else value


def _content(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _content(inner)
            for name, inner in value.items()
            if name not in _IGNORED_IN_CONTENT and not _is_parent_key(name)
        }
    if isinstance(value, list):
        return [_content(inner) for inner in value]
    return value


def _is_parent_key(name: str) -> bool:
    return name in {"matter", "hall", "department"}
