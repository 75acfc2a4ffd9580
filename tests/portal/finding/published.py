"""A small published site for those who read it by the API."""

from __future__ import annotations

from pathlib import Path

from pytest_django import Settings

from content.models import MatterPage, PowerItemPage
from portal.outbox import worker
from portal.publishing.services import publish_pages
from tests.factories import content


def publish_site(settings: Settings, folder: Path, *slugs: str) -> list[MatterPage]:
    """Publish guides with their departments, powers and a hall; return their pages."""
    settings.MEDIA_ROOT = folder / "media"
    settings.SEARCH_DIR = folder / "search"
    pages = [content.guide_matter(slug) for slug in slugs]
    publish_pages([content.home(), content.department("mzj"), content.hall()])
    publish_pages(PowerItemPage.objects.all())
    for page in pages:
        page.save_revision().publish()
    worker.run_once()
    return [MatterPage.objects.get(pk=page.pk) for page in pages]
