"""Import regions, departments and halls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from content import validators
from content.importers.context import Context, Kind, digest_of
from content.importers.identifiers import expectation_of
from content.importers.kinds import Problem, Record
from content.importers.known import KnownDepartment, KnownHall
from content.importers.pending import NewPage, PendingPages, change_page
from content.importers.refusals import problems_of_model
from content.importers.report import JsonValue, Outcome, changes_between
from content.importers.shapes import places as shapes
from content.importers.sources import SourceRow
from content.importers.values import (
    RawRecord,
    field_problems,
    records_of,
    text_of,
    texts_of,
    told_by,
)
from content.importers.writers.places import (
    fill_department,
    fill_hall,
    fill_region,
)
from content.models import DepartmentPage, HallPage, Region
from content.tree import department_index, hall_index


def import_regions(context: Context, rows: Iterable[SourceRow]) -> None:
    """Import regions, parents first as the file has them."""
    for source, raw in _sound(context, rows, shapes.REGION, Kind.REGION, "code"):
        code, digest = text_of(raw, "code"), digest_of(dict(raw))
        if context.is_same(Kind.REGION, code, digest):
            context.accept(source, Kind.REGION, code, Outcome.SAME)
        elif not context.refuse(source, _region_references(context, raw)):
            _write_region(context, source, raw, digest)
    context.store_digests()


def _write_region(
    context: Context, source: SourceRow, raw: RawRecord, digest: str
) -> None:
    code = text_of(raw, "code")
    region = Region.objects.filter(code=code).first() or Region()
    before = told_by(region)
    fill_region(region, raw, context.known)
    if context.refuse(source, field_problems(region)):
        return
    changes = changes_between(before, told_by(region)) if region.pk else ()
    outcome = Outcome.NEW if not region.pk else Outcome.CHANGED
    try:
        with transaction.atomic():
            region.full_clean()
            region.save()
    except ValidationError as error:
        context.refuse(source, problems_of_model(error))
        return
    context.known.regions[code] = region.pk
    outcome = outcome if changes or outcome is Outcome.NEW else Outcome.SAME
    context.accept(source, Kind.REGION, code, outcome, changes)
    context.remember(Kind.REGION, code, digest)


def import_departments(context: Context, rows: Iterable[SourceRow]) -> None:
    """Import departments as pages below their index."""
    pending, index = PendingPages(context), department_index()
    for source, raw in _sound(context, rows, shapes.DEPARTMENT, Kind.DEPARTMENT, "key"):
        key, digest = text_of(raw, "key"), digest_of(dict(raw))
        if context.is_same(Kind.DEPARTMENT, key, digest):
            context.accept(source, Kind.DEPARTMENT, key, Outcome.SAME)
            continue
        if context.refuse(source, _department_references(context, raw)):
            continue
        parent = context.known.departments.get(text_of(raw, "parent"))
        if parent is not None and parent.pk is None:
            pending.flush()
        fill = partial(fill_department, raw=raw, known=context.known)
        known = context.known.departments.get(key)
        if known is not None:
            page = DepartmentPage.objects.get(pk=known.pk)
            record = (Kind.DEPARTMENT.value, key, digest)
            if change_page(context, page, source, fill, record=record):
                context.touched.departments.add(page.pk)
            continue
        page = DepartmentPage()
        fill(page)
        entry = KnownDepartment(pk=None, uscc=page.uscc)
        if pending.add(
            NewPage(
                parent=index, page=page, source=source, kind=Kind.DEPARTMENT.value,
                key=key, digest=digest,
                created=partial(_created, entry, context.touched.departments),
            )
        ):  # fmt: skip
            context.known.departments[key] = entry
    pending.flush()
    context.store_digests()


def import_halls(context: Context, rows: Iterable[SourceRow]) -> None:
    """Import halls with their zones, windows, hours and devices."""
    pending, index = PendingPages(context), hall_index()
    for source, raw in _sound(context, rows, shapes.HALL, Kind.HALL, "code"):
        code, digest = text_of(raw, "code"), digest_of(dict(raw))
        if context.is_same(Kind.HALL, code, digest):
            context.accept(source, Kind.HALL, code, Outcome.SAME)
            continue
        if context.refuse(source, _hall_references(context, raw)):
            continue
        parent = context.known.halls.get(text_of(raw, "parent_hall"))
        if parent is not None and parent.pk is None:
            pending.flush()
        fill = partial(fill_hall, raw=raw, known=context.known)
        known = context.known.halls.get(code)
        if known is not None:
            page = HallPage.objects.get(pk=known.pk)
            record = (Kind.HALL.value, code, digest)
            if change_page(context, page, source, fill, record=record):
                context.touched.halls.add(page.pk)
            continue
        page = HallPage()
        fill(page)
        entry = KnownHall(
            pk=None,
            zones={text_of(item, "code") for item in records_of(raw, "zones")},
            windows={text_of(item, "number") for item in records_of(raw, "windows")},
        )
        if pending.add(
            NewPage(
                parent=index, page=page, source=source, kind=Kind.HALL.value,
                key=code, digest=digest,
                created=partial(_created, entry, context.touched.halls),
            )
        ):  # fmt: skip
            context.known.halls[code] = entry
    pending.flush()
    context.store_digests()


def _created(entry: KnownDepartment | KnownHall, touched: set[int], page: Page) -> None:
    entry.pk = page.pk
    touched.add(page.pk)


def _sound(
    context: Context,
    rows: Iterable[SourceRow],
    shape: Record,
    kind: str,
    key_name: str,
) -> Iterator[tuple[SourceRow, dict[str, JsonValue]]]:
    """Yield rows of the right shape whose key comes for the first time."""
    for source in rows:
        if context.refuse(source, shape.problems(source.raw, "")):
            continue
        if not isinstance(source.raw, dict):
            continue
        key = text_of(source.raw, key_name)
        if context.is_repeated(kind, key):
            context.refuse(source, [repeated(key_name, key)])
            continue
        yield source, source.raw


def repeated(path: str, value: str) -> Problem:
    """Return the problem of a key that comes twice in one run."""
    return Problem(
        path=path, value=value, expected=_("只出现一次的值"), rule="duplicate"
    )


def unknown(path: str, value: str, expected: str) -> Problem:
    """Return the problem of a reference that leads nowhere."""
    return Problem(path=path, value=value, expected=expected, rule="reference")


def _region_references(context: Context, raw: RawRecord) -> Iterator[Problem]:
    expected: Any = _("已有的区划代码")
    for name in ("parent", "host_region", "successor"):
        value = text_of(raw, name)
        if value and value not in context.known.regions:
            yield unknown(name, value, expected)
    parent = text_of(raw, "parent")
    if parent and raw.get("statutory") is not False:
        try:
            validators.check_region_parent(text_of(raw, "code"), parent)
        except ValidationError as error:
            yield Problem(
                path="parent",
                value=parent,
                expected=expectation_of(error),
                rule="V-REGION",
            )


def _department_references(context: Context, raw: RawRecord) -> Iterator[Problem]:
    region, parent = text_of(raw, "region"), text_of(raw, "parent")
    if region not in context.known.regions:
        yield unknown("region", region, _("已有的区划代码"))
    if parent and parent not in context.known.departments:
        yield unknown("parent", parent, _("已有部门的标识"))


def _hall_references(context: Context, raw: RawRecord) -> Iterator[Problem]:
    region, parent = text_of(raw, "region"), text_of(raw, "parent_hall")
    if region not in context.known.regions:
        yield unknown("region", region, _("已有的区划代码"))
    if parent and parent not in context.known.halls:
        yield unknown("parent_hall", parent, _("已有大厅的编号"))
    for position, key in enumerate(texts_of(raw, "resident_departments")):
        if key not in context.known.departments:
            path = f"resident_departments[{position}]"
            yield unknown(path, key, _("已有部门的标识"))
