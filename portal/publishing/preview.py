"""Show an editor the very page that publishing would write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.models import Page

from content import payloads
from content.models import (
    DepartmentIndexPage,
    HallIndexPage,
    HomePage,
    MatterPage,
)
from portal.publishing.bodies import bytes_of
from portal.publishing.contents import fill
from portal.publishing.errors import ManifestCorrupt, RenderFailed
from portal.publishing.kinds import published_as
from portal.publishing.manifest import Manifest, Output
from portal.publishing.models import MatterVersion
from portal.publishing.plan import record_output
from portal.publishing.releases import Releases
from portal.publishing.renderers import render_output
from portal.publishing.source import DatabaseSource
from portal.publishing.store import Store
from portal.publishing.values import Evaluated

_DIGEST: Final = "preview"
_IN_MEMORY: Final = Path(":memory:")
_INDEX_RENDERERS: Final = {
    HomePage: "home",
    DepartmentIndexPage: "departments",
    HallIndexPage: "halls",
}


class ReleasePreview:
    """Renders a page's unsaved edits on top of what is published."""

    def render_preview(self, page: Page, request: HttpRequest) -> HttpResponse:
        """Return the public page of `page` with its unsaved edits."""
        del request
        return _rendered(page, *_output_and_edits(page))


def render_notice(page: Page, request: HttpRequest) -> HttpResponse:
    """Return the one-off notification of a guide with its unsaved edits."""
    del request
    output, edits = _output_and_edits(page)
    return _rendered(page, _output("notice", dict(output.arguments)), edits)


def _rendered(page: Page, output: Output, edits: dict[str, Evaluated]) -> HttpResponse:
    with _published() as manifest:
        made = render_output(Store(manifest, edits), output)
    if made.content is None:
        raise RenderFailed(
            f"Preview of page '{page.title}' ({page.pk}) failed: {made.error}"
        )
    return HttpResponse(bytes_of(made.content.body))


def _output_and_edits(page: Page) -> tuple[Output, dict[str, Evaluated]]:
    if isinstance(page, MatterPage):
        payload = payloads.matter_payload(page)
        edits = _edit("matter", payload["code"], _as_next_version(page, payload))
        return _output("guide", {"code": payload["code"]}), edits
    published = published_as(page)
    if published is not None:
        payload = dict(published.payload(page))
        kind, key = published.kind, page.slug
        edits = _edit(kind, key, payload)
        return _output(*_renderer_of(kind, key)), edits
    return _output(_INDEX_RENDERERS[type(page)]), {}


def _renderer_of(kind: str, key: str) -> tuple[str, dict[str, str | int]]:
    if kind == "department":
        return "department", {"key": key, "number": 1}
    if kind == "hall":
        return "hall", {"code": key}
    return record_output(kind, key)


def _edit(kind: str, key: str, value: Mapping[str, Any]) -> dict[str, Evaluated]:
    return {f"record|{kind}|{key}": Evaluated(_DIGEST, value)}


def _output(renderer: str, arguments: dict[str, str | int] | None = None) -> Output:
    return Output(path="", owner="", renderer=renderer, arguments=arguments or {})


def _as_next_version(page: MatterPage, payload: Mapping[str, Any]) -> dict[str, Any]:
    numbers = MatterVersion.objects.filter(matter_key=page.translation_key)
    last = numbers.order_by("-number").values_list("number", flat=True).first()
    return {
        "number": (last or 0) + 1,
        "payload": payload,
        "published_at": timezone.now().isoformat(),
    }


@contextmanager
def _published() -> Iterator[Manifest]:
    """Give what the current release was made from, else what the database has."""
    release = Releases.configured().current()
    if release is not None:
        try:
            manifest = release.open_manifest()
        except ManifestCorrupt:
            pass  # The builder says so; a preview needs only the records.
        else:
            with manifest:
                yield manifest
            return
    with Manifest.create(_IN_MEMORY) as manifest:
        fill(manifest, DatabaseSource())
        yield manifest
