"""Import the catalogue: a matter with basic information only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import partial

from django.utils.translation import gettext as _
from wagtail.models import Page

from content.codes import MatterKind
from content.importers.catalogue import (
    CatalogueMatter,
    catalogue_matter,
    catalogue_problems,
)
from content.importers.context import Context, Kind, digest_of
from content.importers.drafts import Draft, publish_waiting
from content.importers.known import KnownMatter
from content.importers.pending import NewPage, PendingPages, change_page
from content.importers.phases.guides import created_matter, move_to
from content.importers.phases.rows import repeated, unknown
from content.importers.report import Change, JsonValue, Outcome
from content.importers.sources import SourceRow
from content.importers.writers.catalogue import fill_catalogue_matter
from content.models import DepartmentPage, MatterPage

SHOWN_EVERY = 500


def read_keywords(context: Context, rows: Iterable[SourceRow]) -> None:
    """Note the catalogue's search words, for guides that enrich its matters."""
    for source in rows:
        if isinstance(source.raw, dict) and not any(
            catalogue_problems(source.raw, context.translation)
        ):
            matter = catalogue_matter(source.raw, context.translation)
            context.keywords_of_source[matter.source_id] = matter.keywords


def import_catalogue(context: Context, rows: Sequence[SourceRow]) -> None:
    """Import catalogue rows; a row whose matter has a full guide changes nothing."""
    pending = PendingPages(context)
    drafts: list[Draft] = []
    departments = {page.key: page for page in DepartmentPage.objects.all()}
    for number, source in enumerate(rows, start=1):
        if number % SHOWN_EVERY == 0:
            context.progress(_("  目录已处理 %(number)s 行") % {"number": number})
        if context.refuse(source, catalogue_problems(source.raw, context.translation)):
            continue
        if isinstance(source.raw, dict):
            matter = catalogue_matter(source.raw, context.translation)
            drafts += _import(context, pending, departments, source, matter)
    pending.flush()
    context.touched.matters |= publish_waiting(context, MatterPage, drafts)
    context.store_digests()


def _import(
    context: Context,
    pending: PendingPages,
    departments: dict[str, DepartmentPage],
    source: SourceRow,
    matter: CatalogueMatter,
) -> list[Draft]:
    """Take one row. Returns it as a draft when it only waits to be published."""
    key = matter.source_id
    if context.is_repeated(Kind.CATALOGUE, key):
        context.refuse(source, [repeated("matter_id", key)])
        return []
    known = context.known.matters.get(context.known.code_of_source.get(key, ""))
    digest = digest_of(_as_json(matter))
    if known is not None and context.is_same(Kind.CATALOGUE, key, digest):
        return [
            Draft(source=source, kind=Kind.CATALOGUE.value, key=key, pk=pk)
            for pk in context.keep(source, Kind.CATALOGUE, key, known)
        ]
    department = departments.get(matter.department)
    if department is None:
        path, expected = "department_group", _("已有部门的标识，请先导入部门")
        context.refuse(source, [unknown(path, matter.department, expected)])
    elif known is None:
        _create(context, pending, department, source, matter, digest)
    elif known.kind == MatterKind.GUIDE:
        _keep_guide(context, known, source, matter, digest)
    elif known.pk is not None:
        _change(context, known, department, source, matter, digest)
    return []


def _create(
    context: Context,
    pending: PendingPages,
    department: DepartmentPage,
    source: SourceRow,
    matter: CatalogueMatter,
    digest: str,
) -> None:
    taken = context.known.matters.get(matter.code)
    if taken is not None:
        context.refuse(source, [repeated("matter_id", matter.source_id)])
        return
    page = MatterPage()
    page.known_parent = department
    fill_catalogue_matter(page, matter)
    known = KnownMatter(
        code=matter.code,
        source_id=matter.source_id,
        item_code="",
        kind=MatterKind.CATALOGUE,
    )
    new = NewPage(
        parent=department,
        page=page,
        source=source,
        kind=Kind.CATALOGUE.value,
        key=matter.source_id,
        digest=digest,
        created=partial(created_matter, context, known),
        lost=partial(context.known.drop_matter, matter.code),
    )
    context.known.add_matter(known)
    if not pending.add(new):
        context.known.drop_matter(matter.code)


def _keep_guide(
    context: Context,
    known: KnownMatter,
    source: SourceRow,
    matter: CatalogueMatter,
    digest: str,
) -> None:
    """Give a full guide the catalogue's search words when it has none; keep the rest."""
    page = MatterPage.objects.get(code=known.code)
    record = (Kind.CATALOGUE.value, matter.source_id, digest)
    if page.search_keywords:
        kind, key, _digest = record
        context.accept(source, kind, key, Outcome.SAME)
        context.remember(*record)
        return

    def fill(draft: Page) -> None:
        draft.search_keywords = list(matter.keywords)

    if change_page(context, page, source, fill, record=record):
        context.touched.matters.add(page.pk)


def _change(
    context: Context,
    known: KnownMatter,
    department: DepartmentPage,
    source: SourceRow,
    matter: CatalogueMatter,
    digest: str,
) -> None:
    page = MatterPage.objects.get(code=known.code)
    page.known_parent = department
    fill = partial(fill_catalogue_matter, matter=matter)

    def prepare() -> tuple[Change, ...]:
        return move_to(page, department)

    record = (Kind.CATALOGUE.value, matter.source_id, digest)
    if change_page(context, page, source, fill, record=record, prepare=prepare):
        context.touched.matters.add(page.pk)


def _as_json(matter: CatalogueMatter) -> dict[str, JsonValue]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(matter).items()
    }
