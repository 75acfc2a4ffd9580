"""How a moment of the past is written in an address, and which release it names.

2026-11-20            the end of that day, Beijing time
2026-11-20T10:20:00   that second, Beijing time
r123                  release 123
"""

from __future__ import annotations

import datetime
import re
from typing import Final

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from portal.publishing.errors import NoSuchRelease
from portal.publishing.history.heads import PastRelease
from portal.publishing.history.ledger import Ledger

_NUMBER: Final = re.compile(r"r([1-9]\d{0,8})")


def release_named(ledger: Ledger, moment: str) -> PastRelease:
    """Return the release that was live at a moment.

    Raises:
        NoSuchRelease: the text is no moment, or lies before the first release or in
            the future; the message can be shown to readers.
    """
    number = _NUMBER.fullmatch(moment)
    if number is not None:
        found = ledger.find(int(number[1]))
        if found is None:
            raise NoSuchRelease(_("没有第 %(number)s 版。") % {"number": number[1]})
        return found
    at = _moment(moment)
    if at is None:
        raise NoSuchRelease(
            _("“%(moment)s”不是日期。请写成 2026-11-20 这样的日期。")
            % {"moment": moment}
        )
    release = ledger.release_at(at)
    if release is None:
        first = ledger.first()
        since = timezone.localtime(first.at).date().isoformat() if first else ""
        told = _("留存从 %(since)s 开始。") % {"since": since} if since else ""
        raise NoSuchRelease(_("那时还没有留存的网页。") + told)
    return release


def local_text(moment: datetime.datetime) -> str:
    """Return a moment to the second in the site's time, for readers."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S")


def _moment(text: str) -> datetime.datetime | None:
    """Return the last moment that a text means, None when it is in the future or none."""
    zone = timezone.get_default_timezone()
    try:
        day = parse_date(text)
        exact = parse_datetime(text) if day is None else None
    except ValueError:
        return None
    if day is not None:
        if day > timezone.localdate():
            return None
        end = datetime.time(23, 59, 59, 999999)
        return datetime.datetime.combine(day, end, zone)
    if exact is None:
        return None
    at = exact if timezone.is_aware(exact) else exact.replace(tzinfo=zone)
    return None if at > timezone.now() else at
