"""Matters as pages for the tests of what stops publishing."""

from __future__ import annotations

from wagtail.models import Revision

from content.models import MatterPage
from tests.factories import content

# Beyond the 20 working days of the law.
TOO_LONG = 30
SLUG = "elder-allowance"


def faulty_matter(slug: str = SLUG) -> MatterPage:
    """Return a draft that breaks L201 (and L203 is kept)."""
    page = content.guide_matter(slug, live=False)
    page.promise_days = TOO_LONG
    page.save_revision()
    page.save()
    return MatterPage.objects.get(pk=page.pk)


def latest(page: MatterPage) -> Revision:
    revision = MatterPage.objects.get(pk=page.pk).latest_revision
    assert revision is not None
    return revision


def stored(page: MatterPage) -> MatterPage:
    return MatterPage.objects.get(pk=page.pk)
