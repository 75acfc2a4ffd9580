"""Split long lists into pages with stable addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypedDict, TypeVar

Item = TypeVar("Item")


class PageMark(TypedDict, total=False):
    """One entry of the pager; an empty one is a gap."""

    number: int
    url: str
    current: bool


class PageWindow(TypedDict):
    """What the ``pager`` component needs."""

    pages: list[PageMark]
    previous: str
    next: str


def page_window(
    number: int, total: int, url_of: Callable[[int], str], reach: int = 2
) -> PageWindow:
    """Return the pager of page ``number`` of ``total``.

    Shows the first, the last and ``reach`` pages on either side of the current one.
    """
    near = range(max(1, number - reach), min(total, number + reach) + 1)
    shown = sorted({1, total, *near}) if total else []
    pages: list[PageMark] = []
    before = 0
    for entry in shown:
        if entry - before > 1:
            pages.append({})
        mark = PageMark(number=entry, url=url_of(entry))
        if entry == number:
            mark["current"] = True
        pages.append(mark)
        before = entry
    return PageWindow(
        pages=pages,
        previous=url_of(number - 1) if number > 1 else "",
        next=url_of(number + 1) if number < total else "",
    )


def split_pages(items: Sequence[Item], size: int) -> Iterator[tuple[int, list[Item]]]:
    """Yield ``(number, items)`` from page 1; an empty list gives one empty page."""
    for start in range(0, max(len(items), 1), size):
        yield start // size + 1, list(items[start : start + size])


def page_address(base: str, number: int) -> str:
    """Return ``/guides/`` for page 1 and ``/guides/page-2/`` for page 2."""
    return base if number == 1 else f"{base}page-{number}/"
