"""What is asked of search and what it answers: plain values for pages and commands."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

# Longer texts are cut; nobody types them, and they would cost time.
LONGEST_TEXT = 200
LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """A query text with chosen facet values, an order and a page.

    The facets are `search.documents.FACETS`; `order` is "" for the best first, or one of
    `search.documents.ORDERS`.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = ""
    page: int = 1
    page_size: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One guide of a result list.

    `highlights` holds safe HTML with <mark> for title, aliases (the name that matched
    best) and summary; a field in which nothing was found is not there.
    """

    code: str
    source_id: str
    title: str
    url: str
    plain_name: str
    summary: str
    department_key: str
    department_name: str
    topic_names: tuple[str, ...]
    audiences: tuple[str, ...]
    matter_type: str
    facts: Mapping[str, str]
    changed_on: str
    score: float
    highlights: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value one may choose, with the number of hits it would leave."""

    value: str
    label: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResults:
    """A page of hits with facets.

    `notice` tells the reader, in Chinese, of anything unusual: a cut text, ignored
    filters, the reserve engine. `corrected` is the text that was understood when it
    differs from the one typed.
    """

    engine: str
    took_ms: float = 0.0
    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, list[FacetValue]] = field(default_factory=dict)
    notice: str = ""
    corrected: str = ""
    page: int = 1
    page_size: int = 20

    @property
    def page_count(self) -> int:
        """The number of pages, at least one."""
        return max(1, math.ceil(self.total / self.page_size))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion: kind "guide" leads to the guide, "phrase" to a search."""

    text: str
    url: str
    kind: str
