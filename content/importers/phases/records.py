"""Import records that are pages below a department: powers, themes, lists, documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.utils.translation import gettext as _
from wagtail.models import Page

from content.documents import (
    fill_benefit,
    fill_document,
    model_of_kind,
    policy_named_in,
)
from content.importers.attachments import read_attachments, store_attachments
from content.importers.context import Context, Kind, digest_of
from content.importers.drafts import Draft, publish_waiting
from content.importers.kinds import Problem, Record
from content.importers.known import KnownPage
from content.importers.pending import NewPage, PendingPages, change_page
from content.importers.phases.rows import sound_rows, unknown
from content.importers.report import JsonValue
from content.importers.shapes import lists as list_shapes, powers as power_shapes
from content.importers.sources import SourceRow
from content.importers.values import RawRecord, text_of, texts_of
from content.lists import fill_cross_list, fill_matter_list
from content.models import (
    ArticlePage,
    BenefitPage,
    CrossListPage,
    DepartmentPage,
    InterpretationPage,
    MatterListPage,
    MatterPage,
    PolicyPage,
    PowerItemPage,
    ThemePage,
)
from content.powers.records import fill_power
from content.themes.records import fill_theme

# Themes without a lead department are kept by the one that runs the portal.
KEEPER: Final = "zfj"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSpec:
    """How one kind of record is read, checked and written."""

    kind: str
    model: type[Page]
    shape: Record
    key_name: str
    department_name: str
    fill: Callable[[Page, RawRecord], None]
    keeper: str = ""
    slug: Callable[[str], str] = str
    problems: Callable[[Context, RawRecord], Iterator[Problem]] = (
        lambda _context, _raw: iter(())
    )


class RecordImport:
    """Import the rows of one kind."""

    def __init__(self, context: Context, spec: RecordSpec) -> None:
        self._context = context
        self._spec = spec
        self._pending = PendingPages(context)
        self._parents: dict[str, DepartmentPage] = {}
        self._drafts: list[Draft] = []
        self._known = {
            slug: KnownPage(pk=pk, ever_published=first is not None)
            for slug, pk, first in spec.model.objects.values_list(
                "slug", "pk", "first_published_at"
            )
        }

    def run(self, rows: Sequence[SourceRow]) -> None:
        """Take every row; a refused one never stops the others."""
        for source in rows:
            self.take(source)
        self.finish()

    def take(self, source: SourceRow) -> None:
        """Take one row, now or with the next batch."""
        spec = self._spec
        for sound, raw in sound_rows(
            self._context, [source], spec.shape, spec.kind, spec.key_name
        ):
            self._drafts += self._take(sound, raw)

    def finish(self) -> None:
        """Write what waits."""
        self._pending.flush()
        touched = publish_waiting(self._context, self._spec.model, self._drafts)
        self._context.touched.records |= touched
        self._context.store_digests()

    def _take(self, source: SourceRow, raw: dict[str, JsonValue]) -> list[Draft]:
        context, spec = self._context, self._spec
        key = spec.slug(text_of(raw, spec.key_name))
        digest = digest_of(dict(raw))
        present = self._known.get(key)
        if present and context.is_same(spec.kind, key, digest):
            return [
                Draft(source=source, kind=spec.kind, key=key, pk=pk)
                for pk in context.keep(source, spec.kind, key, present)
            ]
        files, lost = read_attachments(source.folder, raw)
        problems = [*lost, *self._place(raw), *spec.problems(context, raw)]
        if context.refuse(source, problems):
            return []
        if context.stores_files:
            store_attachments(files)
        if present is None:
            self._create(source, raw, key, digest)
        elif present.pk is not None:
            self._change(source, raw, (key, digest), present.pk)
        return []

    def _place(self, raw: RawRecord) -> Iterator[Problem]:
        name = self._spec.department_name
        key = text_of(raw, name) or self._spec.keeper
        if key not in self._context.known.departments:
            yield unknown(name, key, _("已有部门的标识，请先导入部门"))

    def _department(self, raw: RawRecord) -> DepartmentPage:
        key = text_of(raw, self._spec.department_name) or self._spec.keeper
        if key not in self._parents:
            self._parents[key] = DepartmentPage.objects.get(key=key)
        return self._parents[key]

    def _create(self, source: SourceRow, raw: RawRecord, key: str, digest: str) -> None:
        spec, entry = self._spec, KnownPage()
        page = spec.model()
        page.known_parent = self._department(raw)
        spec.fill(page, raw)

        def created(page: Page) -> None:
            entry.pk = page.pk
            self._context.touched.records.add(page.pk)

        self._known[key] = entry
        new = NewPage(
            parent=page.known_parent,
            page=page,
            source=source,
            kind=spec.kind,
            key=key,
            digest=digest,
            created=created,
            lost=partial(self._known.pop, key, None),
        )
        if not self._pending.add(new):
            self._known.pop(key)

    def _change(
        self, source: SourceRow, raw: RawRecord, record: tuple[str, str], pk: int
    ) -> None:
        page = self._spec.model.objects.get(pk=pk)
        department = self._department(raw)
        if not page.is_child_of(department):
            moved = Problem(
                path=self._spec.department_name,
                value=department.slug,
                expected=_("记录现在所属的部门，移动部门请在后台进行"),
                rule="reference",
            )
            self._context.refuse(source, [moved])
            return
        page.known_parent = department
        written = change_page(
            self._context,
            page,
            source,
            lambda draft: self._spec.fill(draft, raw),
            record=(self._spec.kind, *record),
        )
        if written is not None:
            self._context.touched.records.add(pk)


def import_powers(context: Context, rows: Sequence[SourceRow]) -> None:
    """Import powers."""
    power_import(context).run(rows)


def power_import(context: Context) -> RecordImport:
    """Return the import of powers, to be given rows one by one."""
    return RecordImport(
        context,
        RecordSpec(
            kind=Kind.POWER.value,
            model=PowerItemPage,
            shape=power_shapes.POWER,
            key_name="code",
            department_name="department",
            fill=fill_power,
            problems=_power_problems,
        ),
    )


def import_themes(context: Context, rows: Sequence[SourceRow]) -> None:
    """Import themes below their lead departments."""
    RecordImport(
        context,
        RecordSpec(
            kind=Kind.THEME.value,
            model=ThemePage,
            shape=power_shapes.THEME,
            key_name="code",
            department_name="lead_department",
            keeper=KEEPER,
            fill=fill_theme,
            problems=_theme_problems,
        ),
    ).run(rows)


def import_lists(context: Context, rows: Sequence[SourceRow]) -> None:
    """Import hand-kept lists of matters."""
    RecordImport(
        context,
        RecordSpec(
            kind=Kind.LIST.value,
            model=MatterListPage,
            shape=list_shapes.MATTER_LIST,
            key_name="key",
            department_name="department",
            fill=fill_matter_list,
        ),
    ).run(rows)


def import_cross_lists(context: Context, rows: Sequence[SourceRow]) -> None:
    """Import cross-region lists."""
    RecordImport(
        context,
        RecordSpec(
            kind=Kind.CROSS_LIST.value,
            model=CrossListPage,
            shape=list_shapes.CROSS_LIST,
            key_name="key",
            department_name="department",
            fill=fill_cross_list,
        ),
    ).run(rows)


def import_documents(context: Context, rows: Sequence[SourceRow]) -> None:
    """Import policies, then what interprets them, then other articles."""
    for model in (PolicyPage, InterpretationPage, ArticlePage):
        spec = RecordSpec(
            kind=Kind.DOCUMENT.value,
            model=model,
            shape=list_shapes.DOCUMENT,
            key_name="no",
            department_name="issuer",
            fill=_fill_document,
            slug=str.lower,
            problems=_document_problems,
        )
        own = [row for row in rows if _model_of(row) is model]
        RecordImport(context, spec).run(own)


def import_benefits(context: Context, rows: Sequence[SourceRow]) -> None:
    """Import benefits of policies."""
    RecordImport(
        context,
        RecordSpec(
            kind=Kind.BENEFIT.value,
            model=BenefitPage,
            shape=list_shapes.BENEFIT,
            key_name="code",
            department_name="department",
            fill=_fill_benefit,
            problems=_benefit_problems,
        ),
    ).run(rows)


def _power_problems(_context: Context, raw: RawRecord) -> Iterator[Problem]:
    code = text_of(raw, "code")
    named = texts_of(raw, "matters")
    matters = MatterPage.objects.filter(code__in=named) if named else ()
    for matter in matters:
        if matter.power_item != code:
            yield Problem(
                path="matters",
                value=matter.code,
                expected=_("指南中的权责清单编码（现为“%(code)s”），请在指南中改")
                % {"code": matter.power_item},
                rule="reference",
            )


def _theme_problems(context: Context, raw: RawRecord) -> Iterator[Problem]:
    members = raw.get("members")
    for position, member in enumerate(members if isinstance(members, list) else []):
        if not isinstance(member, dict):
            continue
        # A catalogue number may be imported later; reports show what is unlinked.
        guide = text_of(member, "guide")
        if guide and guide not in context.known.matters:
            path = f"members[{position}].guide"
            yield unknown(path, guide, _("已有事项的代码，请先导入指南"))


def _document_problems(_context: Context, raw: RawRecord) -> Iterator[Problem]:
    if text_of(raw, "kind") == "解读" and _policy_of(raw) is None:
        named = text_of(raw, "policy") or text_of(raw, "title")
        yield unknown("policy", named, _("已有的政策，其编号或《》中的名称"))


def _benefit_problems(_context: Context, raw: RawRecord) -> Iterator[Problem]:
    if _policy_of(raw) is None:
        yield unknown("policy", text_of(raw, "policy"), _("已有政策的编号"))


def _fill_document(page: Page, raw: RawRecord) -> None:
    fill_document(page, raw)
    if isinstance(page, InterpretationPage):
        page.policy = _policy_of(raw)


def _fill_benefit(page: Page, raw: RawRecord) -> None:
    fill_benefit(page, raw)
    page.policy = _policy_of(raw)


def _policy_of(raw: RawRecord) -> PolicyPage | None:
    named = text_of(raw, "policy").lower()
    if not named:
        return policy_named_in(text_of(raw, "title"))
    policy: PolicyPage | None = PolicyPage.objects.filter(slug=named).first()
    return policy


def _model_of(row: SourceRow) -> type[Page]:
    kind = text_of(row.raw, "kind") if isinstance(row.raw, dict) else ""
    return model_of_kind(kind)
