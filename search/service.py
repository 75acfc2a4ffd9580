"""The search of the portal: one engine in front, the embedded one always behind it.

The functions of this module work on the engine that the settings name.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from search.engines.address import ClusterAddress, parse_search_url
from search.engines.embedded import EmbeddedEngine
from search.errors import IndexMissing, SearchError, SearchUnavailable
from search.kept import KeptAnswers
from search.portal_search import PortalSearch
from search.records import GuideRecord
from search.requests import (
    FacetValue,
    Hit,
    SearchRequest,
    SearchResults,
    Suggestion,
)
from search.staff_words import default_words
from search.state import SearchState

if TYPE_CHECKING:
    from search.engines.elastic import ElasticEngine

__all__ = [
    "FacetValue",
    "GuideRecord",
    "Hit",
    "IndexMissing",
    "SearchError",
    "SearchRequest",
    "SearchResults",
    "SearchUnavailable",
    "Suggestion",
    "configured_search",
    "delete_codes",
    "facet_values",
    "index_records",
    "rebuild",
    "search",
    "state",
    "suggest",
    "warm_up",
]


def search(request: SearchRequest) -> SearchResults:
    """Return a page of guides for a request.

    Raises:
        IndexMissing: no engine has a usable index; the message says how to rebuild.
        SearchUnavailable: no engine answers.
    """
    return configured_search().search(request)


def suggest(text: str, limit: int = 8) -> list[Suggestion]:
    """Return completions of a text that is being typed.

    Raises:
        IndexMissing: there is no usable embedded index.
    """
    return configured_search().suggest(text, limit=limit)


def facet_values() -> dict[str, list[FacetValue]]:
    """Return every value of every facet with the number of guides that have it.

    There are none while there is no embedded index.
    """
    return configured_search().values()


def index_records(records: Iterable[GuideRecord]) -> int:
    """Add or replace records in every engine; older versions are left out.

    May be repeated. The embedded index is written first, so that a cluster that is away
    does not hold it back.

    Raises:
        SearchUnavailable: Elasticsearch did not take the records; repeat it later.
        IndexMissing: an engine has no index yet; rebuild first.
    """
    return configured_search().index_records(records)


def delete_codes(codes: Iterable[str]) -> int:
    """Remove guides by code from every engine; unknown codes are no error.

    Raises:
        SearchUnavailable: Elasticsearch did not take the change; repeat it later.
        IndexMissing: an engine has no index yet; rebuild first.
    """
    return configured_search().delete_codes(codes)


def rebuild(records: Iterable[GuideRecord]) -> int:
    """Make new indexes of all records and switch to them at once.

    Give a lazy iterable: it is read while other writers wait, so that nothing published
    meanwhile is lost.

    Raises:
        SearchUnavailable: Elasticsearch could not be rebuilt; the embedded index was.
    """
    return configured_search().rebuild(records)


def state() -> SearchState:
    """Return how the engines are, for operators."""
    return configured_search().state()


def warm_up() -> None:
    """Load dictionaries now, so that the first reader does not wait for them."""
    configured_search().warm_up()


def configured_search() -> PortalSearch:
    """Return the search that the settings name, made once per process."""
    return _search_for(
        settings.PORTAL_SEARCH_URL, Path(settings.SEARCH_DIR), settings.SEARCH_KEPT
    )


@lru_cache(maxsize=4)
def _search_for(url: str, folder: Path, kept: int) -> PortalSearch:
    address = parse_search_url(url)
    made = PortalSearch(
        embedded=EmbeddedEngine(folder),
        cluster=_cluster(address) if address else None,
        kept=KeptAnswers(kept) if kept else None,
    )
    made.staff_words.use(default_words())
    return made


def _cluster(address: ClusterAddress) -> ElasticEngine:
    # Its client takes half a second to load, which a portal without a cluster never needs.
    engine: type[ElasticEngine] = import_string("search.engines.elastic.ElasticEngine")
    return engine(address)
