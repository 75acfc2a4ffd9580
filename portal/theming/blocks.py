"""Pages put together from blocks: one template shows every kind of record.

A page has a title, a first sentence, tags and sections; a section has blocks, each with
a `type` that the template knows: facts, rows, table, text, points, numbers, timeline,
say, index, filters, picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from portal.theming import graphs
from portal.theming.contexts import (
    Article,
    Column,
    Frame,
    Link,
    PageSource,
    page_meta,
    page_source,
)
from portal.theming.paging import PageWindow, page_window
from portal.theming.texts import gettext as _

Block = dict[str, Any]


class FilterChoice(TypedDict):
    """One way to narrow a list; `chosen` when the list is narrowed so."""

    url: str
    name: str
    amount: int
    chosen: bool


class FilterGroup(TypedDict):
    """Choices of one kind, such as departments."""

    name: str
    choices: list[FilterChoice]


class Part(TypedDict):
    """A part of a list that can be shown alone: its anchor, name, number of lines."""

    id: str
    name: str
    amount: int


def section(
    id_: str,
    name: str,
    *blocks: Block | None,
    note: str = "",
    url: str = "",
    amount: int = 0,
) -> Block | None:
    """Return a section of the blocks that say something, or None.

    With an address the note is a link. A section with an `amount` of lines is a part of
    the page's list.
    """
    told = [block for block in blocks if block is not None]
    if not told:
        return None
    return {
        "id": id_, "name": name, "note": note, "url": url, "amount": amount,
        "blocks": told,
    }  # fmt: skip


def links_to_parts(parts: Iterable[Part]) -> list[Part]:
    """Return what leads to each of several parts of a list, the whole list first."""
    told = list(parts)
    amount = sum(part["amount"] for part in told)
    whole = Part(id="main", name=_("全部"), amount=amount)
    return [whole, *told] if len(told) > 1 else []


def facts(rows: Iterable[tuple[str, object]], *, columns: int = 2) -> Block | None:
    """Return labels with values; rows without a value are left out."""
    told = [{"label": label, "value": str(value)} for label, value in rows if value]
    return {"type": "facts", "rows": told, "columns": columns} if told else None


def linked_facts(rows: Iterable[Mapping[str, str]]) -> Block | None:
    """Return labels with values that lead somewhere: {label, value, url}."""
    told = [dict(row) for row in rows if row["value"]]
    return {"type": "facts", "rows": told, "columns": 2} if told else None


def links(rows: Iterable[Link], *, columns: int = 1) -> Block | None:
    """Return a list of links."""
    told = list(rows)
    return {"type": "rows", "links": told, "columns": columns} if told else None


def index(rows: Iterable[Mapping[str, Any]]) -> Block | None:
    """Return a counted list of links: {url, name, amount, unit}."""
    told = [dict(row) for row in rows]
    return {"type": "index", "links": told} if told else None


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    caption: str = "",
    numbers: Sequence[int] = (),
) -> Block | None:
    """Return a table; a cell is a text or a mapping {text, url?, note?, links?}.

    Args:
        columns: Names of the columns.
        rows: Cells of each row, the first is the row's header.
        caption: What the table shows.
        numbers: Which columns hold numbers, counted from 0.
    """
    told = [{"cells": [_cell(cell) for cell in row]} for row in rows]
    if not told:
        return None
    named = [
        {"label": name, "number": place in numbers}
        for place, name in enumerate(columns)
    ]
    return {"type": "table", "columns": named, "rows": told, "caption": caption}


def text(*paragraphs: str) -> Block | None:
    """Return paragraphs; a blank line in a text begins another."""
    told = [
        part.strip()
        for paragraph in paragraphs
        for part in (paragraph or "").split("\n\n")
        if part.strip()
    ]
    return {"type": "text", "paragraphs": told} if told else None


def points(lines: Iterable[str]) -> Block | None:
    """Return a numbered list."""
    told = [line for line in lines if line]
    return {"type": "points", "lines": told} if told else None


def numbers(rows: Iterable[tuple[str, object, str, str]]) -> Block | None:
    """Return totals: (label, value, unit, note)."""
    told = [
        {"label": label, "value": str(value), "unit": unit, "note": note}
        for label, value, unit, note in rows
    ]
    return {"type": "numbers", "entries": told} if told else None


def timeline(entries: Iterable[Mapping[str, str]]) -> Block | None:
    """Return steps: {title, when, text, who}."""
    told = [dict(entry) for entry in entries]
    return {"type": "timeline", "entries": told} if told else None


def filters(groups: Iterable[FilterGroup]) -> Block | None:
    """Return groups of links that narrow a list, each with how many lines it leads to."""
    told = [group for group in groups if group["choices"]]
    return {"type": "filters", "groups": told} if told else None


def downloads(name: str, title: str) -> Block | None:
    """Return the section that says where a data set can be downloaded."""
    forms = ("csv", "xlsx", "json")
    rows = [
        Link(url=f"/data/{name}.{form}", name=title, note=form.upper())
        for form in forms
    ]
    return section("data", _("下载"), links(rows))


def picture(url: str, text: str) -> Block:
    """Return a picture of this site; `text` says what it shows."""
    return {"type": "picture", "url": url, "text": text}


def say(title: str, message: str, tone: str = "") -> Block:
    """Return a notice."""
    return {"type": "say", "title": title, "text": message, "tone": tone}


@dataclass(frozen=True, slots=True, kw_only=True)
class BlocksPage:
    """What a page of blocks shows.

    Attributes:
        address: Where the page is.
        title: Its heading.
        description: What it says, in a sentence, for lists and tags.
        column: Its place in the navigation.
        crumbs: The way to it.
        sections: From `section`; None is left out.
        lede: First sentence below the heading.
        tags: (text, tone) beside the heading.
        article: Title, published and source, for pages with content of their own.
        pager: From `paging.page_window`, for lists in parts.
        printable: Whether it is a list or form that people print.
        linked: What machines are told is on it; None for what follows from its blocks.
        feed: Address of the Atom feed that tells what is new on the page.
    """

    address: str
    title: str
    description: str
    column: Column
    crumbs: Sequence[Mapping[str, str]]
    sections: Sequence[Block | None]
    lede: str = ""
    tags: Sequence[tuple[str, str]] = ()
    article: Article | None = None
    pager: PageWindow | None = None
    feed: str = ""
    printable: bool = True
    linked: Sequence[graphs.Thing] | None = None


def blocks_page(frame: Frame, page: BlocksPage) -> PageSource:
    """Return a page of blocks; a long one lists its sections first."""
    shown = [each for each in page.sections if each is not None]
    meta = page_meta(
        frame,
        page.address,
        page.title,
        page.description,
        column=page.column,
        article=page.article,
    )
    return page_source(
        frame,
        page.address,
        "pages/record.html",
        meta,
        linked=_things(frame, page, shown) if page.linked is None else page.linked,
        crumbs=list(page.crumbs),
        heading=page.title,
        lede=page.lede,
        tags=[{"text": words, "tone": tone} for words, tone in page.tags],
        sections=shown,
        contents=sum(not each["amount"] for each in shown) > _LONG,
        parts=links_to_parts(
            Part(id=each["id"], name=each["name"], amount=each["amount"])
            for each in shown
            if each["amount"]
        ),
        feed=page.feed,
        printable=page.printable,
        pager=page.pager or page_window(1, 1, lambda _number: page.address),
    )


_LONG = 3


def _things(frame: Frame, page: BlocksPage, sections: Sequence[Block]) -> list[Block]:
    """Return the document, the data or the list that the blocks of a page are."""
    base = frame.base_url
    if page.article:
        day, source = page.article["published"][:10], page.article["source"]
        return [
            graphs.article(base, page.address, title=page.title, day=day, source=source)
        ]
    found = list({link["url"]: link for link in _links_of(sections)}.values())
    files = [link["url"] for link in found if graphs.is_download(link["url"])]
    if files:
        return [
            graphs.dataset(
                base,
                page.address,
                name=page.title,
                text=page.description,
                files=files,
            )
        ]
    return graphs.item_list(base, page.title, found, len(found))


def _links_of(sections: Sequence[Block]) -> Iterator[Block]:
    """Yield name and address of all that the blocks of sections lead to."""
    for block in (block for part in sections for block in part["blocks"]):
        if block["type"] in {"index", "rows"}:
            yield from block["links"]
        elif block["type"] == "table":
            for cell in (cell for row in block["rows"] for cell in row["cells"]):
                if cell.get("url"):
                    yield {"name": cell["text"], "url": cell["url"]}


def _cell(cell: object) -> dict[str, Any]:
    if isinstance(cell, Mapping):
        return {
            str(name): value if isinstance(value, list) else str(value)
            for name, value in cell.items()
        }
    return {"text": str(cell)}
