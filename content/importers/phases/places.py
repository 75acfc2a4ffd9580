"""Import departments and halls: pages below an index, some below each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from django.utils.translation import gettext as _
from wagtail.models import Page

from content.importers.context import Context, Kind, digest_of
from content.importers.drafts import Draft, publish_waiting
from content.importers.kinds import Problem, Record
from content.importers.known import Known, KnownDepartment, KnownHall, KnownPage
from content.importers.pending import NewPage, PendingPages, change_page
from content.importers.phases.rows import parents_first, sound_rows, unknown
from content.importers.report import JsonValue
from content.importers.shapes import places as shapes
from content.importers.sources import SourceRow
from content.importers.values import RawRecord, records_of, text_of, texts_of
from content.importers.writers.places import fill_department, fill_hall
from content.models import DepartmentPage, HallPage
from content.tree import department_index, hall_index

K = TypeVar("K", bound=KnownPage)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place(Generic[K]):
    """How one kind of place is read, checked and written."""

    kind: str
    index: Callable[[], Page]
    key_name: str
    parent_name: str
    shape: Record
    model: type[Page]
    fill: Callable[[Page, RawRecord, Known], None]
    problems: Callable[[Context, RawRecord], Iterator[Problem]]
    entry: Callable[[RawRecord], K]


def import_departments(context: Context, rows: Sequence[SourceRow]) -> None:
    """Import departments as pages below their index."""
    place = _Place(
        kind=Kind.DEPARTMENT.value,
        index=department_index,
        key_name="key",
        parent_name="parent",
        shape=shapes.DEPARTMENT,
        model=DepartmentPage,
        fill=fill_department,
        problems=_department_problems,
        entry=lambda raw: KnownDepartment(uscc=text_of(raw, "uscc")),
    )
    _PlaceImport(
        context,
        place,
        known=context.known.departments,
        touched=context.touched.departments,
    ).run(rows)


def import_halls(context: Context, rows: Sequence[SourceRow]) -> None:
    """Import halls with their zones, windows, hours and devices."""
    place = _Place(
        kind=Kind.HALL.value,
        index=hall_index,
        key_name="code",
        parent_name="parent_hall",
        shape=shapes.HALL,
        model=HallPage,
        fill=fill_hall,
        problems=_hall_problems,
        entry=lambda raw: KnownHall(
            zones={text_of(item, "code") for item in records_of(raw, "zones")},
            windows={text_of(item, "number") for item in records_of(raw, "windows")},
        ),
    )
    _PlaceImport(
        context, place, known=context.known.halls, touched=context.touched.halls
    ).run(rows)


class _PlaceImport(Generic[K]):
    """Import rows of one kind of place."""

    def __init__(
        self,
        context: Context,
        place: _Place[K],
        *,
        known: MutableMapping[str, K],
        touched: set[int],
    ) -> None:
        self._context = context
        self._place = place
        self._known = known
        self._touched = touched
        self._pending = PendingPages(context)

    def run(self, rows: Sequence[SourceRow]) -> None:
        place = self._place
        drafts: list[Draft] = []
        ordered = parents_first(rows, place.key_name, place.parent_name)
        for source, raw in sound_rows(
            self._context, ordered, place.shape, place.kind, place.key_name
        ):
            drafts += self._take(source, raw)
        self._pending.flush()
        self._touched |= publish_waiting(self._context, place.model, drafts)
        self._context.store_digests()

    def _take(self, source: SourceRow, raw: dict[str, JsonValue]) -> list[Draft]:
        """Take one row. Returns it as a draft when it only waits to be published."""
        context, place = self._context, self._place
        key, digest = text_of(raw, place.key_name), digest_of(dict(raw))
        present = self._known.get(key)
        if present and context.is_same(place.kind, key, digest):
            return [
                Draft(source=source, kind=place.kind, key=key, pk=pk)
                for pk in context.keep(source, place.kind, key, present)
            ]
        parent = self._known.get(text_of(raw, place.parent_name))
        if parent is not None and parent.pk is None:
            self._pending.flush()
        if context.refuse(source, place.problems(context, raw)):
            return []
        if present is None:
            self._create(source, raw, digest)
        elif present.pk is not None:
            self._change(present.pk, source, raw, digest)
        return []

    def _create(self, source: SourceRow, raw: RawRecord, digest: str) -> None:
        place = self._place
        key = text_of(raw, place.key_name)
        page, entry = place.model(), place.entry(raw)
        place.fill(page, raw, self._context.known)

        def created(page: Page) -> None:
            entry.pk = page.pk
            self._touched.add(page.pk)

        new = NewPage(
            parent=place.index(),
            page=page,
            source=source,
            kind=place.kind,
            key=key,
            digest=digest,
            created=created,
            lost=partial(self._known.pop, key, None),
        )
        self._known[key] = entry
        if not self._pending.add(new):
            self._known.pop(key)

    def _change(self, pk: int, source: SourceRow, raw: RawRecord, digest: str) -> None:
        place = self._place
        key = text_of(raw, place.key_name)
        written = change_page(
            self._context,
            place.model.objects.get(pk=pk),
            source,
            lambda page: place.fill(page, raw, self._context.known),
            record=(place.kind, key, digest),
        )
        if written is not None:
            entry = self._known[key] = place.entry(raw)
            entry.pk, entry.ever_published = pk, True
            self._touched.add(pk)


def _department_problems(context: Context, raw: RawRecord) -> Iterator[Problem]:
    region, parent = text_of(raw, "region"), text_of(raw, "parent")
    if region not in context.known.regions:
        yield unknown("region", region, _("已有的区划代码，请先导入区划"))
    if parent and parent not in context.known.departments:
        yield unknown("parent", parent, _("已有部门的标识"))


def _hall_problems(context: Context, raw: RawRecord) -> Iterator[Problem]:
    region, parent = text_of(raw, "region"), text_of(raw, "parent_hall")
    if region not in context.known.regions:
        yield unknown("region", region, _("已有的区划代码，请先导入区划"))
    if parent and parent not in context.known.halls:
        yield unknown("parent_hall", parent, _("已有大厅的编号"))
    for position, key in enumerate(texts_of(raw, "resident_departments")):
        if key not in context.known.departments:
            path = f"resident_departments[{position}]"
            yield unknown(path, key, _("已有部门的标识，请先导入部门"))
