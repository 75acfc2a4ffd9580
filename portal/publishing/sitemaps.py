"""The sitemap: one file, or an index of several when there are many addresses.

Source: sitemaps.org protocol 0.9.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from content.power_codes import ThemeDetail
from portal.publishing.cards import (
    ALL,
    ASKING,
    COMPANY,
    PERSON,
    PLACES,
    Card,
    held_by,
    zero_list,
)
from portal.publishing.page_values import frame_of, topic_groups
from portal.publishing.record_cards import (
    NEWS_KINDS,
    PROJECTS,
    RECORD_KINDS,
    THEME_SIDES,
)
from portal.publishing.store import View
from portal.theming import text_pages
from portal.theming.hall_pages import RULE_LISTS
from portal.theming.handbook_pages import books_of
from portal.theming.narrowed_lists import NEWS_FOLDER, THEME_FOLDER
from portal.theming.paging import page_address, page_count
from portal.theming.power_list_pages import power_folder
from portal.theming.rendering import page_bytes
from portal.theming.text_pages import SitemapEntry
from portal.theming.theme_step_pages import project_url
from portal.theming.topics import topic_url
from portal.theming.variants.registry import (
    ENGLISH,
    TRADITIONAL,
    VARIANTS,
    holds,
)
from portal.theming.zero_pages import ZERO_NAMES, zero_folder

MOST_ADDRESSES: Final = 50_000
MOST_BYTES: Final = 45_000_000
# So many addresses stay below the most bytes, however long they are.
PART_ADDRESSES: Final = 40_000

_INDEXES: Final = (
    "/", "/departments/", "/topics/", "/halls/", "/regions/",
    "/about/", "/help/", "/accessibility/", "/privacy/", "/data/",
    "/powers/", "/themes/", "/build/", "/lists/", "/lists/not-placed/", "/lists/zero/",
    *(kind.url for kind in RULE_LISTS.values()),
    *map(zero_folder, ZERO_NAMES),
    "/policies/", "/news/", "/benefits/", "/figures/", "/handbook/", "/sitemap/",
)  # fmt: skip
_ENGLISH_INDEXES: Final = sum(
    holds(ENGLISH, address, lambda _code: ()) for address in _INDEXES
)
_TRANSLATIONS: Final = [each.name for each in VARIANTS.values() if each.own_address]
# The date that the page of such a record changed on last, as far as the record tells.
_CHANGED_ON: Final = ("published_on", "issued_on")


def address_count(view: View) -> int:
    """Return how many addresses the site has, from the sizes of lists alone.

    The traditional site has all pages but some guides, the English one those of
    guides and halls with the home page. Places and questions are in Chinese alone.
    """
    paged = [
        view.count(ALL),
        *(view.count(f"department:{row['key']}") for row in view.records("department")),
    ]
    for side in (PERSON, COMPANY):
        paged += view.counts(side).values()
    paged += (amount for _address, amount in _power_lists(view))
    kinds = ("hall", *RECORD_KINDS)
    rest = sum(map(page_count, paged)) + sum(map(view.size, kinds)) + len(_INDEXES)
    further = _project_urls, _books, _narrowed, _further_zero_pages
    rest += sum(len(addresses(view)) for addresses in further)
    traditional = rest + view.count(held_by(TRADITIONAL))
    english = _ENGLISH_INDEXES + page_count(view.count(ALL)) + view.size("hall")
    english += view.count(held_by(ENGLISH))
    guides = sum(map(view.count, (ALL, PLACES, ASKING)))
    return guides + rest + traditional + english


def part_count(view: View) -> int:
    """Return how many parts the sitemap has; 0 says that one file holds everything."""
    amount = address_count(view)
    if amount <= min(PART_ADDRESSES, MOST_ADDRESSES):
        return 0
    if amount <= MOST_ADDRESSES and len(_whole(view)) <= MOST_BYTES:
        return 0
    return -(-amount // PART_ADDRESSES)


def sitemap(view: View) -> bytes:
    """Return the sitemap of all public pages, or the index of its parts."""
    parts = part_count(view)
    if not parts:
        return _whole(view)
    source = text_pages.sitemap_index(frame_of(view), parts)
    return page_bytes(source)


def sitemap_part(view: View, *, number: int) -> bytes:
    """Return a part of the sitemap; the first one is 1."""
    # As text a hundred thousand of them take a fifth of the memory.
    lines = sorted(
        f"{entry['address']}\t{entry.get('changed_on', '')}" for entry in _entries(view)
    )
    first = (number - 1) * PART_ADDRESSES
    part = []
    for line in lines[first : first + PART_ADDRESSES]:
        address, _tab, changed_on = line.partition("\t")
        part.append(SitemapEntry(address=address, changed_on=changed_on))
    return page_bytes(
        text_pages.sitemap(frame_of(view), part, f"/sitemaps/{number}.xml")
    )


def _whole(view: View) -> bytes:
    return page_bytes(text_pages.sitemap(frame_of(view), _entries(view)))


def _entries(view: View) -> Iterator[SitemapEntry]:
    """Yield the standard pages, and each in the other languages that have it."""
    held: dict[str, tuple[str, ...]] = {
        card.code: card.variants for card in view.everything(ALL)
    }
    for entry in _standard_entries(view):
        yield entry
        for name in _TRANSLATIONS:
            if holds(name, entry["address"], lambda code: held.get(code, ())):
                yield entry | {"address": f"/{name}{entry['address']}"}


def _standard_entries(view: View) -> Iterator[SitemapEntry]:
    for card in view.everything(ALL):
        yield from _matter_entries(card)
    for kind in RECORD_KINDS:
        for row in view.records(kind):
            yield _record_entry(row)
    addresses = [*_INDEXES, *_pages("/guides/", view.count(ALL))]
    for department in view.records("department"):
        count = view.count(f"department:{department['key']}")
        addresses += _pages(department["url"], count)
    for side in (PERSON, COMPANY):
        for group in topic_groups(view, side):
            addresses += _pages(topic_url(side, group["code"]), group["amount"])
    addresses += [hall["url"] for hall in view.records("hall")]
    addresses += _project_urls(view)
    addresses += [*_books(view), *_narrowed(view), *_further_zero_pages(view)]
    for address, amount in _power_lists(view):
        addresses += _pages(address, amount)
    for address in addresses:
        yield SitemapEntry(address=address)


def _matter_entries(card: Card) -> Iterator[SitemapEntry]:
    yield SitemapEntry(address=card.url, changed_on=card.published_on)
    if card.has_places:
        # Halls change without the matter; when is not known.
        yield SitemapEntry(address=f"{card.url}places/")
    if card.asks:
        yield SitemapEntry(address=f"{card.url}list/", changed_on=card.published_on)


def _record_entry(row: Mapping[str, Any]) -> SitemapEntry:
    for name in _CHANGED_ON:
        if row.get(name):
            return SitemapEntry(address=row["url"], changed_on=row[name])
    return SitemapEntry(address=row["url"])


def _project_urls(view: View) -> list[str]:
    """Return where questions about a project begin; what follows are own answers."""
    return [
        url
        for theme in view.entries(PROJECTS)
        if theme["detail"] == ThemeDetail.FULL and (url := project_url(theme))
    ]


def _books(view: View) -> list[str]:
    editions = view.records("handbook")
    return [book.url for edition in editions for book in books_of(edition)]


def _narrowed(view: View) -> list[str]:
    folders = {THEME_SIDES: THEME_FOLDER, NEWS_KINDS: NEWS_FOLDER}
    return [
        f"{folder}{key}/"
        for name, folder in folders.items()
        for key in view.counts(name)
    ]


def _further_zero_pages(view: View) -> list[str]:
    """Return the pages of the four-zero lists after the first ones."""
    return [
        address
        for slug in ZERO_NAMES
        for address in _pages(zero_folder(slug), view.count(zero_list(slug)))[1:]
    ]


def _power_lists(view: View) -> Iterator[tuple[str, int]]:
    """Yield (address, amount) of every list of powers."""
    for by in ("category", "department", "facet"):
        for key, amount in view.counts(f"powers:{by}").items():
            department = "" if by == "category" else key.partition(":")[0]
            if not department or view.record("department", department):
                yield power_folder(f"powers:{by}:{key}"), amount


def _pages(base: str, count: int) -> list[str]:
    return [page_address(base, number) for number in range(1, page_count(count) + 1)]


SITEMAP_RENDERERS: Final[dict[str, Callable[..., bytes]]] = {
    "sitemap": sitemap,
    "sitemap_part": sitemap_part,
}
