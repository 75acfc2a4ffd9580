"""Write guides as wagtail-bakery does, for comparison: each page asked of Wagtail itself.

wagtail-bakery (0.8.0, `WagtailBakeryView.build_object`) asks Django's handler with all
middleware for the address of each live page, lets Wagtail find and serve the page, and
writes the answer. It wants to be an installed app, so its steps are done here. The page
is read from the database and rendered from our own templates: both write the same
markup, only without the links to lists, which are left out here.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.management.base import CommandError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django.test.utils import override_settings
from django.utils import timezone
from wagtail.models import Site

from content.models import HallPage, MatterPage
from content.payloads import (
    department_payload,
    hall_payload,
    matter_payload,
    site_payload,
)
from portal.publishing.contents import fill
from portal.publishing.manifest import DIRTY, Manifest
from portal.publishing.plan import all_outputs
from portal.publishing.source import DatabaseSource
from portal.publishing.store import Store
from portal.publishing.working import Workshop
from portal.publishing.writers import SCRATCH, Writer
from portal.theming.contexts import Frame, Link, Version
from portal.theming.guide_pages import Around, guide_page

SAMPLE: Final = 500
_RELEASE: Final = "portal.publishing.serving.ReleaseMiddleware"
_OK: Final = 200


def measure_bakery(folder: Path, repeats: int) -> dict[str, Any]:
    """Return guides per CPU second of both, in turn, the best of so many rounds.

    Ours counts reading the records of the whole site and keeping account of them, too;
    neither compresses, both have one process.
    """
    pages = list(MatterPage.objects.live().order_by("-kind", "slug")[:SAMPLE])
    codes = [page.slug for page in pages]
    ours, baked = [], []
    for turn in range(repeats):
        ours.append(_own_seconds(codes, folder / f"own{turn}"))
        with _wagtail_serves():
            baked.append(_baked_seconds(pages, folder / f"bakery{turn}"))
    return {
        "guides": len(pages),
        "guides_per_cpu_second_without_compression": round(len(pages) / min(ours), 1),
        "bakery_guides_per_cpu_second": round(len(pages) / min(baked), 1),
        "ratio_to_bakery": round(min(baked) / min(ours), 2),
    }


def _own_seconds(codes: Sequence[str], place: Path) -> float:
    started = time.process_time()
    root = place / "site"
    root.mkdir(parents=True)
    (place / SCRATCH).mkdir()
    source = _Some(codes)
    with Manifest.create(place / "manifest.sqlite3") as manifest:
        manifest.connection.execute("PRAGMA synchronous=OFF")
        fill(manifest, source)
        store = Store(manifest)
        with manifest.transaction():
            manifest.expect(
                output for output in all_outputs(store) if output.renderer == "guide"
            )
        workshop = Workshop(store, Writer(root, durable=False, packed=False))
        done = workshop.do(manifest.outputs(DIRTY))
        with manifest.transaction():
            manifest.record_rendered(done.rendered)
    _require(len(done.changed), len(codes), "our builder")
    return time.process_time() - started


class _Some(DatabaseSource):
    """The published state with only some matters."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__()
        self._codes = codes

    def matters(self, codes: Any = None) -> Iterator[Any]:
        yield from super().matters(self._codes if codes is None else codes)


def _baked_seconds(pages: Sequence[MatterPage], root: Path) -> float:
    handler = BaseHandler()
    handler.load_middleware()
    written = 0
    started = time.process_time()
    for page in MatterPage.objects.filter(pk__in=[page.pk for page in pages]):
        site = page.get_site()
        address = page.url_path.removeprefix(site.root_page.url_path.rstrip("/"))
        request = RequestFactory(SERVER_NAME=site.hostname).get(address)
        response = handler.get_response(request)
        if response.status_code != _OK or not isinstance(response, HttpResponse):
            raise CommandError(
                f"{address} answered {response.status_code} for bakery; expected 200."
            )
        path = root / address.strip("/") / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        written += path.write_bytes(response.content) > 0
    _require(written, len(pages), "bakery")
    return time.process_time() - started


@contextmanager
def _wagtail_serves() -> Iterator[None]:
    """Let Wagtail route and serve matters, as on a site without a static front."""
    # WhiteNoise warns about a folder that is not there yet.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    middleware = [name for name in settings.MIDDLEWARE if name != _RELEASE]
    with (
        patch.object(MatterPage, "serve", _serve),
        override_settings(
            MIDDLEWARE=middleware,
            ROOT_URLCONF="portal.demo.benchmarks.bakery_urls",
            SECURE_SSL_REDIRECT=False,
        ),
    ):
        yield


def _serve(page: MatterPage, request: HttpRequest) -> HttpResponse:
    site = Site.find_for_request(request)
    frame = Frame(site=site_payload(site), base_url=settings.PORTAL_BASE_URL)
    payload = matter_payload(page)
    named = {place.get("hall") for place in payload["guide"]["locations"]}
    halls = HallPage.objects.filter(slug__in=[code for code in named if code])
    others = MatterPage.objects.live().filter(slug__in=payload["guide"]["related"])
    published = timezone.localtime(page.last_published_at)
    source = guide_page(
        frame,
        payload=payload,
        version=Version(
            number=1,
            effective_on=f"{published:%Y-%m-%d}",
            published_at=f"{published:%Y-%m-%d %H:%M}",
        ),
        department=department_payload(page.get_parent().specific),
        halls={hall.slug: hall_payload(hall) for hall in halls},
        around=Around(
            related=[
                Link(url=other.static_path(), name=other.title) for other in others
            ]
        ),
    )
    context = dict(source.context)
    return TemplateResponse(request, source.template, context, using="themes")


def _require(written: int, expected: int, who: str) -> None:
    if written != expected:
        raise CommandError(f"{who} wrote {written} guides; expected {expected}.")
