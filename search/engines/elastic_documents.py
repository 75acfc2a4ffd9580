"""Documents, mapping and answers in the form that Elasticsearch has."""

from __future__ import annotations

from typing import Any

from search.documents import (
    EXACT_FIELDS,
    FACET_SEPARATOR,
    FACETS,
    ORDERS,
    TEXT_FIELDS,
    TEXT_ORDERS,
    Document,
)
from search.engines.base import Bucket, merged_buckets
from search.engines.folder import layout_stamp
from search.records import record_as_dict

# Deep pages must not break: the default window ends at 10,000 hits.
RESULT_WINDOW = 1_000_000

INDEX_SETTINGS: dict[str, Any] = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "refresh_interval": "1s",
    "max_result_window": RESULT_WINDOW,
}


def index_mappings() -> dict[str, Any]:
    """Return the mapping: our tokens, the stored record, and values to count."""
    properties: dict[str, Any] = {
        "code": {"type": "keyword"},
        "record": {"type": "object", "enabled": False},
    }
    for name in TEXT_FIELDS:
        properties[name] = {
            "type": "text",
            "analyzer": "whitespace",
            "index_options": "freqs",
        }
    for name in (*EXACT_FIELDS, *FACETS):
        properties[name] = {"type": "keyword", "doc_values": False}
    for name in FACETS:
        properties[f"{name}_count"] = {"type": "keyword"}
    for name in ORDERS:
        kind = "keyword" if name in TEXT_ORDERS else "long"
        properties[f"{name}_order"] = {"type": kind, "index": False}
    return {
        "dynamic": "strict",
        "_meta": layout_stamp(),
        # Nothing else is asked for again; reading it took half of the time of a search.
        "_source": {"includes": ["record"]},
        "properties": properties,
    }


def index_action(document: Document) -> dict[str, Any]:
    """Return the bulk action that stores a document unless a newer one is there."""
    source: dict[str, Any] = {
        "code": document.code,
        "record": record_as_dict(document.record),
    }
    for name, tokens in document.tokens.items():
        source[name] = tokens.split() if name in EXACT_FIELDS else tokens
    for name, values in document.facets.items():
        source[name] = [value for value, _ in values]
        source[f"{name}_count"] = [
            f"{value}{FACET_SEPARATOR}{label}" for value, label in values
        ]
    for name, value in document.orders.items():
        source[f"{name}_order"] = value
    return {
        "_op_type": "index",
        "_id": document.code,
        "version": document.record.version_number,
        "version_type": "external_gte",
        "_source": source,
    }


def delete_action(found: dict[str, Any]) -> dict[str, Any]:
    """Return the bulk action that removes a document found by mget."""
    # The version stays the same, so that the same version may come back later.
    return {
        "_op_type": "delete",
        "_id": found["_id"],
        "version": found["_version"],
        "version_type": "external_gte",
    }


def search_arguments(body: dict[str, Any]) -> dict[str, Any]:
    """Return a search body as keyword arguments; some have other names there."""
    names = {"from": "from_", "_source": "source", "aggs": "aggregations"}
    return {names.get(key, key): value for key, value in body.items()}


def buckets_from(buckets: list[dict[str, Any]]) -> list[Bucket]:
    """Return the buckets of a terms aggregation."""
    counted = []
    for bucket in buckets:
        value, _, label = bucket["key"].partition(FACET_SEPARATOR)
        counted.append((value, label, bucket["doc_count"]))
    return merged_buckets(counted)
