"""Columns of the editors' flat lists."""

from __future__ import annotations

from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import ParentPageColumn
from wagtail.admin.views.pages.listing import IndexView


def listing_columns(parent_label: object, *extra: Column) -> list[Column]:
    """Wagtail's columns with our own after the title; "parent" says what it is."""
    columns: list[Column] = []
    for column in IndexView.base_columns:
        if column.name == "parent":
            columns.append(ParentPageColumn("parent", label=parent_label))
            continue
        columns.append(column)
        if column.name == "title":
            columns.extend(extra)
    return columns
