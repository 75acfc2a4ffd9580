from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import (
    DjangoAssertNumQueries,
    DjangoCaptureOnCommitCallbacks,
    Settings,
)
from wagtail.models import Page, Revision

from content.bulk.pages import create_pages
from content.bulk.publishing import publish_untouched_drafts
from content.importers.catalogue import Translation, catalogue_matter
from content.importers.known import Known
from content.importers.writers.catalogue import fill_catalogue_matter
from content.importers.writers.guides import basic_matter_of, fill_guide
from content.importers.writers.places import fill_department, fill_hall
from content.models import DepartmentPage, HallPage, MatterPage
from content.tree import department_index, hall_index
from portal.accounts.models import User
from tests.content.bulk.rows import Rows, rows_left
from tests.content.importers.files import catalogue_row, records
from tests.factories import content as factories

TABLES = {
    "wagtailcore.Page",
    "wagtailcore.PageLogEntry",
    "wagtailcore.ReferenceIndex",
    "wagtailsearch.IndexEntry",
}

RowsAfter = Callable[[Callable[[], object]], Rows]
Make = Callable[[], tuple[Page, list[Page]]]


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def _catalogue(number: int = 5) -> tuple[Page, list[Page]]:
    pages = []
    for position in range(number):
        row = catalogue_row("M0452") | {"matter_id": f"M{position + 1:04}"}
        page = MatterPage()
        translation = Translation(departments={"民政局": "mzj"})
        fill_catalogue_matter(page, catalogue_matter(row, translation))
        pages.append(page)
    return factories.department("mzj"), pages


def _guides() -> tuple[Page, list[Page]]:
    pages = []
    for slug in ("food", "drug-retail", "individual-business"):
        raw = factories.guide_json(slug)
        factories.what_publishing_asks_for(raw)
        page = MatterPage()
        fill_guide(page, raw, basic=basic_matter_of(raw), keywords=["开店"])
        pages.append(page)
    return factories.department("scj"), pages


def _departments() -> tuple[Page, list[Page]]:
    factories.home()
    known = Known(regions={"990101": factories.region().pk})
    pages = []
    for raw in records("departments.json", "departments")[:5]:
        page = DepartmentPage()
        leaders = [{"name": "赵某", "post": "局长", "work": "全面工作"}]
        fill_department(page, raw | {"leaders": leaders}, known)
        pages.append(page)
    return department_index(), pages


def _halls() -> tuple[Page, list[Page]]:
    factories.home()
    known = Known(regions={"990101": factories.region().pk})
    pages = []
    for raw in records("halls.json", "halls")[:3]:
        page = HallPage()
        fill_hall(page, raw | {"region": "990101"}, known)
        pages.append(page)
    return hall_index(), pages


def _one_by_one(
    parent: Page, pages: Sequence[Page], *, publish: bool, user: User | None
) -> None:
    for page in pages:
        page.live, page.owner = False, user
        page.checks_publishing = publish
        type(parent).objects.get(pk=parent.pk).add_child(instance=page)
        revision = page.save_revision(user=user)
        if publish:
            revision.publish(user=user, skip_permission_checks=True)


@pytest.fixture
def rows_after(
    db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> RowsAfter:
    """Give the rows that an action leaves, and take the action back."""

    def run(action: Callable[[], object]) -> Rows:
        with transaction.atomic():
            with django_capture_on_commit_callbacks(execute=True):
                action()
            found = rows_left()
            transaction.set_rollback(True)
        return found

    return run


@pytest.mark.parametrize("publish", [True, False])
@pytest.mark.parametrize("make", [_catalogue, _guides, _departments, _halls])
def test_create_pages_leaves_the_rows_of_the_ordinary_way(
    rows_after: RowsAfter, make: Make, publish: bool
) -> None:
    user = User.objects.create(username="editor", is_superuser=True)
    parent, pages = make()
    ordinary = rows_after(
        lambda: _one_by_one(parent, pages, publish=publish, user=user)
    )

    parent, pages = make()
    bulk = rows_after(
        lambda: list(create_pages(parent, pages, publish=publish, user=user))
    )

    assert len(bulk["wagtailcore.Revision"]) == len(pages)
    assert bulk.keys() >= TABLES
    for table in ordinary.keys() | bulk.keys():
        assert bulk.get(table) == ordinary.get(table), table


def test_publish_untouched_drafts_leaves_the_rows_of_the_ordinary_way(
    rows_after: RowsAfter,
) -> None:
    user = User.objects.create(username="editor", is_superuser=True)
    parent, pages = _guides()
    list(create_pages(parent, pages, publish=False))

    def one_by_one() -> None:
        for revision in Revision.page_revisions.all():
            revision.publish(user=user, skip_permission_checks=True)

    ordinary = rows_after(one_by_one)
    drafts = list(MatterPage.objects.all())
    bulk = rows_after(lambda: publish_untouched_drafts(drafts, user=user))

    for table in ordinary.keys() | bulk.keys():
        assert bulk.get(table) == ordinary.get(table), table


def test_publish_untouched_drafts_leaves_edited_and_withdrawn_pages(db: None) -> None:
    parent, pages = _catalogue(3)
    list(create_pages(parent, pages, publish=False))
    untouched, edited, withdrawn = MatterPage.objects.order_by("code")
    edited.save_revision()
    withdrawn.get_latest_revision().publish()
    MatterPage.objects.get(pk=withdrawn.pk).unpublish()

    published = publish_untouched_drafts(list(MatterPage.objects.all()))

    assert published == {untouched.pk}
    assert MatterPage.objects.get(pk=untouched.pk).live
    assert not MatterPage.objects.get(pk=edited.pk).live


def test_create_pages_continues_below_children_that_are_there(db: None) -> None:
    parent, pages = _catalogue(5)
    batches = list(create_pages(parent, pages, publish=True, batch_size=2))

    assert [len(batch) for batch in batches] == [2, 2, 1]
    assert [page.code for page in MatterPage.objects.order_by("path")] == [
        "m0001", "m0002", "m0003", "m0004", "m0005",
    ]  # fmt: skip
    assert DepartmentPage.objects.get(pk=parent.pk).numchild == 5
    assert Page.find_problems() == ([], [], [], [], [])


def test_create_pages_asks_little(
    db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    parent, pages = _catalogue(40)
    list(create_pages(*_guides(), publish=True))

    with django_assert_max_num_queries(40):
        list(create_pages(parent, pages, publish=True))


def test_created_page_can_be_edited_and_published_by_hand(db: None) -> None:
    parent, pages = _guides()
    list(create_pages(parent, pages, publish=True))
    page = MatterPage.objects.get(code="food")
    page.summary = "新的摘要"
    page.save_revision().publish()

    again = MatterPage.objects.get(code="food")
    assert again.summary == "新的摘要"
    assert again.materials.count() == 9


def test_create_pages_refuses_a_taken_slug_and_writes_nothing(db: None) -> None:
    parent, pages = _catalogue(2)
    list(create_pages(parent, pages, publish=True))
    parent, again = _catalogue(3)

    with pytest.raises(ValueError, match="m0001"):
        list(create_pages(parent, again, publish=True))

    assert MatterPage.objects.count() == 2


def test_create_pages_refuses_a_slug_that_comes_twice(db: None) -> None:
    parent, pages = _catalogue(2)
    pages[1].slug = pages[0].slug

    with pytest.raises(ValueError, match="m0001"):
        list(create_pages(parent, pages, publish=True))


def test_create_pages_refuses_mixed_and_saved_pages(db: None) -> None:
    parent, pages = _catalogue(2)
    _index, departments = _departments()

    with pytest.raises(ValueError, match="mixed"):
        list(create_pages(parent, [pages[0], departments[0]], publish=True))
    list(create_pages(parent, pages, publish=True))
    with pytest.raises(ValueError, match="mixed or saved"):
        list(create_pages(parent, pages, publish=True))
