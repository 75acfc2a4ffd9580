"""Import full guides: one record per matter, also where the catalogue has it already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _
from wagtail.models import Page

from content.codes import MatterKind
from content.importers.attachments import (
    Files,
    changed_attachments,
    digests_of,
    read_attachments,
    store_attachments,
)
from content.importers.context import Context, Kind, digest_of
from content.importers.drafts import Draft, publish_waiting
from content.importers.kinds import Problem
from content.importers.known import KnownMatter
from content.importers.pending import NewPage, PendingPages, change_page
from content.importers.phases.rows import repeated, unknown
from content.importers.report import Change, JsonValue
from content.importers.shapes.guides import guide_problems
from content.importers.sources import SourceRow
from content.importers.values import RawRecord, record_of, records_of, text_of
from content.importers.writers.guides import basic_matter_of, fill_guide
from content.models import DepartmentPage, MatterPage


@dataclass(frozen=True, slots=True, kw_only=True)
class _Guide:
    """A sound guide with the bytes of its files."""

    source: SourceRow
    raw: dict[str, JsonValue]
    files: Files
    digest: str


def import_guides(context: Context, rows: Sequence[SourceRow]) -> None:
    """Import guides; a guide of a catalogue matter enriches that matter's record."""
    pending = PendingPages(context)
    drafts: list[Draft] = []
    for source in rows:
        problems = _problems(source)
        context.lint(source, "guide", problems)
        if context.refuse(source, problems):
            continue
        if isinstance(source.raw, dict):
            drafts += _import(context, pending, source, source.raw)
    pending.flush()
    context.touched.matters |= publish_waiting(context, MatterPage, drafts)
    context.store_digests()


def _problems(source: SourceRow) -> list[Problem]:
    """Return what is wrong with a row; what could not be read is not missing, too."""
    unread = [problem.path for problem in source.problems]
    if "" in unread:
        return list(source.problems)
    return [
        *source.problems,
        *(
            problem
            for problem in guide_problems(source.raw)
            if not any(
                _is_within(problem.path, path) or _is_within(path, problem.path)
                for path in unread
            )
        ),
    ]


def _is_within(path: str, outer: str) -> bool:
    return path == outer or path.startswith((f"{outer}.", f"{outer}["))


def _import(
    context: Context,
    pending: PendingPages,
    source: SourceRow,
    raw: dict[str, JsonValue],
) -> list[Draft]:
    """Take one guide. Returns it as a draft when it only waits to be published."""
    code = text_of(raw, "slug")
    if context.is_repeated(Kind.GUIDE, code):
        context.refuse(source, [repeated("slug", code)])
        return []
    files, problems = read_attachments(source.folder, raw)
    if context.refuse(source, [*problems, *_references(context, raw)]):
        return []
    digest = digest_of(dict(raw), dict(digests_of(files)))
    present = context.known.matters.get(code)
    if present is not None and context.is_same(Kind.GUIDE, code, digest):
        return [
            Draft(source=source, kind=Kind.GUIDE.value, key=code, pk=pk)
            for pk in context.keep(source, Kind.GUIDE, code, present)
        ]
    guide = _Guide(source=source, raw=raw, files=files, digest=digest)
    known = _present(context, raw)
    if known is None:
        _create(context, pending, guide)
    elif known.pk is not None:
        _change(context, known, guide)
    return []


def _create(context: Context, pending: PendingPages, guide: _Guide) -> None:
    raw = guide.raw
    code, source_id = text_of(raw, "slug"), text_of(raw, "catalogue_matter_id")
    department = _department(context, raw)
    page = MatterPage()
    page.known_parent = department
    fill_guide(
        page,
        raw,
        basic=basic_matter_of(raw),
        keywords=context.keywords_of_source.get(source_id, ()),
    )
    known = KnownMatter(
        code=code,
        source_id=source_id,
        item_code=text_of(raw, "item_code"),
        kind=MatterKind.GUIDE,
    )
    new = NewPage(
        parent=department,
        page=page,
        source=guide.source,
        kind=Kind.GUIDE.value,
        key=code,
        digest=guide.digest,
        created=partial(_created_guide, context, known),
        lost=partial(context.known.drop_matter, code),
    )
    context.known.add_matter(known)
    if not pending.add(new):
        context.known.drop_matter(code)
    elif context.stores_files:
        store_attachments(guide.files)


def _change(context: Context, known: KnownMatter, guide: _Guide) -> None:
    raw = guide.raw
    code, source_id = text_of(raw, "slug"), text_of(raw, "catalogue_matter_id")
    department = _department(context, raw)
    page = MatterPage.objects.get(code=known.code)
    page.known_parent = department
    keywords = context.keywords_of_source.get(source_id) or page.search_keywords

    def fill(draft: Page) -> None:
        fill_guide(draft, raw, basic=basic_matter_of(raw), keywords=keywords)

    def prepare() -> tuple[Change, ...]:
        changes = changed_attachments(guide.files)
        if context.stores_files:
            store_attachments(guide.files)
        return (*changes, *move_to(page, department))

    record = (Kind.GUIDE.value, code, guide.digest)
    written = change_page(
        context, page, guide.source, fill, record=record, prepare=prepare
    )
    if written is not None:
        context.touched.matters.add(page.pk)
        context.known.drop_matter(known.code)
        known.code, known.kind = code, MatterKind.GUIDE
        known.source_id, known.item_code = source_id, text_of(raw, "item_code")
        context.known.add_matter(known)


def _created_guide(context: Context, known: KnownMatter, page: Page) -> None:
    created_matter(context, known, page)
    # The catalogue's row may have been taken for a record that is no longer there.
    context.forget(Kind.CATALOGUE, known.source_id)


def created_matter(context: Context, known: KnownMatter, page: Page) -> None:
    """Note the key of a matter that the bulk path has written."""
    known.pk = page.pk
    context.touched.matters.add(page.pk)


def move_to(page: MatterPage, department: DepartmentPage) -> tuple[Change, ...]:
    """Put a matter below the department that implements it, and say so."""
    if page.is_child_of(department):
        return ()
    before = page.get_parent().slug
    # Moving reads a page again, which would undo what was filled into this one.
    stored = MatterPage.objects.get(pk=page.pk)
    stored.move(DepartmentPage.objects.get(pk=department.pk), pos="last-child")
    return (Change(field="department", old=before, new=department.slug),)


def _department(context: Context, raw: RawRecord) -> DepartmentPage:
    known = context.known.departments[text_of(raw, "department")]
    department: DepartmentPage = DepartmentPage.objects.get(pk=known.pk)
    return department


def _present(context: Context, raw: RawRecord) -> KnownMatter | None:
    """Return the record of this guide: by its own code, else by its catalogue id."""
    known = context.known
    code = text_of(raw, "slug")
    source_id = text_of(raw, "catalogue_matter_id")
    return known.matters.get(code) or known.matters.get(
        known.code_of_source.get(source_id, "")
    )


def _references(context: Context, raw: RawRecord) -> Iterator[Problem]:
    yield from _department_references(context, raw)
    yield from _identity_references(context, raw)
    for position, location in enumerate(records_of(raw, "locations")):
        yield from _place_references(context, location, f"locations[{position}]")


def _department_references(context: Context, raw: RawRecord) -> Iterator[Problem]:
    key = text_of(raw, "department")
    department = context.known.departments.get(key)
    if department is None:
        yield unknown("department", key, _("已有部门的标识，请先导入部门"))
    elif department.uscc != text_of(raw, "department_uscc"):
        yield unknown(
            "department_uscc",
            text_of(raw, "department_uscc"),
            _("部门“%(key)s”的统一社会信用代码 %(uscc)s")
            % {"key": key, "uscc": department.uscc},
        )
    decide = text_of(record_of(raw, "cross"), "decide_dept")
    if decide and decide not in context.known.departments:
        yield unknown("cross.decide_dept", decide, _("已有部门的标识"))


def _identity_references(context: Context, raw: RawRecord) -> Iterator[Problem]:
    code, source_id = text_of(raw, "slug"), text_of(raw, "catalogue_matter_id")
    present = context.known.matters.get(code)
    if present is not None and present.source_id not in ("", source_id):
        yield Problem(
            path="slug",
            value=code,
            expected=_("没有用过的标识，它已属于目录编号 %(id)s")
            % {"id": present.source_id},
            rule="duplicate",
        )
    holder = context.known.matters.get(context.known.code_of_source.get(source_id, ""))
    # A guide takes over the catalogue's record, but only while it has none of its own.
    is_taken = present is not None or (holder and holder.kind == MatterKind.GUIDE)
    if holder and holder.code != code and is_taken:
        yield Problem(
            path="catalogue_matter_id",
            value=source_id,
            expected=_("没有用过的目录编号，它已属于“%(code)s”，请先删去那一条")
            % {"code": holder.code},
            rule="duplicate",
        )
    item_code = text_of(raw, "item_code")
    owner = context.known.code_of_item.get(item_code)
    if owner and owner != code and (holder is None or holder.code != owner):
        yield Problem(
            path="item_code",
            value=item_code,
            expected=_("没有用过的编码，它已属于“%(code)s”") % {"code": owner},
            rule="duplicate",
        )


def _place_references(
    context: Context, location: RawRecord, path: str
) -> Iterator[Problem]:
    code = text_of(location, "hall")
    if not code:
        return
    hall = context.known.halls.get(code)
    if hall is None:
        yield unknown(f"{path}.hall", code, _("已有大厅的编号，请先导入大厅"))
        return
    zone = text_of(location, "zone")
    if zone and zone not in hall.zones:
        yield unknown(f"{path}.zone", zone, _("大厅“%(hall)s”的分区") % {"hall": code})
    windows = location.get("windows")
    for number in windows if isinstance(windows, list) else []:
        if isinstance(number, str) and number not in hall.windows:
            yield unknown(
                f"{path}.windows", number, _("大厅“%(hall)s”的窗口号") % {"hall": code}
            )
