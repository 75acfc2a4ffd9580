"""Templates keep to what Jinja2 and MiniJinja share, and both give the same bytes."""

from __future__ import annotations

import pytest

from portal.demo.benchmarks.engines import noted_pages, second_engine
from portal.publishing.releases import Release
from portal.publishing.renderers import render_output
from portal.publishing.store import Store
from portal.theming.folders import theme_folders
from portal.theming.rendering import render_page


def page_templates() -> set[str]:
    folder = theme_folders()[-1] / "templates"
    return {str(file.relative_to(folder)) for file in folder.glob("pages/*")}


def test_second_engine_gives_the_same_bytes_for_every_page(built: Release) -> None:
    render = second_engine()
    with built.open_manifest() as manifest, noted_pages() as pages:
        store = Store(manifest)
        for state in manifest.outputs():
            if state.output.path.endswith((".html", ".xml")):
                render_output(store, state.output)
    used = {template for template, _context in pages}
    assert len(used) > 15
    for template, context in pages:
        assert render(template, context) == render_page(template, context), template
    assert sorted(page_templates() - used) == NOT_WRITTEN


def test_second_engine_refuses_an_unknown_value_too() -> None:
    with pytest.raises(Exception, match="undefined"):
        second_engine()("pages/about.html", {})


# Parts of pages, pages of the server, and what only a large site has.
NOT_WRITTEN = [
    f"pages/{name}"
    for name in (
        "book.html",
        "notice_pdf.html",
        "notice_sheet.html",
        "past_missing.html",
        "release.html",
        "releases.html",
        "sitemap_index.xml",
        "states.html",
        "theme.html",
        "withdrawn.html",
    )
]
