"""What a citizen asked for: read from the address, and written back into one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from search.documents import FACETS, ORDERS
from search.requests import LONGEST_TEXT

PAGE_SIZE: Final = 20
# More results than any district has matters; engines refuse windows behind that.
LAST_PAGE: Final = 50_000
VALUES_PER_FILTER: Final = 20
VALUE_LENGTH: Final = 64

_WHOLE_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """One search as its address says it.

    `filters` has a key for each chosen filter only; `order` is "" for the best first.
    `remarks` tell the reader which
    parts of the address were not understood and what was done instead.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = ""
    page: int = 1
    remarks: tuple[str, ...] = ()

    @property
    def asks_something(self) -> bool:
        """Say whether there is a text or a filter at all."""
        return bool(self.text or self.filters)


def criteria_from_query(query: QueryDict) -> Criteria:
    """Read criteria from an address; nothing in it can fail."""
    page, remarks = _page_from(query.get("page", ""))
    order, unknown_order = _order_from(query.get("sort", ""))
    return Criteria(
        # One sign too many is kept, so that search still says that it cut the text.
        text=cleaned_text(query.get("q", ""))[: LONGEST_TEXT + 1],
        filters=filters_from(query.getlist),
        order=order,
        page=page,
        remarks=(*unknown_order, *remarks),
    )


def filters_from(
    chosen: Callable[[str], Iterable[str]],
) -> dict[str, tuple[str, ...]]:
    """Return the values of each facet that were chosen, bounded in number and length."""
    return {name: values for name in FACETS if (values := _values(chosen(name)))}


def cleaned_text(raw: str) -> str:
    """Return the text on one line, without control characters and outer blanks."""
    return _CONTROLS.sub(" ", raw).strip()


def address(
    criteria: Criteria,
    *,
    page: int = 1,
    order: str | None = None,
    without: tuple[str, str] | None = None,
    adding: tuple[str, str] | None = None,
) -> str:
    """Return the search address of the criteria, with what is given changed.

    `order` replaces the order; `without` and `adding` are one filter value less or more.
    """
    pairs = [("q", criteria.text)] if criteria.text else []
    pairs += [
        (name, value)
        for name, values in criteria.filters.items()
        for value in values
        if (name, value) != without
    ]
    if adding is not None and adding not in pairs:
        pairs.append(adding)
    sort = criteria.order if order is None else order
    if sort:
        pairs.append(("sort", sort))
    if page > 1:
        pairs.append(("page", str(page)))
    return "/search/?" + "&".join(map(_encoded, pairs)) if pairs else "/search/"


# A page of results has some thirty addresses, of which most parts are the same.
@lru_cache(maxsize=1024)
def _encoded(pair: tuple[str, str]) -> str:
    return urlencode([pair])


def _values(raw: Iterable[str]) -> tuple[str, ...]:
    cleaned = (cleaned_text(value)[:VALUE_LENGTH] for value in raw)
    return tuple(dict.fromkeys(value for value in cleaned if value))[:VALUES_PER_FILTER]


def _order_from(raw: str) -> tuple[str, tuple[str, ...]]:
    if not raw or raw in ORDERS:
        return raw, ()
    remark = _("没有“%(sort)s”这种排序，这里最相关的排在前面。")
    return "", (remark % {"sort": cleaned_text(raw)[:20]},)


def _page_from(raw: str) -> tuple[int, tuple[str, ...]]:
    text = raw.strip()
    if not text:
        return 1, ()
    if not (_WHOLE_NUMBER.fullmatch(text) and int(text)):
        remark = _("页码“%(page)s”不是从 1 开始的整数，这里显示的是第 1 页。")
        return 1, (remark % {"page": cleaned_text(text)[:20]},)
    if int(text) > LAST_PAGE:
        remark = _("最多翻到第 %(last)s 页。请换更准确的词，或者按部门、主题筛选。")
        return LAST_PAGE, (remark % {"last": LAST_PAGE},)
    return int(text), ()
