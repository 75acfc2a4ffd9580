"""What the embedded index answers: pages of hits, counts of facets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import tantivy

from search.documents import FACET_SEPARATOR, FACETS, ORDERS
from search.engines.base import Bucket, EngineHit, merged_buckets
from search.engines.embedded_query import TantivyPlan
from search.engines.embedded_records import ReadRecord, StoredRecord

_MOST_VALUES = 1000
# Hits read beyond a page, so that equal scores at its end are seldom asked for again.
_SLACK = 64


def page_of_hits(
    searcher: tantivy.Searcher,
    read: ReadRecord,
    translated: TantivyPlan,
    offset: int,
    limit: int,
) -> tuple[int, list[EngineHit]]:
    """Return the total and one page in the order that the plan names."""
    plan = translated.plan
    if plan.everything and not plan.order:
        total, found = _page_by_code(searcher, translated.counted(), offset, limit)
        return total, [EngineHit(read(address).record, 0.0) for address in found]
    # What is sorted by something else needs no score.
    query = translated.counted() if plan.order else translated.ranked()
    return _sorted_page(searcher, read, query, plan.order, offset, limit)


def _page_by_code(
    searcher: tantivy.Searcher, query: tantivy.Query, offset: int, limit: int
) -> tuple[int, list[tantivy.DocAddress]]:
    """Return the total and where one page of hits is that no score tells apart."""
    result = searcher.search(
        query,
        limit=limit,
        offset=offset,
        order_by_field="code",
        order=tantivy.Order.Asc,
    )
    return result.count, [address for _code, address in result.hits]


def _sorted_page(
    searcher: tantivy.Searcher,
    read: ReadRecord,
    query: tantivy.Query,
    order: str,
    offset: int,
    limit: int,
) -> tuple[int, list[EngineHit]]:
    """Return the total and one page, equal hits in the order of codes.

    tantivy orders equal hits by their place in the index, which changes with
    updates; so the groups of equal hits around a page are read as a whole.
    """
    ordering = _ordering(order)
    # Room for more hits than there are documents would cost memory for nothing.
    most = max(searcher.num_docs, 1)
    end = min(offset + limit, most)
    if offset >= end:
        return searcher.search(query, limit=1, **ordering).count, []
    wanted = min(end + _SLACK, most)
    while True:
        result = searcher.search(query, limit=wanted, **ordering)
        found = result.hits
        if len(found) < wanted or wanted == most or found[-1][0] != found[end - 1][0]:
            break
        wanted = min(wanted * 4, most)
    window = found[offset:end]
    if not window:
        return result.count, []
    top, bottom = window[0][0], window[-1][0]
    first = next(at for at, hit in enumerate(found) if hit[0] == top)
    last = next(at for at in range(len(found), 0, -1) if found[at - 1][0] == bottom)
    ordered: list[tuple[float, StoredRecord]] = []
    for key, group in groupby(found[first:last], key=lambda hit: hit[0]):
        score = 0.0 if order else float(key)
        same = sorted(
            (read(address) for _key, address in group), key=lambda each: each.code
        )
        ordered += ((score, stored) for stored in same)
    page = [
        EngineHit(stored.record, score)
        for score, stored in ordered[offset - first : end - first]
    ]
    return result.count, page


def _ordering(order: str) -> dict[str, Any]:
    """Return the arguments that sort hits by something else than their score."""
    if not order:
        return {}
    way = tantivy.Order.Desc if ORDERS[order] else tantivy.Order.Asc
    return {"order_by_field": f"{order}_order", "order": way}


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
