"""Which kinds of records are exported, and how each is read from the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from content.codes import MatterKind
from content.documents.benefits import benefit_record
from content.documents.records import document_record
from content.guides.places import hall_record
from content.guides.plain import Plain
from content.lists.cross_lists import cross_list_record
from content.lists.matter_lists import matter_list_record
from content.models import (
    ArticlePage,
    BenefitPage,
    CrossListPage,
    HallPage,
    InterpretationPage,
    MatterListPage,
    MatterPage,
    PolicyPage,
    PowerItemPage,
    ThemePage,
)
from content.payloads import guide_from_page, load_matters
from content.powers.records import export_powers
from content.themes.members import export_themes

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.models import Page

Records = Callable[[Sequence[str]], Iterator[Plain]]

_BATCH: Final = 100
# Told of a hall by others: its region, the hall above, the halls below.
_COMPUTED_OF_HALL: Final = ("region_name", "parent_name", "children", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportKind:
    """One kind of record.

    Attributes:
        name: As in commands and in tables.
        container: The name under which the list stands in a JSON file.
        key: The field that names a record.
        title: What the table is called.
        records: Yields records in the order of their keys, all or those named.
        models: Which pages the records are.
        apart: Lists of a record that stand beside the records in a JSON file.
    """

    name: str
    container: str
    key: str
    title: str
    records: Records
    models: tuple[type[Page], ...]
    apart: tuple[str, ...] = ()


def _chosen(pages: QuerySet[Page], codes: Sequence[str]) -> QuerySet[Page]:
    return pages.filter(slug__in=codes) if codes else pages


def _batches(pages: QuerySet[Page]) -> Iterator[list[int]]:
    keys = list(pages.order_by("slug").values_list("pk", flat=True))
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]


def _guides(codes: Sequence[str]) -> Iterator[Plain]:
    full = _chosen(MatterPage.objects.filter(kind=MatterKind.GUIDE), codes)
    for part in _batches(full):
        pages: Iterable[MatterPage] = load_matters(
            MatterPage.objects.filter(pk__in=part)
        )
        for page in sorted(pages, key=lambda page: page.slug):
            yield guide_from_page(page)


def _powers(codes: Sequence[str]) -> Iterator[Plain]:
    return export_powers(_chosen(PowerItemPage.objects.all(), codes))


def _themes(codes: Sequence[str]) -> Iterator[Plain]:
    return export_themes(_chosen(ThemePage.objects.all(), codes))


def _halls(codes: Sequence[str]) -> Iterator[Plain]:
    halls = HallPage.objects.select_related("region", "parent_hall").prefetch_related(
        "opening_blocks",
        "zones",
        "windows",
        "kiosks",
        "self_service_areas",
        "extra_services",
    )
    for part in _batches(_chosen(HallPage.objects.all(), codes)):
        for page in halls.filter(pk__in=part).order_by("slug"):
            record = hall_record(page)
            for name in _COMPUTED_OF_HALL:
                record.pop(name, None)
            empty = [name for name in ("park", "before_after") if record[name] is None]
            for name in empty:
                del record[name]
            yield record


def _pages(models: Sequence[type[Page]], record: Callable[[Page], Plain]) -> Records:
    def records(codes: Sequence[str]) -> Iterator[Plain]:
        for model in models:
            for part in _batches(_chosen(model.objects.all(), codes)):
                for page in model.objects.filter(pk__in=part).order_by("slug"):
                    yield record(page)

    return records


_ALL: Final = (
    ExportKind(
        name="guides",
        container="guides",
        key="slug",
        title="办事指南",
        records=_guides,
        models=(MatterPage,),
    ),
    ExportKind(
        name="powers",
        container="items",
        key="code",
        title="权责清单",
        records=_powers,
        models=(PowerItemPage,),
    ),
    ExportKind(
        name="themes",
        container="themes",
        key="code",
        title="一件事",
        records=_themes,
        models=(ThemePage,),
    ),
    ExportKind(
        name="halls",
        container="halls",
        key="code",
        title="办事大厅",
        records=_halls,
        models=(HallPage,),
        apart=("kiosks", "self_service_24h"),
    ),
    ExportKind(
        name="lists",
        container="lists",
        key="key",
        title="事项清单",
        records=_pages((MatterListPage,), matter_list_record),
        models=(MatterListPage,),
    ),
    ExportKind(
        name="cross_lists",
        container="cross_lists",
        key="key",
        title="通办清单",
        records=_pages((CrossListPage,), cross_list_record),
        models=(CrossListPage,),
    ),
    ExportKind(
        name="documents",
        container="documents",
        key="no",
        title="政策和文章",
        records=_pages(
            (
                PolicyPage,
                InterpretationPage,
                ArticlePage,
            ),
            document_record,
        ),
        models=(
            PolicyPage,
            InterpretationPage,
            ArticlePage,
        ),
    ),
    ExportKind(
        name="benefits",
        container="benefits",
        key="code",
        title="惠企利民政策",
        records=_pages((BenefitPage,), benefit_record),
        models=(BenefitPage,),
    ),
)
EXPORT_KINDS: Final = {kind.name: kind for kind in _ALL}
