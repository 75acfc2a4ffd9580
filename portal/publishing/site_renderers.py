"""Make the pages about the site as a whole: its map, the page on errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from portal.publishing.cards import ALL, COMPANY, PERSON
from portal.publishing.page_values import department_entries, frame_of, topic_groups
from portal.publishing.record_cards import POWERS, PROJECTS, THEMES
from portal.publishing.record_values import all_lists
from portal.publishing.store import View
from portal.theming import site_pages
from portal.theming.contexts import CountedLink
from portal.theming.hall_pages import RULE_LISTS
from portal.theming.rendering import page_bytes
from portal.theming.texts import gettext as _


def site_map(view: View) -> bytes:
    """Return the map of the site; of matters it reads only how many there are."""
    topics = [*topic_groups(view, PERSON), *topic_groups(view, COMPANY)]
    lists = all_lists(view)
    amounts = {
        "/guides/": view.count(ALL),
        "/topics/": len(topics),
        "/departments/": view.size("department"),
        "/halls/": view.size("hall"),
        "/powers/": view.count(POWERS),
        "/themes/": view.count(THEMES),
        "/build/": view.count(PROJECTS),
        "/lists/": len(lists),
        "/policies/": view.size("policy") + view.size("interpretation"),
        "/benefits/": view.size("benefit"),
        "/news/": view.size("article"),
        "/handbook/": view.size("handbook"),
    }
    halls = [
        CountedLink(
            url="/halls/", name=_("全部大厅"), amount=amounts["/halls/"], unit=_("个")
        ),
        CountedLink(
            url="/regions/",
            name=_("按街道、社区找"),
            amount=view.size("region"),
            unit=_("个区划"),
        ),
        *(
            CountedLink(url=kind.url, name=kind.name, amount=view.count(f"rule:{rule}"))
            for rule, kind in RULE_LISTS.items()
        ),
    ]
    return page_bytes(
        site_pages.site_map_page(
            frame_of(view),
            site_pages.SiteMap(
                amounts=amounts,
                topics=topics,
                departments=department_entries(view),
                halls=halls,
                lists=lists,
            ),
        )
    )


def report_stand_in(view: View) -> bytes:
    """Return the page that a plain web server shows where errors are reported."""
    return page_bytes(site_pages.report_stand_in_page(frame_of(view)))


SITE_RENDERERS: Final[dict[str, Callable[..., bytes]]] = {
    "site_map": site_map,
    "report_stand_in": report_stand_in,
}
