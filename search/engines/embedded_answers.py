"""What the embedded index answers: pages of hits, counts of facets."""

from __future__ import annotations

import json
from collections.abc import Sequence

import tantivy

from search.documents import FACET_SEPARATOR, FACETS
from search.engines.base import Bucket, EngineHit, merged_buckets
from search.engines.embedded_query import TantivyPlan
from search.records import GuideRecord, record_from_dict

_MOST_VALUES = 1000
# Hits read beyond a page, so that equal scores at its end are seldom asked for again.
_SLACK = 64


def page_by_code(
    searcher: tantivy.Searcher, query: tantivy.Query, offset: int, limit: int
) -> tuple[int, list[EngineHit]]:
    """Return the total and one page of hits that no score tells apart."""
    result = searcher.search(
        query,
        limit=limit,
        offset=offset,
        order_by_field="code",
        order=tantivy.Order.Asc,
    )
    hits = [EngineHit(record_of(searcher.doc(at)), 0.0) for _, at in result.hits]
    return result.count, hits


def best_page(
    searcher: tantivy.Searcher, query: tantivy.Query, offset: int, limit: int
) -> tuple[int, list[EngineHit]]:
    """Return the total and one page, equal scores in the order of codes.

    tantivy orders equal scores by their place in the index, which changes with
    updates; so the group of equal scores around a page is read as a whole.
    """
    end = offset + limit
    wanted = end + _SLACK
    while True:
        result = searcher.search(query, limit=wanted)
        found = result.hits
        if len(found) < wanted or found[-1][0] < found[end - 1][0]:
            break
        wanted *= 4
    window = found[offset:end]
    if not window:
        return result.count, []
    top, bottom = window[0][0], window[-1][0]
    first = next(at for at, hit in enumerate(found) if hit[0] <= top)
    group = [
        (-score, searcher.doc(address))
        for score, address in found[first:]
        if score >= bottom
    ]
    group.sort(key=lambda pair: (pair[0], pair[1].get_first("code")))
    page = [
        EngineHit(record_of(stored), -score)
        for score, stored in group[offset - first : end - first]
    ]
    return result.count, page


def facet_counts(
    searcher: tantivy.Searcher, translated: TantivyPlan
) -> dict[str, list[Bucket]]:
    """Count each facet under the filters of the others.

    All facets of which nothing is chosen have the same filters: one look does.
    """
    free = tuple(name for name in FACETS if not translated.plan.filters.get(name))
    counted = counts(searcher, translated.counted(), free) if free else {}
    for name in FACETS:
        if name not in free:
            others = translated.counted(without=name)
            counted |= counts(searcher, others, (name,))
    return {name: counted[name] for name in FACETS}


def counts(
    searcher: tantivy.Searcher, query: tantivy.Query, names: Sequence[str]
) -> dict[str, list[Bucket]]:
    """Return the values of facets with the number of hits of each."""
    answer = searcher.aggregate(
        query,
        {
            name: {"terms": {"field": f"{name}_count", "size": _MOST_VALUES}}
            for name in names
        },
    )
    found = {}
    for name in names:
        counted = []
        for bucket in answer[name]["buckets"]:
            value, _, label = str(bucket["key"]).partition(FACET_SEPARATOR)
            counted.append((value, label, int(bucket["doc_count"])))
        found[name] = merged_buckets(counted)
    return found


def record_of(stored: tantivy.Document) -> GuideRecord:
    """Return the record that a document of the index holds."""
    return record_from_dict(json.loads(bytes(stored.get_first("record"))))
