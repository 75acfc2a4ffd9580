"""Make the page of a variant of the standard page: text in, text out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from portal.theming.rendering import render_page
from portal.theming.variants import markup
from portal.theming.variants.elder import as_elder
from portal.theming.variants.english_page import as_english
from portal.theming.variants.kiosk import as_kiosk
from portal.theming.variants.registry import (
    ELDER,
    ENGLISH,
    KIOSK,
    TRADITIONAL,
    VARIANTS,
    GuideVariants,
    Variant,
    is_inside,
)
from portal.theming.variants.traditional import as_traditional
from portal.theming.variants.ways import ways_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a standard page is; `guides` tells the variants that hold a guide."""

    address: str
    guides: GuideVariants


_WAYS: Final = ("layouts/ways.html", "layouts/short-ways.html")
_LOOKS: Final[dict[str, Callable[[str], str]]] = {
    ELDER: as_elder,
    KIOSK: as_kiosk,
    TRADITIONAL: as_traditional,
    ENGLISH: as_english,
}


def as_variant(page: str, name: str, place: Place) -> str:
    """Return a standard page as a variant shows it."""
    variant = VARIANTS[name]
    page = markup.with_root(page, variant.lang, variant.html_class, name)
    if variant.own_address:
        page = markup.with_canonical(page, name, place.address)
    if name != KIOSK:
        page = markup.without_print_code(page)
    page = markup.with_addresses(page, _mover(variant, place))
    ways = {"ways": ways_of(place.address, place.guides, current=name)}
    long, short = (render_page(template, ways).strip() for template in _WAYS)
    return _LOOKS[name](markup.with_ways(page, long, short))


def _mover(variant: Variant, place: Place) -> Callable[[str], str]:
    def moved(address: str) -> str:
        bare = address.partition("#")[0].partition("?")[0]
        inside = is_inside(variant.name, bare, place.guides)
        return f"/{variant.name}{address}" if inside else address

    return moved
