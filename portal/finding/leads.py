"""What stands above and instead of hits: pinned guides, ways that lead straight there.

The database is asked here; while it is away a search goes on without.
"""

from __future__ import annotations

import datetime
import json
import logging
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, TypeVar

from django.db import DatabaseError
from django.db.models import Count, Max, Sum
from django.utils import timezone

from portal.finding.models import PinnedGuide, QueryCount
from portal.publishing.models import RecordSnapshot
from portal.publishing.recent import Recent
from portal.theming.contexts import Link
from search.service import Hit, SearchRequest, search, suggest
from search.tokens.normalise import compact

logger = logging.getLogger(__name__)

T = TypeVar("T")

_PLACES: Final = (RecordSnapshot.Kind.DEPARTMENT, RecordSnapshot.Kind.HALL)
_MOST_LINKS: Final = 5
_SHORTEST_NAME: Final = 3
# What fewer people searched for says too much about them.
_FEWEST_SEARCHES: Final = 10
_POPULAR_DAYS: Final = 30


def pinned_hits(text: str) -> list[Hit]:
    """Return the guides that stand first for a text today."""

    def codes() -> list[str]:
        return _pins().get(compact(text), [])

    return [hit for code in _asked(codes) if (hit := _hit_of(code)) is not None]


def straight_links(text: str, hits: Sequence[Hit]) -> list[Link]:
    """Return where a text leads that is a code, or the name of an office or a hall."""
    key = compact(text)
    if len(key) < _SHORTEST_NAME:
        return []
    links = [
        Link(url=hit.url, name=hit.title) for hit in hits if compact(hit.code) == key
    ]

    def places() -> list[Link]:
        return [link for name, link in _known_places() if key in name]

    found = sorted(_asked(places), key=lambda link: len(link["name"]))
    return [*links, *found][:_MOST_LINKS]


def popular_texts() -> list[str]:
    """Return what many searched for and found lately, the most frequent first."""

    def texts() -> list[str]:
        since = timezone.localdate() - datetime.timedelta(days=_POPULAR_DAYS)
        counted = (
            QueryCount.objects.filter(day__gte=since)
            .exclude(text__contains="〔")
            .values("text")
            .annotate(all=Sum("searches"), none=Sum("empty"))
            .filter(all__gte=_FEWEST_SEARCHES, none=0)
            .order_by("-all", "text")
        )
        return [row["text"] for row in counted[:_MOST_LINKS]]

    return _asked(texts)


def near_phrases(text: str) -> list[str]:
    """Return known phrases that begin as half of a text or more does.

    They are for a text without results; less of it would be chance.
    """
    key = compact(text)
    for size in range(len(key), max(1, (len(key) - 1) // 2), -1):
        found = [each.text for each in suggest(key[:size], limit=_MOST_LINKS)]
        if found:
            return found
    return []


@Recent
def _pins() -> dict[str, list[str]]:
    """Return the codes that stand first today, by the text that they are pinned to."""
    today = timezone.localdate()
    pins = PinnedGuide.objects.filter(starts_on__lte=today, ends_on__gte=today)
    found: dict[str, list[str]] = {}
    for key, code in pins.values_list("key", "code"):
        found.setdefault(key, []).append(code)
    return found


@Recent
def _known_places() -> list[tuple[str, Link]]:
    rows = RecordSnapshot.objects.filter(kind__in=_PLACES)
    state = rows.aggregate(last=Max("updated_at"), all=Count("pk"))
    return _places(str(state))


@lru_cache(maxsize=1)
def _places(_state: str) -> list[tuple[str, Link]]:
    """Return compact name and link of each office and hall; read again when changed."""
    rows = RecordSnapshot.objects.filter(kind__in=_PLACES).order_by("kind", "key")
    payloads = [
        json.loads(text) for text in rows.values_list("payload_json", flat=True)
    ]
    return [
        (compact(each["name"]), Link(url=each["url"], name=each["name"]))
        for each in payloads
    ]


def _hit_of(code: str) -> Hit | None:
    hits = search(SearchRequest(text=code, page_size=5)).hits
    return next((hit for hit in hits if hit.code == code), None)


def _asked(question: Callable[[], list[T]]) -> list[T]:
    try:
        return question()
    except DatabaseError as error:
        logger.warning("search without its database error=%s", error)
        return []
