"""Atom feeds: what was published last in a department, in a topic, in the news.

Atom (RFC 4287). An entry's time is the day of the version in force, at its beginning in
China: nothing finer is shown on pages either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from portal.publishing.page_values import frame_of, topic_name
from portal.publishing.store import NEWEST, View
from portal.theming.contexts import PageSource
from portal.theming.rendering import page_bytes

NEWS: Final = "article"
Entry = Mapping[str, Any]
# A day's beginning in China.
MIDNIGHT: Final = "T00:00:00+08:00"


def feed(view: View, *, collection: str) -> bytes:
    """Return the feed of a department's or a topic's guides, the newest first.

    Args:
        view: What is published.
        collection: `department:mzj`, `person:085` or `company:010`.

    Raises:
        LookupError: the department is not published.
    """
    side, _colon, key = collection.partition(":")
    if side == "department":
        department = view.record("department", key)
        if department is None:
            raise LookupError(f"Department '{key}' is not published.")
        name, address = str(department["name"]), str(department["url"])
    else:
        name, address = topic_name(side, key), f"/topics/{side}/{key}/"
    entries = [
        {
            "url": card.url,
            "title": card.plain_name or card.name,
            "summary": card.summary,
            "author": card.department_name,
            "updated": f"{card.published_on}{MIDNIGHT}",
        }
        for card in view.newest(collection)
    ]
    title = _("%(name)s:办事指南更新") % {"name": name}
    return rendered_feed(view, f"{address}feed.xml", address, title, entries)


def news_feed(view: View) -> bytes:
    """Return the feed of notices and news, the newest first."""
    rows = [row for row in view.records(NEWS) if row.get("published_on")]
    newest = sorted(
        rows, key=lambda row: (row["published_on"], row["no"]), reverse=True
    )
    entries = [
        {
            "url": row["url"],
            "title": row["title"],
            "summary": row.get("summary") or "",
            "author": row.get("source") or "",
            "updated": f"{row['published_on']}{MIDNIGHT}",
        }
        for row in newest[:NEWEST]
    ]
    return rendered_feed(view, "/news/feed.xml", "/news/", _("公开信息"), entries)


def rendered_feed(
    view: View, feed: str, address: str, title: str, entries: Iterable[Entry]
) -> bytes:
    """Return an Atom feed.

    Args:
        view: What is published.
        feed: The feed's own address.
        address: The page that it belongs to.
        title: What it tells about.
        entries: url, title, summary, author and updated (RFC 3339) of each entry.
    """
    frame = frame_of(view)
    rows = list(entries)
    source = PageSource(
        address=feed,
        template="pages/feed.xml",
        context={
            "base_url": frame.base_url,
            "feed": feed,
            "address": address,
            "title": title,
            "site_name": frame.site["name"],
            "updated": max(
                (row["updated"] for row in rows), default=f"1970-01-01{MIDNIGHT}"
            ),
            "entries": rows,
        },
    )
    return page_bytes(source)


FEED_RENDERERS: Final[dict[str, Callable[..., bytes]]] = {
    "feed": feed,
    "news_feed": news_feed,
}
