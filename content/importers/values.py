"""Put foreign values into model fields and child rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.models import (
    ClusterableModel,
    get_all_child_relations,
    get_serializable_data_for_fields,
)

from content import expressions
from content.importers.kinds import Problem
from content.importers.refusals import problems_of_model
from content.importers.report import JsonValue

RawRecord = Mapping[str, JsonValue]

# What says where a page stands and who touched it, but not what it tells.
_BOOKKEEPING = frozenset(
    {
        "pk", "path", "depth", "numchild", "url_path", "content_type", "translation_key",
        "live", "has_unpublished_changes", "draft_title", "first_published_at",
        "last_published_at", "latest_revision", "latest_revision_created_at",
        "live_revision", "sort_order", "wagtail_admin_comments", "expired",
        "search_description", "seo_title",
    }
)  # fmt: skip


def text_of(raw: RawRecord, name: str) -> str:
    """Return a text; missing and null are empty."""
    value = raw.get(name)
    return value if isinstance(value, str) else ""


def flag_of(raw: RawRecord, name: str, *, default: bool = False) -> bool:
    """Return a boolean, the default when missing or null."""
    value = raw.get(name)
    return value if isinstance(value, bool) else default


def integer_of(raw: RawRecord, name: str) -> int | None:
    """Return a whole number; None when missing or null."""
    value = raw.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def number_of(raw: RawRecord, name: str) -> float | None:
    """Return a number; None when missing or null."""
    value = raw.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def date_of(raw: RawRecord, name: str) -> date | None:
    """Return a day written as YYYY-MM-DD; None when missing, null or empty."""
    text = text_of(raw, name)
    return date.fromisoformat(text) if text else None


def texts_of(raw: RawRecord, name: str) -> list[str]:
    """Return the texts of a list; missing and null are empty."""
    value = raw.get(name)
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, str)]


def record_of(raw: RawRecord, name: str) -> RawRecord:
    """Return a nested object; missing and null are empty."""
    value = raw.get(name)
    return value if isinstance(value, dict) else {}


def records_of(raw: RawRecord, name: str) -> list[RawRecord]:
    """Return a list of objects, by their ``order`` if they have one."""
    value = raw.get(name)
    items = (
        [item for item in value if isinstance(item, dict)]
        if isinstance(value, list)
        else []
    )
    if all(isinstance(item.get("order"), int) for item in items):
        items.sort(key=_order)
    return list(items)


def _order(raw: RawRecord) -> int:
    return integer_of(raw, "order") or 0


def expression_text(value: JsonValue) -> str:
    """Return a condition as editors read it; null is empty."""
    return expressions.format(value) if isinstance(value, dict) else ""


def set_values(instance: models.Model, values: Mapping[str, object]) -> None:
    """Set attributes of a record by name."""
    for name, value in values.items():
        setattr(instance, name, value)


def set_children(
    owner: ClusterableModel, relation: str, children: Sequence[models.Model]
) -> None:
    """Replace the child rows of an owner, in order, in memory.

    Row numbers of the old rows are used again, so that revisions compare row by row.
    """
    manager = getattr(owner, relation)
    old = list(manager.all()) if owner.pk else []
    foreign_key = _parental_key(owner, relation)
    for position, child in enumerate(children):
        set_values(child, {"sort_order": position, foreign_key: owner})
        if position < len(old):
            child.pk = old[position].pk
    manager.get_object_list()[:] = children


def _parental_key(owner: ClusterableModel, relation: str) -> str:
    for candidate in get_all_child_relations(owner):
        if candidate.get_accessor_name() == relation:
            return str(candidate.field.name)
    raise LookupError(
        f"{type(owner).__name__} has no child relation '{relation}'; expected one of "
        f"{[c.get_accessor_name() for c in get_all_child_relations(owner)]}."
    )


def told_by(instance: models.Model) -> dict[str, JsonValue]:
    """Return everything that a record tells, for comparing before and after."""
    if isinstance(instance, ClusterableModel):
        told: dict[str, JsonValue] = instance.serializable_data()
    else:
        told = get_serializable_data_for_fields(instance)
    children = (
        {
            relation.get_accessor_name(): relation.field.name
            for relation in get_all_child_relations(instance)
        }
        if isinstance(instance, ClusterableModel)
        else {}
    )
    cleaned: dict[str, JsonValue] = {}
    for name, value in told.items():
        if name in _BOOKKEEPING:
            continue
        if name in children and isinstance(value, list):
            hidden = _BOOKKEEPING | {children[name]}
            cleaned[name] = [
                {key: inner for key, inner in row.items() if key not in hidden}
                for row in value
                if isinstance(row, dict)
            ]
        else:
            cleaned[name] = value
    return cleaned


def field_problems(instance: models.Model) -> Iterator[Problem]:
    """List what the fields of a record and of its child rows do not take.

    Foreign keys are left out: they come from keys that were looked up.
    """
    yield from _own_field_problems(instance, "")
    if not isinstance(instance, ClusterableModel):
        return
    for relation in get_all_child_relations(instance):
        name = relation.get_accessor_name()
        if name == "wagtail_admin_comments":
            continue
        for position, child in enumerate(getattr(instance, name).all()):
            yield from _own_field_problems(child, f"{name}[{position}]")


def _own_field_problems(instance: models.Model, prefix: str) -> Iterator[Problem]:
    foreign_keys = {
        field.name for field in instance._meta.concrete_fields if field.is_relation
    }
    unset = {"path", "depth", "url_path", "translation_key", "draft_title"}
    try:
        instance.clean_fields(exclude=foreign_keys | unset)
    except ValidationError as error:
        values = get_serializable_data_for_fields(instance)
        yield from problems_of_model(error, prefix, values)
