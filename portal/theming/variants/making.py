"""Make the page of a variant of the standard page: text in, text out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
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


def _no_names(_codes: Collection[str]) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a standard page is; `guides` tells the variants that hold a guide.

    `english` has the English of texts that are the page's own, by their `text_key`;
    `english_names` gives that of the names of guides, by their codes.
    """

    address: str
    guides: GuideVariants
    english: Mapping[str, str] = field(default_factory=dict)
    english_names: Callable[[Collection[str]], Mapping[str, str]] = _no_names


_WAYS: Final = ("layouts/ways.html", "layouts/short-ways.html")
_LOOKS: Final[dict[str, Callable[[str, Place], str]]] = {
    ELDER: lambda page, _place: as_elder(page),
    KIOSK: lambda page, _place: as_kiosk(page),
    TRADITIONAL: lambda page, _place: as_traditional(page),
    ENGLISH: lambda page, place: as_english(page, _words_of(page, place)),
}
# A link to a guide of the English site.
_GUIDE: Final = re.compile(r'\shref="/en/guides/(?!page-\d)([^/"]+)/"')


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
    return _LOOKS[name](markup.with_ways(page, long, short), place)


def _words_of(page: str, place: Place) -> dict[str, str]:
    """Return the English of the page's own texts and of the guides that it names."""
    codes = dict.fromkeys(_GUIDE.findall(page))
    return {**place.english_names(codes), **place.english}


def _mover(variant: Variant, place: Place) -> Callable[[str], str]:
    def moved(address: str) -> str:
        inside = is_inside(variant.name, address, place.guides)
        return f"/{variant.name}{address}" if inside else address

    return moved
