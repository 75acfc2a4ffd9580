"""Lists that are narrowed by links: themes by whom they are for, articles by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.db.models import TextChoices

from content.list_codes import ArticleKind
from content.power_codes import ThemeSide
from portal.theming import blocks
from portal.theming.blocks import BlocksPage, FilterChoice, FilterGroup, blocks_page
from portal.theming.contexts import SERVICES, Frame, PageSource, Payload, crumbs
from portal.theming.document_pages import NEWS, NEWS_FEED, document_link
from portal.theming.parts import updated
from portal.theming.texts import gettext as _
from portal.theming.theme_pages import theme_link

THEME_FOLDER: Final = "/themes/for/"
NEWS_FOLDER: Final = "/news/kind/"


def theme_filters(counts: Mapping[str, int], chosen: str = "") -> list[FilterGroup]:
    """Return the ways to narrow the list of themes.

    Args:
        counts: How many themes there are for each side, by its name in lower case.
        chosen: The side that is shown, "" for all.
    """
    return [_group(_("给谁办"), ThemeSide, "/themes/", THEME_FOLDER, counts, chosen)]


def news_filters(counts: Mapping[str, int], chosen: str = "") -> list[FilterGroup]:
    """Return the ways to narrow the list of articles, as `theme_filters` does."""
    return [_group(_("类别"), ArticleKind, "/news/", NEWS_FOLDER, counts, chosen)]


def theme_side_page(
    frame: Frame,
    side: str,
    themes: Sequence[Payload],
    filters: Sequence[FilterGroup],
    changed_on: str = "",
) -> PageSource:
    """Return the themes for persons, for companies or for projects."""
    name = _label(ThemeSide, side)
    title = _("%(side)s的一件事") % {"side": name}
    return blocks_page(
        frame,
        BlocksPage(
            address=f"{THEME_FOLDER}{side}/",
            title=title,
            description=_("%(title)s，共 %(amount)d 项。")
            % {"title": title, "amount": len(themes)},
            column=SERVICES,
            crumbs=crumbs((_("一件事"), "/themes/"), here=name),
            lede=_("共 %(amount)d 项。") % {"amount": len(themes)}
            + updated(changed_on),
            sections=[
                blocks.section("filters", _("换个范围看"), blocks.filters(filters)),
                blocks.section(
                    "themes",
                    _("一件事"),
                    blocks.links(map(theme_link, themes), columns=2),
                ),
                blocks.downloads("themes", _("全部一件事")),
            ],
        ),
    )


def news_kind_page(
    frame: Frame, kind: str, articles: Sequence[Payload], filters: Sequence[FilterGroup]
) -> PageSource:
    """Return the articles of a kind, the latest first."""
    name = _label(ArticleKind, kind)
    return blocks_page(
        frame,
        BlocksPage(
            address=f"{NEWS_FOLDER}{kind}/",
            title=name,
            description=_("%(kind)s，共 %(amount)d 篇，最近一篇在 %(day)s。")
            % {
                "kind": name,
                "amount": len(articles),
                "day": articles[0]["published_on"],
            },
            column=NEWS,
            crumbs=crumbs((_("公开信息"), "/news/"), here=name),
            lede=_("共 %(amount)d 篇，最近一篇在 %(day)s。")
            % {"amount": len(articles), "day": articles[0]["published_on"]},
            sections=[
                blocks.section("filters", _("换个范围看"), blocks.filters(filters)),
                blocks.section(
                    "news", _("最新"), blocks.links(map(document_link, articles))
                ),
                blocks.downloads("news", _("全部公开信息")),
            ],
            feed=NEWS_FEED,
        ),
    )


def _group(
    name: str,
    choices: type[TextChoices],
    home: str,
    folder: str,
    counts: Mapping[str, int],
    chosen: str,
) -> FilterGroup:
    total = FilterChoice(
        url=home, name=_("全部"), amount=sum(counts.values()), chosen=not chosen
    )
    others = [
        FilterChoice(
            url=f"{folder}{key}/",
            name=str(choice.label),
            amount=counts[key],
            chosen=key == chosen,
        )
        for choice in choices
        if counts.get(key := choice.name.lower())
    ]
    return FilterGroup(name=name, choices=[total, *others])


def _label(choices: type[TextChoices], key: str) -> str:
    return str(choices[key.upper()].label)
