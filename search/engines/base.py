"""What every engine does, and the values it answers with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from search.documents import Document
from search.plan.model import Plan
from search.records import GuideRecord


@dataclass(frozen=True, slots=True)
class Bucket:
    """One value of a facet with the number of hits that have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class EngineHit:
    """A record that matched and its score; scores of two engines do not compare."""

    record: GuideRecord
    score: float


@dataclass(frozen=True, slots=True)
class EngineResult:
    """A page of hits, best first and by code where scores are equal.

    `facets` counts the hits of each value under the filters of the *other* facets, so
    that choosing one value leaves the others in view.
    """

    total: int = 0
    hits: tuple[EngineHit, ...] = ()
    facets: dict[str, list[Bucket]] = field(default_factory=dict)


class Engine(Protocol):
    """A search engine: the embedded one and Elasticsearch."""

    name: str

    def search(self, plan: Plan, *, offset: int, limit: int) -> EngineResult:
        """Return the hits of a plan.

        Raises:
            SearchUnavailable: the engine does not answer in time.
            IndexMissing: there is no usable index.
        """
        ...

    def suggest(self, prefix: str, *, limit: int) -> list[GuideRecord]:
        """Return records one of whose names begins with a compact prefix."""
        ...

    def index(self, documents: Iterable[Document]) -> int:
        """Add or replace documents; a document older than the stored one is left out.

        Returns:
            The number of documents written.
        """
        ...

    def delete(self, codes: Iterable[str]) -> int:
        """Remove documents by code; unknown codes are no error."""
        ...

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Make a new index of all documents and switch to it at once."""
        ...


def merged_buckets(counted: Iterable[tuple[str, str, int]]) -> list[Bucket]:
    """Return buckets by value, most hits first.

    For a while after a rename one value has two labels; the more frequent one stays.
    """
    totals: dict[str, int] = {}
    labels: dict[str, tuple[int, str]] = {}
    for value, label, count in counted:
        totals[value] = totals.get(value, 0) + count
        labels[value] = max(labels.get(value, (0, "")), (count, label))
    buckets = [
        Bucket(value, labels[value][1], count) for value, count in totals.items()
    ]
    return sorted(buckets, key=lambda bucket: (-bucket.count, bucket.value))
