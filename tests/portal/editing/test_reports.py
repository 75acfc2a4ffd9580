"""Pages that nobody looks after are found, each department's by its own people."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from content.models import MatterPage, RelatedMatter
from portal.accounts.models import User
from portal.editing.models import ReviewConfirmation, ReviewPlan
from tests.factories import content
from tests.portal.editing.conftest import SignIn

pytestmark = pytest.mark.django_db
AGED, UNLINKED = "/admin/reports/aged/", "/admin/reports/unlinked/"


@pytest.fixture
def old(matter: MatterPage) -> MatterPage:
    """The guide as if it had been published two years ago."""
    then = timezone.now() - datetime.timedelta(days=730)
    Page.objects.filter(pk=matter.pk).update(last_published_at=then)
    return matter


def test_old_page_is_reported_to_its_own_people(
    old: MatterPage, signed_in: SignIn
) -> None:
    assert old.title in signed_in("editor").get(AGED).content.decode()
    for who in ("other-editor", "keeper"):
        assert old.title not in signed_in(who).get(AGED).content.decode()


def test_confirmed_page_is_not_old(
    old: MatterPage, signed_in: SignIn, person: Callable[[str], User]
) -> None:
    ReviewConfirmation.objects.create(page_id=old.pk, by=person("editor"))
    assert old.title not in signed_in("editor").get(AGED).content.decode()


def test_page_past_its_review_is_reported_at_once(
    matter: MatterPage, signed_in: SignIn
) -> None:
    client = signed_in("editor")
    link = f"/admin/pages/{matter.pk}/edit/"
    assert link not in client.get(AGED).content.decode()
    ReviewPlan.objects.create(
        page_id=matter.pk,
        review_on=timezone.localdate() - datetime.timedelta(days=1),
        contact_name="老王",
        contact_mail="wang@example.org",
    )
    assert link in client.get(AGED).content.decode()


def test_matter_is_unlinked_until_something_leads_to_it(
    matter: MatterPage, signed_in: SignIn
) -> None:
    client = signed_in("editor")
    lonely = content.catalogue_matter()
    link = f"/admin/pages/{lonely.pk}/edit/"
    body = client.get(UNLINKED).content.decode()
    assert link in body
    assert f"/admin/pages/{matter.pk}/edit/" not in body
    RelatedMatter.objects.create(matter=matter, code=lonely.slug)
    assert link not in client.get(UNLINKED).content.decode()


def test_reports_are_taken_out_as_tables(old: MatterPage, signed_in: SignIn) -> None:
    response = signed_in("editor").get(f"{AGED}?export=csv")
    table = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert old.slug in table


def test_queries_do_not_grow_with_pages(matter: MatterPage, signed_in: SignIn) -> None:
    client = signed_in("editor")
    client.get(UNLINKED)
    counts = []
    for number in (2, 12):
        content.catalogue_matter(f"m{number:04}")
        if number > 2:
            for extra in range(5):
                content.catalogue_matter(f"x{extra:04}")
        with CaptureQueriesContext(connection) as queries:
            client.get(UNLINKED)
        counts.append(len(queries))
    assert counts[1] <= counts[0]
