"""What the variants for elderly readers and for terminals add and leave out."""

from __future__ import annotations

import re

import pytest

from portal.theming.rendering import render
from portal.theming.variants.making import Place, as_variant
from portal.theming.variants.registry import (
    VARIANTS,
    divided,
    holds,
    is_inside,
    standard_path,
)
from tests.theme_samples import sources

PAGES = sources.page_kinds()


def everywhere(_code: str) -> tuple[str, ...]:
    return tuple(VARIANTS)


def made(kind: str, name: str) -> str:
    source = PAGES[kind]
    return as_variant(
        render(source), name, Place(address=source.address, guides=everywhere)
    )


def test_elder_has_very_large_type_without_script_and_reading_aloud() -> None:
    page = made("guide", "elder")
    assert '<label class="huge"><input type="checkbox" id="huge">特大字</label>' in page
    assert re.search(r'data-read="/assets/js/read-aloud\.\w+\.js"', page)
    assert 'class="toc' not in page
    assert 'class="qr"' not in page


def test_elder_keeps_every_heading_and_fact() -> None:
    def texts(page: str) -> list[str]:
        return re.findall(r"<(?:h[1-4]|dt|dd)\b[^>]*>(.*?)</(?:h[1-4]|dt|dd)>", page)

    bare = re.compile(r'href="(?:/elder)?')
    standard = [bare.sub('href="', text) for text in texts(render(PAGES["guide"]))]
    assert [
        bare.sub('href="', text) for text in texts(made("guide", "elder"))
    ] == standard


def test_kiosk_offers_a_code_instead_of_applying_and_printing() -> None:
    body = made("guide", "kiosk").partition("</head>")[2]
    # What machines are told at its end is not for who stands there.
    page = body.partition('<script type="application/ld+json">')[0]
    assert "用手机带走" in page
    assert "/apply/" not in page
    assert "/notice/" not in page
    assert page.count('class="qr"') == 1
    for part in ('class="bar"', 'class="foot"', "大厅终端"):
        assert part not in page
    assert "tel:" not in page


@pytest.mark.parametrize("kind", ["home", "guides", "halls", "hall", "topics", "guide"])
def test_kiosk_page_leads_nowhere_else(kind: str) -> None:
    body = made(kind, "kiosk").partition("</head>")[2]
    links = re.findall(r'<(?:a|form)\b[^>]*\s(?:href|action)="([^"]*)"', body)
    assert links
    assert {each for each in links if not each.startswith(("#", "/kiosk/"))} == set()


@pytest.mark.parametrize(
    ("variant", "address", "held"),
    [
        ("elder", "/", True),
        ("elder", "/guides/food/notice/", True),
        ("elder", "/guides/food/list/a1b2/", False),
        ("elder", "/styleguide/", False),
        ("elder", "/data/guides.json", False),
        ("elder", "/elder/", False),
        ("kiosk", "/guides/page-2/", True),
        ("kiosk", "/guides/food/notice/", False),
        ("kiosk", "/themes/", False),
        ("en", "/halls/H-QU/", True),
        ("en", "/departments/", False),
        ("hant", "/search/", False),
    ],
)
def test_pages_of_a_variant(variant: str, address: str, held: bool) -> None:
    assert holds(variant, address, everywhere) is held


def test_search_is_inside_and_the_desk_is_not() -> None:
    assert is_inside("kiosk", "/search/", everywhere)
    assert not is_inside("kiosk", "/apply/food/", everywhere)
    assert is_inside("elder", "/apply/food/", everywhere)
    assert not is_inside("elder", "/desk/", everywhere)


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("/elder/guides/food/", ("elder", "/guides/food/")),
        ("/kiosk/", ("kiosk", "/")),
        ("/elder", ("", "/elder")),
        ("/elderly/", ("", "/elderly/")),
        ("/", ("", "/")),
    ],
)
def test_address_is_divided(address: str, parts: tuple[str, str]) -> None:
    assert divided(address) == parts


def test_standard_path_of_a_standard_page_is_its_own() -> None:
    assert standard_path("guides/food/index.html") == "guides/food/index.html"
    assert standard_path("hant/index.html") == "index.html"
