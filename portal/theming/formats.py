"""Write dates, numbers and telephone numbers as a Chinese reader expects them.

These are the only filters that the templates have besides those that Jinja2 and
MiniJinja share; each is short enough to be written again for another engine.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

_HAN: Final = (
    r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef\u201c\u201d\U00020000-\U0003ffff]"
)
_FULL_WIDTH: Final = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_SPAN: Final = re.compile(r"(?<=\d)—(?=\d)")
_HALF_WIDTH: Final = re.compile(rf"(?<={_HAN})[,;:?!]|[,;:?!](?={_HAN})")
_BRACKETS: Final = re.compile(rf"(?<={_HAN})\(([^()]*)\)|\(([^()]*{_HAN}[^()]*)\)")

WEEKDAYS: Final = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")

Moment: TypeAlias = dt.date | dt.datetime | str


def cn_date(value: Moment, weekday: bool = False) -> str:
    """Return ``2026 年 11 月 20 日``, with ``（周五）`` when the weekday is asked for."""
    moment = _moment(value)
    if moment is None:
        return str(value)
    text = f"{moment.year} 年 {moment.month} 月 {moment.day} 日"
    return f"{text}（{WEEKDAYS[moment.weekday()]}）" if weekday else text


def cn_datetime(value: Moment) -> str:
    """Return ``2026 年 11 月 20 日 10:20``; a bare date stays without a time."""
    moment = _moment(value)
    if not isinstance(moment, dt.datetime):
        return cn_date(value)
    return f"{cn_date(moment)} {moment:%H:%M}"


def iso_date(value: Moment) -> str:
    """Return ``2026-11-20``, for ``time`` elements and dense tables."""
    moment = _moment(value)
    return str(value) if moment is None else f"{moment:%Y-%m-%d}"


def iso_datetime(value: Moment) -> str:
    """Return ``2026-11-20T10:20``, for ``time`` elements."""
    moment = _moment(value)
    if not isinstance(moment, dt.datetime):
        return iso_date(value)
    return f"{moment:%Y-%m-%dT%H:%M}"


def thousands(value: int) -> str:
    """Return ``1,941``."""
    return f"{value:,}"


def full_width(value: str) -> str:
    """Return prose with full-width punctuation where it stands beside Chinese text.

    Records are often typed with half-width commas. Word joiners keep spans such as
    ``9:00—12:00`` on one line. Names, codes and addresses must
    not be passed through: they stay as they were published.
    """
    text = _SPAN.sub("\u2060—\u2060", value)
    text = _BRACKETS.sub(lambda pair: f"（{pair[1] or pair[2] or ''}）", text)
    return _HALF_WIDTH.sub(lambda mark: _FULL_WIDTH[mark[0]], text)


def tel_href(value: str) -> str:
    """Return ``tel:06005551060`` for ``0600-5551060``."""
    return "tel:" + re.sub(r"[^0-9+]", "", value)


def _moment(value: Moment) -> dt.date | dt.datetime | None:
    if isinstance(value, str):
        # parse_datetime would read a bare date as midnight.
        parsed = parse_datetime(value) if ":" in value else parse_date(value)
        if parsed is None:
            return None
        value = parsed
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value, timezone.get_default_timezone())
    return value


FILTERS: Final[Mapping[str, Callable[..., str]]] = MappingProxyType(
    {
        "cn_date": cn_date,
        "cn_datetime": cn_datetime,
        "iso_date": iso_date,
        "iso_datetime": iso_datetime,
        "thousands": thousands,
        "tel_href": tel_href,
        "zh": full_width,
    }
)
