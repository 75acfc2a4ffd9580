"""A process looks at the theme once; while developing it looks each time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from portal.publishing import theme
from portal.publishing.theme import theme_digest


@pytest.fixture
def template(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """The only template of a theme of its own."""
    settings.THEMES_DIR = tmp_path
    folder = tmp_path / str(settings.PORTAL_THEME) / "templates"
    folder.mkdir(parents=True)
    file = folder / "page.html"
    file.write_text("<p>one</p>")
    yield file
    theme._look_once.cache_clear()


@pytest.mark.parametrize("debug", [True, False])
def test_changed_template_is_seen_at_once_while_developing(
    template: Path, settings: Settings, debug: bool
) -> None:
    settings.DEBUG = debug
    before = theme_digest()
    template.write_text("<p>two, and longer</p>")

    assert (theme_digest() != before) is debug

    theme._look_once.cache_clear()
    assert theme_digest() != before
