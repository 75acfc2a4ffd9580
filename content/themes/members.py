"""The records behind a theme's members: their matters, and the guides to merge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from content.codes import MatterKind
from content.guides.guide import full_guide
from content.guides.plain import Plain, rows_of
from content.models import MatterPage, ThemePage
from content.payloads import load_matters
from content.power_codes import MemberKind
from content.themes.records import load_themes, theme_record

if TYPE_CHECKING:
    from django.db.models import QuerySet

_EXPORTED_AT_ONCE: Final = 100


def member_guides(themes: Iterable[ThemePage]) -> dict[str, Plain]:
    """Return the published guides of the members of themes, by code.

    The queries are those of `load_matters`, however many themes there are.
    """
    codes = {
        row.guide
        for theme in themes
        for row in rows_of(theme, "members")
        if row.kind == MemberKind.GUIDE and row.guide
    }
    if not codes:
        return {}
    guides = MatterPage.objects.live().filter(code__in=codes, kind=MatterKind.GUIDE)
    return {page.slug: full_guide(page) for page in load_matters(guides)}


def member_matters(theme: ThemePage) -> dict[int, MatterPage]:
    """Return the matters of a theme's members by order, drafts too (two queries).

    A guide is found by its code, an entry of the catalogue by the number it came with.
    Members that are no matters of this portal are left out.
    """
    rows = list(enumerate(rows_of(theme, "members"), start=1))
    matters = MatterPage.objects.only(
        "pk", "title", "slug", "live", "source_id", "state"
    )
    codes = {row.guide for _, row in rows if row.guide}
    numbers = {row.matter_id for _, row in rows if row.matter_id and not row.guide}
    by_code = {page.slug: page for page in matters.filter(code__in=codes)}
    by_number = {page.source_id: page for page in matters.filter(source_id__in=numbers)}
    found: dict[int, MatterPage] = {}
    for order, row in rows:
        matter = by_code.get(row.guide) if row.guide else by_number.get(row.matter_id)
        if matter is not None:
            found[order] = matter
    return found


def export_themes(themes: QuerySet[ThemePage]) -> Iterator[Plain]:
    """Yield the records of themes in the order of their codes, with what is merged."""
    keys = list(themes.order_by("slug").values_list("pk", flat=True))
    for start in range(0, len(keys), _EXPORTED_AT_ONCE):
        part = themes.filter(pk__in=keys[start : start + _EXPORTED_AT_ONCE])
        pages = sorted(load_themes(part), key=lambda page: page.slug)
        guides = member_guides(pages)
        for page in pages:
            yield theme_record(page, guides)
