"""The embedded index's schema, and documents in its form."""

from __future__ import annotations

import json
from functools import lru_cache

import tantivy

from search.documents import (
    EXACT_FIELDS,
    FACET_SEPARATOR,
    FACETS,
    ORDERS,
    TEXT_FIELDS,
    TEXT_ORDERS,
    Document,
)
from search.records import record_as_dict


@lru_cache(maxsize=1)
def schema() -> tantivy.Schema:
    """Return the fields: our tokens, the stored record, and values to count."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(
        "code", stored=True, fast=True, tokenizer_name="raw", index_option="basic"
    )
    builder.add_bytes_field("record", stored=True, indexed=False)
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in EXACT_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
        builder.add_text_field(
            f"{name}_count", fast=True, tokenizer_name="raw", index_option="basic"
        )
    for name in ORDERS:
        if name in TEXT_ORDERS:
            builder.add_text_field(
                f"{name}_order", fast=True, tokenizer_name="raw", index_option="basic"
            )
        else:
            builder.add_unsigned_field(f"{name}_order", fast=True)
    return builder.build()


_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def tantivy_document(document: Document) -> tantivy.Document:
    """Return a document ready to be added."""
    made = tantivy.Document()
    made.add_text("code", document.code)
    stored = _to_json(record_as_dict(document.record))
    made.add_bytes("record", stored.encode("utf-8"))
    for name, tokens in document.tokens.items():
        made.add_text(name, tokens)
    for name, values in document.facets.items():
        for value, label in values:
            made.add_text(name, value)
            made.add_text(f"{name}_count", f"{value}{FACET_SEPARATOR}{label}")
    for name, place in document.orders.items():
        if isinstance(place, str):
            made.add_text(f"{name}_order", place)
        else:
            made.add_unsigned(f"{name}_order", place)
    return made
