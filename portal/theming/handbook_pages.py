"""The handbook (《政务服务明白册》): its editions, and each edition's books to print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from portal.theming import blocks
from portal.theming.blocks import BlocksPage, blocks_page
from portal.theming.contexts import (
    SERVICES,
    CountedLink,
    Frame,
    PageSource,
    Payload,
    crumbs,
    page_meta,
    page_source,
)
from portal.theming.texts import gettext as _

# A longer book is divided into volumes, so that a page has a size that phones bear.
MOST_MATTERS: Final = 60
_HOME: Final = "/handbook/"
_SLUG: Final = re.compile(r"[a-z0-9-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The matters of a department in an edition, or a volume of them."""

    slug: str
    name: str
    url: str
    items: Sequence[Payload]


def books_of(edition: Payload) -> list[Book]:
    """Return the books of an edition: one for each department, in its order."""
    groups: dict[str, list[Payload]] = {}
    for item in edition["items"]:
        groups.setdefault(item["department_name"], []).append(item)
    return [
        book
        for number, (name, items) in enumerate(groups.items(), start=1)
        for book in _volumes(edition, number, name, items)
    ]


def handbook_index_page(frame: Frame, editions: Sequence[Payload]) -> PageSource:
    """Return `/handbook/`: all editions, the latest first."""
    rows = [
        CountedLink(
            url=edition["url"],
            name=_edition_name(edition),
            amount=len(edition["items"]),
        )
        for edition in editions
    ]
    return blocks_page(
        frame,
        BlocksPage(
            address=_HOME,
            title=_("政务服务明白册"),
            description=_("把全部办事指南的要点印成册子，每一版都不再改动。"),
            column=SERVICES,
            crumbs=crumbs(here=_("明白册")),
            lede=_(
                "共 %(amount)d 版，由当天公布的办事指南生成，可以打印。"
                "最新内容以网上的办事指南为准。"
            )
            % {"amount": len(editions)},
            sections=[
                blocks.section(
                    "editions", _("各版"), blocks.index([dict(row) for row in rows])
                )
            ],
        ),
    )


def handbook_page(frame: Frame, edition: Payload) -> PageSource:
    """Return an edition: its books, with how many matters are in each."""
    title = _edition_name(edition)
    books = books_of(edition)
    rows = [
        CountedLink(url=book.url, name=book.name, amount=len(book.items))
        for book in books
    ]
    return blocks_page(
        frame,
        BlocksPage(
            address=edition["url"],
            title=title,
            description=_("%(day)s 公布的 %(amount)d 个事项的要点。")
            % {"day": edition["issued_on"], "amount": len(edition["items"])},
            column=SERVICES,
            crumbs=crumbs((_("明白册"), _HOME), here=title),
            lede=_("%(amount)d 个事项，共 %(books)d 册，每个部门一册，可以单独打印。")
            % {"amount": len(edition["items"]), "books": len(books)},
            sections=[
                blocks.section(
                    "books", _("分册"), blocks.index([dict(row) for row in rows])
                )
            ],
        ),
    )


def book_page(frame: Frame, edition: Payload, book: Book) -> PageSource:
    """Return a book: cover, contents, and a chapter for each topic."""
    title = f"{edition['name']}：{book.name}"
    chapters = list(_chapters(book.items))
    return page_source(
        frame,
        book.url,
        "pages/book.html",
        page_meta(
            frame,
            book.url,
            title,
            _("%(name)s %(amount)d 个事项的要点，%(day)s 公布。")
            % {
                "name": book.name,
                "amount": len(book.items),
                "day": edition["issued_on"],
            },
            column=SERVICES,
        ),
        crumbs=crumbs(
            (_("明白册"), _HOME),
            (_edition_name(edition), edition["url"]),
            here=book.name,
        ),
        edition=edition,
        book_name=book.name,
        chapters=chapters,
        amount=len(book.items),
    )


def _volumes(
    edition: Payload, number: int, name: str, items: Sequence[Payload]
) -> Iterator[Book]:
    key = items[0].get("department") or ""
    slug = key if _SLUG.fullmatch(key) else f"d{number}"
    starts = range(0, len(items), MOST_MATTERS)
    for volume, start in enumerate(starts, start=1):
        told = f"{slug}/{volume}" if len(starts) > 1 else slug
        named = _("%(name)s（第 %(volume)d 册）") % {"name": name, "volume": volume}
        yield Book(
            slug=told,
            name=named if len(starts) > 1 else name,
            url=f"{edition['url']}{told}/",
            items=items[start : start + MOST_MATTERS],
        )


def _chapters(items: Sequence[Payload]) -> Iterator[dict[str, Any]]:
    """Yield the topics with their matters, numbered through the book."""
    topics: dict[str, list[Payload]] = {}
    for item in items:
        topics.setdefault(item.get("topic") or _("其他"), []).append(item)
    number = 0
    for chapter, (name, own) in enumerate(sorted(topics.items()), start=1):
        matters = []
        for item in own:
            number += 1
            matters.append({**item, "number": number, "facts": _facts(item)})
        yield {"id": f"c{chapter}", "name": name, "matters": matters}


def _facts(item: Payload) -> list[dict[str, str]]:
    rows = (
        (_("谁能办"), item["who"]),
        (_("多久"), item["limit"]),
        (_("多少钱"), item["cost"]),
        (_("跑几次"), item["visits"]),
        (_("条件"), "；".join(item["conditions"])),
        (_("材料"), "、".join(item["materials"])),
        (_("流程"), " → ".join(item["stages"])),
        (_("依据"), "、".join(item["bases"])),
        (_("咨询电话"), item["tel"]),
    )
    return [{"label": label, "value": value} for label, value in rows if value]


def _edition_name(edition: Payload) -> str:
    told = {"name": edition["name"], "day": edition["issued_on"]}
    return _("%(name)s（%(day)s 版）") % told
