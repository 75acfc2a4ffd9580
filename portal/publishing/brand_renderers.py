"""Make the brand kit of the halls and its pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from portal.publishing.page_values import frame_of
from portal.publishing.store import Payload, View
from portal.theming import brand_pages
from portal.theming.brand_pages import LOGO, SIGNS, Sign, sign_url
from portal.theming.rendering import page_bytes


def brand(view: View, listed: Payload, changed_on: str) -> bytes:
    """Return the page of the brand kit, from the list that staff keep of it."""
    signs = [
        Sign(url=sign_url(level), hall=hall["name"])
        for level in SIGNS
        if (hall := _main_hall(view, level)) is not None
    ]
    return page_bytes(brand_pages.brand_page(frame_of(view), listed, signs, changed_on))


def logo(view: View) -> bytes:
    """Return the logo."""
    return page_bytes(brand_pages.logo_source(frame_of(view)))


def sign(view: View, *, level: str) -> bytes:
    """Return the door sign of the main hall of a level.

    Raises:
        LookupError: the level has no hall.
    """
    hall = _main_hall(view, level)
    if hall is None:
        raise LookupError(f"No hall of level '{level}' is published.")
    return page_bytes(brand_pages.sign_source(frame_of(view), level, hall))


def brand_outputs(
    levels: Callable[[str], int],
) -> Iterator[tuple[str, str, dict[str, str | int]]]:
    """Yield path, renderer and arguments; `levels` counts the halls of a level."""
    yield LOGO[1:], "brand_logo", {}
    for level in SIGNS:
        if levels(level):
            yield sign_url(level)[1:], "brand_sign", {"level": level}


def _main_hall(view: View, level: str) -> Payload | None:
    halls = view.entries(f"halls:level:{level}")
    return min(
        halls,
        key=lambda hall: (bool(hall["parent_hall"]), str(hall["code"])),
        default=None,
    )


BRAND_RENDERERS: Final[dict[str, Callable[..., bytes]]] = {
    "brand_logo": logo,
    "brand_sign": sign,
}
