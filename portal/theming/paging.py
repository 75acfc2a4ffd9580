"""Split long lists into pages with stable addresses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypedDict

from portal.theming.contexts import Link

PAGE_SIZE: Final = 100


def page_count(count: int) -> int:
    """Return how many pages so many lines need, at least one."""
    return max(1, -(-count // PAGE_SIZE))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page of a list of `amount` lines; `number` counts from 1.

    Its first page tells when a line was published last, "" when that is not known.
    """

    number: int
    amount: int
    links: Sequence[Link]
    changed_on: str = ""

    @property
    def total(self) -> int:
        """How many pages the list has."""
        return page_count(self.amount)

    @property
    def first(self) -> int:
        """The place of the first line, from 1."""
        return (self.number - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        """The place of the last line."""
        return (self.number - 1) * PAGE_SIZE + len(self.links)


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


def page_address(base: str, number: int) -> str:
    """Return ``/guides/`` for page 1 and ``/guides/page-2/`` for page 2."""
    return base if number == 1 else f"{base}page-{number}/"
