"""The values that every static page is rendered from.

Pages are made by pure functions (`guide_pages`, `list_pages`, `hall_pages`,
`text_pages`) that take published payloads and return a `PageSource`; `rendering.render`
turns one into HTML. Nothing here reads the database, the clock or the disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, NotRequired, TypeAlias, TypedDict

from portal.theming.graphs import Thing, graph_of
from portal.theming.texts import gettext as _
from portal.theming.variants.registry import guide_variants
from portal.theming.variants.ways import Alternate, Way, alternates_of, ways_of

# A published JSON object; its keys are those of the payload contract.
Payload: TypeAlias = Mapping[str, Any]


class Column(NamedTuple):
    """One of the five columns, and the column type that the tags of its pages name.

    Source: 政府网站发展指引 (国办发〔2017〕47号), annexes on columns and tags.
    """

    name: str
    kind: str


HOME = Column("首页", "首页")
ABOUT = Column("政务公开", "概况信息")
DISCLOSURE = Column("政务公开", "机构职能")
SERVICES = Column("政务服务", "办事服务")
INTERACTION = Column("互动交流", "咨询投诉")
DATA = Column("政务数据", "数据开放")


class Link(TypedDict):
    """A line of a list: where it goes, what it is called, a fact or two."""

    url: str
    name: str
    note: NotRequired[str]


class CountedLink(TypedDict):
    """A line of a counted list."""

    url: str
    name: str
    amount: int
    unit: NotRequired[str]


class TopicGroup(TypedDict):
    """One topic of the code lists with the number of its matters."""

    side: str  # "person" or "company"
    code: str
    name: str
    amount: int


class Version(TypedDict):
    """Which version a page shows."""

    number: int
    effective_on: str  # YYYY-MM-DD
    published_at: str  # YYYY-MM-DD HH:MM, Shanghai


class Article(TypedDict):
    """What the meta tags of a content page say."""

    title: str
    published: str  # YYYY-MM-DD HH:MM
    source: str


class PageMeta(TypedDict):
    """Title, meta tags and place in the navigation."""

    title: str
    description: str
    column: str
    column_type: str
    canonical: str
    address: NotRequired[str]
    linked_data: NotRequired[Thing | None]
    article: Article | None
    noindex: bool
    ways: NotRequired[list[Way]]
    alternates: NotRequired[list[Alternate]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What all pages of a site share."""

    site: Payload
    base_url: str  # "https://zwfw.example", no slash at the end


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSource:
    """One page to render: its address, its template, the template's context."""

    address: str
    template: str
    context: dict[str, Any]


def page_source(
    frame: Frame,
    address: str,
    template: str,
    meta: PageMeta,
    *,
    linked: Sequence[Thing] = (),
    **context: object,
) -> PageSource:
    """Return a page with the site and its meta tags put into the context.

    The page of a matter has it as `kind` and `guide` in its context, with `in_english`
    when its editors put it on the English site. Machines are told
    the way to the page, its `crumbs`, and the things `linked` that are on it.
    """
    held: tuple[str, ...] = ()
    if "kind" in context and isinstance(guide := context.get("guide"), Mapping):
        held = guide_variants(
            str(context["kind"]),
            str(guide["name"]),
            in_english=bool(context.get("in_english")),
        )
    trail = context.get("crumbs")
    if meta["canonical"]:
        meta["linked_data"] = graph_of(
            frame.base_url, address, trail if isinstance(trail, list) else [], linked
        )
    meta["address"] = address if meta["canonical"] else ""
    meta["ways"] = ways_of(address, lambda _code: held)
    meta["alternates"] = alternates_of(
        address, lambda _code: held, frame.base_url, str(meta["canonical"])
    )
    return PageSource(
        address=address,
        template=template,
        context={"site": frame.site, "page": meta, **context},
    )


def page_meta(
    frame: Frame,
    address: str,
    title: str,
    description: str,
    *,
    column: Column = SERVICES,
    article: Article | None = None,
) -> PageMeta:
    """Return the meta values of a public page."""
    return PageMeta(
        title=title,
        description=description,
        column=column.name,
        column_type=column.kind,
        canonical=f"{frame.base_url}{address}",
        article=article,
        noindex=False,
    )


def crumbs(*links: tuple[str, str], here: str) -> list[dict[str, str]]:
    """Return the breadcrumb trail from the home page down to ``here``."""
    trail = [{"name": _("首页"), "url": "/"}]
    trail += [{"name": name, "url": url} for name, url in links]
    return [*trail, {"name": here}]
