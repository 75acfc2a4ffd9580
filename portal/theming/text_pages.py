"""Pages of fixed text, the error pages and the sitemap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NotRequired, TypedDict

from portal.theming import topics as topic_names
from portal.theming.contexts import (
    ABOUT,
    DATA,
    HOME,
    INTERACTION,
    Frame,
    PageSource,
    TopicGroup,
    crumbs,
    page_meta,
    page_source,
)
from portal.theming.list_pages import Totals
from portal.theming.texts import gettext as _

SITEMAP_LIMIT: Final = 50_000  # Source: sitemaps.org protocol 0.9


class DataForm(TypedDict):
    """One form of a data set: its address and what it is called."""

    url: str
    name: str


class DataRow(TypedDict):
    """One data set with its page, its number of records and its files.

    `forms` hold the records, `schemas` say what they are.
    """

    key: str
    name: str
    text: str
    page: str
    amount: int
    forms: list[DataForm]
    schemas: list[DataForm]


class DataGroup(TypedDict):
    """Data sets that stand together."""

    key: str
    title: str
    rows: list[DataRow]


class DataNote(TypedDict):
    """A file or service about the data: its address, name, use and format."""

    url: str
    name: str
    text: str
    format: str


class SitemapEntry(TypedDict):
    """One public address; the day of its last change when it is known."""

    address: str
    changed_on: NotRequired[str]  # YYYY-MM-DD


def about_page(frame: Frame, *, totals: Totals) -> PageSource:
    """Return the page about the site."""
    meta = page_meta(
        frame,
        "/about/",
        _("关于本站"),
        _("本站由谁办、能做什么、怎么联系。"),
        column=ABOUT,
    )
    return page_source(
        frame,
        "/about/",
        "pages/about.html",
        meta,
        crumbs=crumbs(here=_("关于本站")),
        totals=totals,
    )


def help_page(frame: Frame) -> PageSource:
    """Return the help page."""
    meta = page_meta(
        frame,
        "/help/",
        _("帮助"),
        _("怎么找事项、怎么申请、怎么查进度、怎么投诉。"),
        column=INTERACTION,
    )
    trail = crumbs(here=_("帮助"))
    return page_source(frame, "/help/", "pages/help.html", meta, crumbs=trail)


def accessibility_page(frame: Frame) -> PageSource:
    """Return the accessibility statement."""
    meta = page_meta(
        frame,
        "/accessibility/",
        _("无障碍声明"),
        _("本站怎样照顾老年人和残疾人使用，有困难怎么找人帮忙。"),
        column=ABOUT,
    )
    trail = crumbs(here=_("无障碍声明"))
    return page_source(
        frame, "/accessibility/", "pages/accessibility.html", meta, crumbs=trail
    )


def privacy_page(frame: Frame) -> PageSource:
    """Return the privacy policy."""
    meta = page_meta(
        frame,
        "/privacy/",
        _("隐私政策"),
        _("本站收集哪些个人信息、用来做什么、存多久、您有哪些权利。"),
        column=ABOUT,
    )
    trail = crumbs(here=_("隐私政策"))
    return page_source(frame, "/privacy/", "pages/privacy.html", meta, crumbs=trail)


def data_page(
    frame: Frame,
    *,
    groups: Sequence[DataGroup],
    notes: Sequence[DataNote],
    licence: DataForm,
) -> PageSource:
    """Return the list of open data (`/data/`)."""
    meta = page_meta(
        frame,
        "/data/",
        _("政务数据"),
        _("本站公开的数据文件，可以下载和引用。"),
        column=DATA,
    )
    return page_source(
        frame,
        "/data/",
        "pages/data.html",
        meta,
        crumbs=crumbs(here=_("政务数据")),
        groups=list(groups),
        notes=list(notes),
        licence=licence,
    )


def not_found_page(frame: Frame, *, topics: Sequence[TopicGroup]) -> PageSource:
    """Return `/404.html`: a search field and the topics, true for any address."""
    meta = page_meta(
        frame, "/404.html", _("没有这一页"), _("没有这一页，可以搜索或者按主题找。")
    )
    meta["noindex"] = True
    meta["canonical"] = ""
    return page_source(
        frame,
        "/404.html",
        "pages/not_found.html",
        meta,
        person_stages=topic_names.stages(topic_names.PERSON, topics),
        company_stages=topic_names.stages(topic_names.COMPANY, topics),
    )


def server_error_page(frame: Frame) -> PageSource:
    """Return `/500.html`, for the web server to show when Django fails."""
    meta = page_meta(
        frame,
        "/500.html",
        _("出了点问题"),
        _("服务暂时没有应答，请稍后再试。"),
        column=HOME,
    )
    meta["noindex"] = True
    meta["canonical"] = ""
    return page_source(frame, "/500.html", "pages/server_error.html", meta)


def sitemap(
    frame: Frame, entries: Iterable[SitemapEntry], address: str = "/sitemap.xml"
) -> PageSource:
    """Return a sitemap, for up to 50,000 addresses.

    Raises:
        ValueError: There are more addresses than one sitemap may hold.
    """
    rows = sorted(entries, key=lambda entry: entry["address"])
    if len(rows) > SITEMAP_LIMIT:
        msg = (
            f"Sitemap: {len(rows)} addresses; expected at most {SITEMAP_LIMIT}. "
            "Split them into several sitemaps with an index."
        )
        raise ValueError(msg)
    return PageSource(
        address=address,
        template="pages/sitemap.xml",
        context={"entries": rows, "base_url": frame.base_url},
    )


def sitemap_index(frame: Frame, parts: int) -> PageSource:
    """Return `/sitemap.xml` as an index of so many sitemaps, the first one being 1."""
    addresses = [f"/sitemaps/{number}.xml" for number in range(1, parts + 1)]
    return PageSource(
        address="/sitemap.xml",
        template="pages/sitemap_index.xml",
        context={"addresses": addresses, "base_url": frame.base_url},
    )
