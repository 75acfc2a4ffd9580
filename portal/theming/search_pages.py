"""The page that searches in the browser when no server answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from portal.theming.contexts import Frame, PageSource, crumbs, page_meta, page_source
from portal.theming.list_pages import letter_addresses
from portal.theming.texts import gettext as _

# In so many parts a browser loads the index that works without a server.
SHARDS: Final = 16
ADDRESS: Final = "/search/"


def stand_in_page(frame: Frame, *, letters: Mapping[str, int]) -> PageSource:
    """Return the page that a plain web server shows at the address of search.

    `letters` counts the names by letter in their order, "~" those without one.
    """
    meta = page_meta(frame, ADDRESS, _("搜索办事指南"), _("搜索办事指南。"))
    meta["noindex"] = True
    meta["canonical"] = ""
    return page_source(
        frame,
        ADDRESS,
        "pages/search.html",
        meta,
        crumbs=crumbs((_("政务服务"), "/guides/"), here=_("搜索")),
        letters=letter_addresses(letters),
    )
