"""Insert the rows of new pages and of everything that hangs on them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connections, models, router
from django.db.models.sql import InsertQuery
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.models import Page


def settle_children(owner: ClusterableModel) -> None:
    """Make every child relation of an unsaved object a list in memory, all levels.

    Once the object has a primary key, reading a relation that is not in memory would
    ask the database.
    """
    for relation in get_all_child_relations(owner):
        for child in getattr(owner, relation.get_accessor_name()).get_object_list():
            if isinstance(child, ClusterableModel):
                settle_children(child)


def insert_specific_rows(model: type[Page], pages: Sequence[Page]) -> None:
    """Insert rows into the page table and the model's own table; set primary keys.

    Django's bulk_create refuses models with two tables, so both are written here.
    """
    page_fields = Page._meta.concrete_fields
    bases = [
        Page(**{field.attname: getattr(page, field.attname) for field in page_fields})
        for page in pages
    ]
    Page.objects.bulk_create(bases)
    for page, base in zip(pages, bases, strict=True):
        page.id = base.pk
        page.pk = base.pk
        page._state.adding = False
        page._state.db = base._state.db
    _insert_own_table(model, pages)


def _insert_own_table(model: type[Page], pages: Sequence[Page]) -> None:
    fields = model._meta.local_concrete_fields
    using = router.db_for_write(model)
    limit = max(1, connections[using].ops.bulk_batch_size(fields, pages))
    for start in range(0, len(pages), limit):
        query = InsertQuery(model)
        query.insert_values(fields, list(pages[start : start + limit]))
        query.get_compiler(using=using).execute_sql()


def insert_children(
    model: type[models.Model], owners: Sequence[ClusterableModel]
) -> None:
    """Insert the children of saved objects, level by level."""
    for relation in get_all_child_relations(model):
        accessor, foreign_key = relation.get_accessor_name(), relation.field.name
        children: list[models.Model] = []
        for owner in owners:
            for child in getattr(owner, accessor).get_object_list():
                setattr(child, foreign_key, owner)
                children.append(child)
        if not children:
            continue
        child_model = relation.related_model
        child_model._default_manager.bulk_create(children)
        if issubclass(child_model, ClusterableModel):
            insert_children(child_model, children)
