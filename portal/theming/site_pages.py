"""The map of the site for people, and what a plain export says about errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from portal.theming import blocks
from portal.theming.blocks import BlocksPage, blocks_page
from portal.theming.contexts import (
    ABOUT,
    INTERACTION,
    CountedLink,
    Frame,
    PageSource,
    TopicGroup,
    crumbs,
    page_meta,
    page_source,
)
from portal.theming.formats import thousands
from portal.theming.list_pages import DepartmentEntry
from portal.theming.texts import gettext as _
from portal.theming.topics import COMPANY, PERSON, SIDES, topic_url

SITE_MAP: Final = "/sitemap/"
REPORT: Final = "/report/"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMap:
    """What the map names; `amounts` are sizes of columns by their address."""

    amounts: Mapping[str, int]
    topics: Sequence[TopicGroup]
    departments: Sequence[DepartmentEntry]
    halls: Sequence[CountedLink]
    lists: Sequence[CountedLink]


def site_map_page(frame: Frame, site: SiteMap) -> PageSource:
    """Return `/sitemap/`: every column, topic, department and list, with counts."""
    parts = [
        ("columns", _("栏目"), _columns(site)),
        *(
            (side, SIDES[side], _topics(side, site.topics))
            for side in (PERSON, COMPANY)
        ),
        ("departments", _("部门"), _departments(site.departments)),
        ("halls", _("去哪里办"), list(map(_counted, site.halls))),
        ("lists", _("清单"), list(map(_counted, site.lists))),
        ("online", _("网上办"), _plain(_online())),
        ("site", _("网站说明"), _plain(_about())),
    ]
    return blocks_page(
        frame,
        BlocksPage(
            address=SITE_MAP,
            title=_("网站地图"),
            description=_("本站的全部栏目、主题、部门和清单，各有多少项。"),
            column=ABOUT,
            crumbs=crumbs(here=_("网站地图")),
            lede=_("本站的全部栏目、主题、部门和清单。"),
            sections=[
                blocks.section(id_, str(name), blocks.index(rows))
                for id_, name, rows in parts
            ],
        ),
    )


def report_stand_in_page(frame: Frame) -> PageSource:
    """Return the page that a plain web server shows where errors are reported."""
    title = _("我为政府网站找错")
    meta = page_meta(
        frame, REPORT, title, _("告诉我们哪一页、哪里不对。"), column=INTERACTION
    )
    meta["noindex"] = True
    meta["canonical"] = ""
    trail = crumbs(here=title)
    return page_source(frame, REPORT, "pages/report.html", meta, crumbs=trail)


def _columns(site: SiteMap) -> list[dict[str, str]]:
    named = (
        ("/", _("首页"), ""),
        ("/guides/", _("全部事项"), _("项")),
        ("/topics/", _("按主题找"), _("个主题")),
        ("/departments/", _("按部门找"), _("个部门")),
        ("/halls/", _("政务服务大厅"), _("个")),
        ("/powers/", _("权责清单"), _("项")),
        ("/themes/", _("一件事"), _("件")),
        ("/build/", _("建设工程联合办事指引"), _("类")),
        ("/lists/", _("清单"), _("个")),
        ("/policies/", _("政策"), _("份")),
        ("/benefits/", _("惠企利民政策兑现"), _("项")),
        ("/news/", _("公开信息"), _("篇")),
        ("/handbook/", _("明白册"), _("版")),
        ("/figures/", _("数字看板"), ""),
        ("/data/", _("政务数据"), ""),
    )
    return [
        {"url": url, "name": name}
        | (
            {"amount": thousands(site.amounts[url]), "unit": unit}
            if url in site.amounts
            else {}
        )
        for url, name, unit in named
    ]


def _topics(side: str, topics: Sequence[TopicGroup]) -> list[dict[str, str]]:
    return [
        {
            "url": topic_url(side, topic["code"]),
            "name": topic["name"],
            "amount": thousands(topic["amount"]),
        }
        for topic in topics
        if topic["side"] == side
    ]


def _departments(entries: Sequence[DepartmentEntry]) -> list[dict[str, str]]:
    return [
        {
            "url": entry["department"]["url"],
            "name": entry["department"]["name"],
            "amount": thousands(entry["amount"]),
        }
        for entry in entries
    ]


def _counted(link: CountedLink) -> dict[str, str]:
    return {
        "url": link["url"],
        "name": link["name"],
        "amount": thousands(link["amount"]),
        "unit": link.get("unit", _("项")),
    }


def _plain(rows: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"url": url, "name": name} for url, name in rows]


def _online() -> list[tuple[str, str]]:
    return [
        ("/search/", _("搜索办事指南")),
        ("/my/", _("我的办件")),
        ("/track/", _("查进度")),
        ("/n/", _("核对告知单")),
        (REPORT, _("我为政府网站找错")),
    ]


def _about() -> list[tuple[str, str]]:
    return [
        ("/about/", _("关于本站")),
        ("/help/", _("帮助")),
        ("/accessibility/", _("无障碍声明")),
        ("/privacy/", _("隐私政策")),
        ("/releases/", _("发布记录")),
        ("/styleguide/", _("样式说明")),
    ]
