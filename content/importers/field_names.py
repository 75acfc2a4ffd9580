"""What editors call the fields that a report of changes names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _
from modelcluster.models import ClusterableModel, get_all_child_relations

from content.importers.report import Change

_PATH = re.compile(r"(\w+)(?:\[(\d+)\])?(?:\.(\w+))?")


def labelled(instance: models.Model, changes: Iterable[Change]) -> tuple[Change, ...]:
    """Give every change of a record the name that its form has for the field."""
    model = type(instance)
    return tuple(
        replace(change, label=_label(model, change.field)) for change in changes
    )


def _label(model: type[models.Model], path: str) -> str:
    """Return a name like 申请材料第3项的份数; "" when the path leads to no field."""
    found = _PATH.match(path)
    if found is None:
        return ""
    name, position, inner = found.groups()
    rows = _rows_of(model).get(name)
    if rows is None:
        return _verbose(model, name)
    title = str(rows._meta.verbose_name)
    if position is None:
        return title
    where = _("%(title)s第%(number)s项") % {
        "title": title,
        "number": int(position) + 1,
    }
    field = _verbose(rows, inner) if inner else ""
    if not field:
        return where
    return _("%(where)s的%(field)s") % {"where": where, "field": field}


def _rows_of(model: type[models.Model]) -> dict[str, type[models.Model]]:
    if not issubclass(model, ClusterableModel):
        return {}
    return {
        relation.get_accessor_name(): relation.related_model
        for relation in get_all_child_relations(model)
    }


def _verbose(model: type[models.Model], name: str) -> str:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return ""
    return str(getattr(field, "verbose_name", ""))
