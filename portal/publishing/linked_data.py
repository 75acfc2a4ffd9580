"""Check what pages tell machines: one JSON-LD object that fits the page.

Sources: JSON-LD 1.1 (W3C), schema.org, and what search engines ask for of a trail.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from portal.theming.graphs import CONTEXT
from portal.theming.variants.registry import divided

_SCRIPT: Final = re.compile(
    rb'<script type="application/ld\+json">(.*?)</script>', re.DOTALL
)
_CANONICAL: Final = re.compile(rb'<link rel="canonical" href="([^"]*)">')
# What a thing of a type says at least.
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "Article": ("headline", "datePublished", "publisher"),
    "BreadcrumbList": ("itemListElement",),
    "Dataset": ("name", "description", "distribution"),
    "FAQPage": ("mainEntity",),
    "GovernmentOffice": ("name",),
    "GovernmentOrganization": ("name",),
    "GovernmentService": ("@id", "name", "provider"),
    "HowTo": ("name", "step"),
    "ItemList": ("name", "numberOfItems", "itemListElement"),
}
_ORDERED: Final = {"itemListElement": "ListItem", "step": "HowToStep"}

Thing = Mapping[str, Any]


def linked_data_faults(path: str, body: bytes) -> Iterator[str]:
    """Yield what is wrong with the JSON-LD of a page, a sentence each.

    A page that has a canonical address has one object; others have none.
    """
    scripts = _SCRIPT.findall(body)
    canonical = _CANONICAL.search(body)
    if len(scripts) != (canonical is not None):
        yield f"'{path}' has JSON-LD {len(scripts)} times; expected it once on a page"
        return
    if canonical is None:
        return
    try:
        told = json.loads(scripts[0])
    except ValueError as error:
        yield f"'{path}' has JSON-LD that cannot be read: {error}"
        return
    if told.get("@context") != CONTEXT or not told.get("@graph"):
        yield f"'{path}' has JSON-LD without things of {CONTEXT}"
        return
    for thing in told["@graph"]:
        yield from _thing_faults(path, thing)
    yield from _trail_faults(path, told["@graph"], canonical[1].decode())


def _thing_faults(path: str, thing: Thing) -> Iterator[str]:
    kind = thing.get("@type", "")
    if kind not in _NEEDED:
        yield f"'{path}' tells machines of '{kind}', which is none of {[*_NEEDED]}"
        return
    for name in _NEEDED[kind]:
        if thing.get(name) in (None, "", [], {}):
            yield f"'{path}' tells machines of a {kind} without '{name}'"
    for name, member in _ORDERED.items():
        rows = thing.get(name, [])
        numbers = [row.get("position") for row in rows]
        if numbers != [*range(1, len(rows) + 1)]:
            yield f"'{path}' has members of a {kind} in the order {numbers}"
        for row in rows:
            if row.get("@type") != member or not row.get("name"):
                yield f"'{path}' has a member of a {kind} without type or name"
    for address in _addresses(thing):
        parts = urlsplit(address)
        if not (parts.scheme in {"http", "https"} and parts.netloc and parts.path):
            yield f"'{path}' names '{address}' to machines; expected a whole address"


def _trail_faults(path: str, things: list[Thing], canonical: str) -> Iterator[str]:
    trails = [thing for thing in things if thing.get("@type") == "BreadcrumbList"]
    home = _own_address(canonical) == "/"
    if len(trails) != (not home):
        yield f"'{path}' has {len(trails)} trails for machines; expected one"
        return
    for trail in trails:
        last = trail["itemListElement"][-1].get("item", "")
        if _own_address(last) != _own_address(canonical):
            yield f"'{path}' has a trail that ends at '{last}'; expected the page"


def _own_address(address: str) -> str:
    """Return an address without host and variant."""
    return divided(urlsplit(address).path)[1]


def _addresses(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _addresses(each)
    elif isinstance(value, Mapping):
        for name, each in value.items():
            if name in {"@id", "contentUrl", "item", "serviceUrl", "url"}:
                yield str(each)
            else:
                yield from _addresses(each)
