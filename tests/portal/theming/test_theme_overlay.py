"""A small theme beside the default one: a token, a component and a page of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from portal.publishing.theme import theme_digest
from portal.theming import assets, rendering, tokens
from portal.theming.rendering import render, render_page
from portal.theming.styleguide import components
from tests.theme_samples import sources

SAMPLES = Path(sources.__file__).parent / "themes"


@pytest.fixture
def riverside(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """The theme of a district, active beside the default one."""
    (tmp_path / "default").symlink_to(Path(settings.THEMES_DIR) / "default")
    shutil.copytree(SAMPLES / "riverside", tmp_path / "riverside")
    settings.THEMES_DIR = tmp_path
    settings.PORTAL_THEME = "riverside"
    _forget()
    yield tmp_path / "riverside"
    _forget()


def _forget() -> None:
    rendering._environment.cache_clear()
    assets._place.cache_clear()


def test_token_of_the_theme_is_loaded_after_the_default_ones(riverside: Path) -> None:
    page = render(sources.page_kinds()["about"])
    site, theme = assets.asset("css/site.css"), assets.asset("css/theme.css")
    assert 0 < page.index(site) < page.index(theme)
    assert tokens.palettes()["normal"]["brand"] == "#14532d"
    assert {each.path for each in assets.iter_assets()} > {
        "css/theme.css",
        "js/modes.js",
    }


def test_colours_of_the_theme_keep_the_contrast(riverside: Path) -> None:
    found = tokens.contrasts(tokens.palettes()["normal"])
    assert min(row["ratio"] for row in found) >= 7


def test_component_of_the_theme_is_used_by_default_pages(riverside: Path) -> None:
    assert '<span class="tag">●行政许可</span>' in render(sources.guide("food"))
    shown = {each.folder: each.description for each in components()}
    assert shown["tag"].startswith("滨河区")
    assert len(shown) > 20


def test_page_of_the_theme_adds_to_the_default_one(riverside: Path) -> None:
    page = render(sources.page_kinds()["privacy"])
    assert "滨河区的个人信息保护负责人" in page
    assert "<h1>隐私政策</h1>" in page


def test_change_of_the_theme_is_a_change_of_the_look(
    riverside: Path, settings: Settings
) -> None:
    settings.DEBUG = True
    before = theme_digest()
    (riverside / "static" / "css" / "theme.css").write_text("@layer tokens{}")
    assert theme_digest() != before


def test_default_theme_has_no_second_style_sheet() -> None:
    page = render_page("pages/about.html", sources.page_kinds()["about"].context)
    assert page.count('rel="stylesheet"') == 1


@pytest.mark.parametrize(
    ("mode", "least"), [("normal", 7), ("dark", 7), ("contrast", 7)]
)
def test_text_of_each_mode_has_contrast(mode: str, least: float) -> None:
    low = [
        row for row in tokens.contrasts(tokens.palettes()[mode]) if row["ratio"] < least
    ]
    assert low == []


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [("#000", "#fff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#777777", "#ffffff", 4.4)],
)
def test_contrast_is_that_of_the_standard(
    first: str, second: str, ratio: float
) -> None:
    assert tokens.ratio(first, second) == tokens.ratio(second, first) == ratio
