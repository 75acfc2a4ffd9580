"""Make the page that tells where a matter can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from portal.publishing.cards import RULE_LEVELS
from portal.publishing.page_values import frame_of
from portal.publishing.store import Payload, View
from portal.theming.place_pages import STREET_DIGITS, PlaceHall, place_page
from portal.theming.rendering import page_bytes


def places(view: View, *, code: str) -> bytes:
    """Return where a matter is accepted: each hall once, street by street."""
    matter = view.matter(code)
    if matter is None:
        raise LookupError(f"Matter '{code}' is not published.")
    found: dict[str, PlaceHall] = {}
    for location in matter.payload["guide"]["locations"]:
        for hall in _halls(view, location):
            found.setdefault(hall["code"], PlaceHall(hall=hall, location=location))
    codes = {each.hall["region"][:STREET_DIGITS] for each in found.values()}
    streets = {
        region: known["name"]
        for region in sorted(codes)
        if (known := view.record("region", region)) is not None
    }
    source = place_page(
        frame_of(view),
        payload=matter.payload,
        halls=list(found.values()),
        streets=streets,
    )
    return page_bytes(source)


def _halls(view: View, location: Payload) -> Iterator[Payload]:
    named = location.get("hall")
    if named:
        hall = view.record("hall", named)
        if hall is not None:
            yield hall
    level = RULE_LEVELS.get(location.get("rule") or "")
    if level:
        yield from sorted(
            view.entries(f"halls:level:{level}"), key=lambda hall: str(hall["code"])
        )


PLACE_RENDERERS: Final[dict[str, Callable[..., bytes]]] = {"places": places}
