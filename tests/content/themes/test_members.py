"""Members of themes lead to their matters; exports carry what the guides say."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.bulk.pages import create_pages
from content.models import ThemePage
from content.themes.members import export_themes, member_guides, member_matters
from content.themes.records import fill_theme, load_themes, theme_record
from tests.factories import content

pytestmark = pytest.mark.django_db


def in_bulk(amount: int) -> list[ThemePage]:
    """Store the district's first themes in the way that imports do."""
    pages = []
    for record in list(content.theme_records().values())[:amount]:
        page = ThemePage()
        fill_theme(page, record)
        pages.append(page)
    for _batch in create_pages(content.department("zfj"), pages, publish=True):
        pass
    return pages


def test_guides_are_found_by_code_and_catalogue_entries_by_number() -> None:
    theme = content.theme("YJS-001")
    rows = list(theme.members.all())
    number = next(i for i, row in enumerate(rows, 1) if row.kind == "matter")
    entry = content.catalogue_matter(source_id=rows[number - 1].matter_id)
    guide = content.guide_matter("company-setup", live=False)
    assert {k: m.code for k, m in member_matters(theme).items()} == {
        1: guide.code,
        number: entry.code,
    }


def test_only_published_guides_are_merged() -> None:
    theme = content.theme("YJS-002")
    assert member_guides([theme]) == {}
    content.guide_matter("birth-cert")
    content.guide_matter("ss-card", live=False)
    assert list(member_guides([theme])) == ["birth-cert"]


def test_theme_of_names_only_asks_for_no_guides() -> None:
    theme = content.theme("YJS-020")
    with CaptureQueriesContext(connection) as queries:
        assert member_guides([theme]) == {}
    assert len(queries) == 1


def test_export_tells_every_theme_with_what_its_guides_add_up_to() -> None:
    in_bulk(20)
    theme = ThemePage.objects.get(code="YJS-002")
    for member in theme.members.all():
        if member.guide:
            content.guide_matter(member.guide)
    exported = {record["code"]: record for record in export_themes(ThemePage.objects)}
    assert list(exported) == list(content.theme_records())[:20]
    record = content.theme_records()["YJS-002"]
    for name in ("members", "merged_materials", "merged_form", "combined", "after"):
        assert exported["YJS-002"][name] == record[name]
    for code in ("YJS-018", "YJS-020"):
        assert exported[code] == content.theme_records()[code] | {
            "lead_department": exported[code]["lead_department"]
        }


def test_loading_themes_takes_the_same_queries_for_any_number() -> None:
    counts = []
    for amount in (5, 30):
        ThemePage.objects.all().delete()
        in_bulk(amount)
        with CaptureQueriesContext(connection) as queries:
            assert len(list(load_themes(ThemePage.objects.all()))) == amount
        counts.append(len(queries))
    # Departments, themes, two kinds of rows, and the query that finds no more.
    assert counts == [5, 5]


def test_export_takes_the_same_queries_for_any_number_of_themes() -> None:
    for slug in ("birth-cert", "ss-card", "outdoor-ad"):
        content.guide_matter(slug)
    in_bulk(16)
    counts = []
    for codes in (["YJS-002"], list(content.theme_records())[:16]):
        with CaptureQueriesContext(connection) as queries:
            list(export_themes(ThemePage.objects.filter(code__in=codes)))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_draft_without_figures_is_exported_without_them() -> None:
    theme = content.theme("YJS-002", live=False, before={}, after={})
    record = theme_record(theme, {})
    assert record["before"] == {}
    assert "after" not in record
    again = ThemePage()
    again.known_parent = theme.department
    fill_theme(again, record)
    assert theme_record(again, {}) == record


def test_order_and_conditions_of_a_theme_of_names_only_are_exported() -> None:
    full = content.theme_records()["YJS-002"]
    theme = content.theme("YJS-002", live=False, detail="names_only")
    record = theme_record(theme, {})
    members = zip(record["members"], full["members"], strict=True)
    for written, original in members:
        for name in ("depends_on", "when", "when_text"):
            assert written.get(name) == (original[name] or None)
    again = ThemePage()
    again.known_parent = theme.department
    fill_theme(again, record)
    assert theme_record(again, {}) == record
