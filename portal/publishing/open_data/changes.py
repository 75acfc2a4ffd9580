"""What changed last: matters that are new, changed or not public any more, by day.

Each matter is told once, with its latest change. Who keeps a copy reads down to the
day of the copy.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _, gettext_lazy

from portal.publishing.feeds import MIDNIGHT, rendered_feed
from portal.publishing.open_data.fields import Row
from portal.publishing.open_data.forms import lines_pieces
from portal.publishing.record_cards import WITHDRAWN_LOG
from portal.publishing.store import MOST_CHANGES, View
from portal.theming.formats import iso_date

NEW: Final = "new"
CHANGED: Final = "changed"
WITHDRAWN: Final = "withdrawn"

_TITLES: Final = {
    NEW: gettext_lazy("新增：%(name)s"),
    CHANGED: gettext_lazy("更新：%(name)s"),
    WITHDRAWN: gettext_lazy("取消公布：%(name)s"),
}
# When (to order by), the matter's code, what is told.
_Told = tuple[datetime.datetime, str, Row]


def change_rows(view: View) -> list[Row]:
    """Return the latest changes, the newest first, at most 1,000."""
    told = sorted([*_published(view), *_withdrawn(view)], key=_order, reverse=True)
    return [row for _at, _code, row in told[:MOST_CHANGES]]


def changes_lines(view: View) -> bytes:
    """Return the latest changes as JSON Lines."""
    return b"".join(lines_pieces(change_rows(view)))


def changes_feed(view: View) -> bytes:
    """Return the latest changes as an Atom feed."""
    entries = [
        {
            "url": row["url"],
            "title": str(_TITLES[row["change"]]) % {"name": row["name"]},
            "summary": "",
            "author": row["department_name"],
            "updated": f"{row['date']}{MIDNIGHT}",
        }
        for row in change_rows(view)
    ]
    return rendered_feed(
        view, "/data/changes.xml", "/data/", _("办事指南的变化"), entries
    )


def _order(told: _Told) -> tuple[datetime.datetime, str]:
    return told[:2]


def _published(view: View) -> Iterator[_Told]:
    for recent in view.recent():
        card = recent.card
        yield _told(
            recent.published_at,
            card.code,
            {
                "change": NEW if recent.number == 1 else CHANGED,
                "name": card.name,
                "department_name": card.department_name,
                "version": recent.number,
                "url": card.url,
            },
        )


def _withdrawn(view: View) -> Iterator[_Told]:
    log = view.record(*WITHDRAWN_LOG)
    for entry in log["entries"] if log else ():
        yield _told(
            entry["at"],
            entry["code"],
            {
                "change": WITHDRAWN,
                "name": entry["name"],
                "department_name": "",
                "version": None,
                "url": entry["url"],
            },
        )


def _told(at: str, code: str, row: Mapping[str, Any]) -> _Told:
    moment = datetime.datetime.fromisoformat(at)
    return moment, code, {"date": iso_date(at), "code": code, **row}
