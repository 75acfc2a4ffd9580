"""The variants of the site among the outputs: each page once more, made of the page.

A variant's output belongs to the owner of the standard page and is rendered after it, so
the page is there already. It depends on what the page read, and on which variants have
the guides that it links to.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from portal.publishing.bodies import Body, bytes_of
from portal.publishing.links import address_of
from portal.publishing.manifest import Output
from portal.publishing.store import Store, View
from portal.theming.variants.making import Place, as_variant
from portal.theming.variants.registry import ENGLISH, variants_of as variants_holding

VARIANT: Final = "variant"
PAGE_FILE: Final = ".html"
_INDEX: Final = "/index.html"
_NAME, _PAGE = "variant", "page"
_GUIDE: Final = "guide"

Renderers = Mapping[str, Callable[..., Body]]


def variants_of(output: Output, store: Store) -> Iterator[Output]:
    """Yield the outputs of the variants that have a page; none for other files."""
    if not f"/{output.path}".endswith(_INDEX):
        return

    def guides(code: str) -> tuple[str, ...]:
        names: tuple[str, ...] = store.evaluate(f"held|{code}").value
        return names

    for variant in variants_holding(address_of(output.path), guides):
        yield Output(
            path=f"{variant.name}/{output.path}",
            owner=output.owner,
            renderer=VARIANT,
            arguments={
                **output.arguments,
                _NAME: variant.name,
                _PAGE: output.renderer,
                "address": address_of(output.path),
            },
        )


def variant_page(
    view: View, renderers: Renderers, arguments: Mapping[str, str | int]
) -> bytes:
    """Return a page of a variant."""
    told = dict(arguments)
    name, renderer = str(told.pop(_NAME)), str(told.pop(_PAGE))
    address = str(told.pop("address"))
    make = renderers[renderer]
    page = view.page(
        page_name(renderer, told), lambda inner: bytes_of(make(inner, **told))
    )
    of_guide = name == ENGLISH and renderer == _GUIDE
    matter = view.matter(str(told["code"])) if of_guide else None
    place = Place(
        address=address,
        guides=view.held,
        english=matter.english if matter else {},
        english_names=view.english_names,
    )
    return as_variant(page.decode(), name, place).encode()


def page_name(renderer: str, arguments: Mapping[str, str | int]) -> str:
    """Return what tells a page from all others: its renderer and arguments."""
    return f"{renderer} {json.dumps(dict(arguments), sort_keys=True)}"


def standard_renderer(output: Output) -> str:
    """Return what renders the standard page of an output."""
    if output.renderer == VARIANT:
        return str(output.arguments[_PAGE])
    return output.renderer
