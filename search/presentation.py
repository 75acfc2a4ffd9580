"""From what an engine found to what a page shows."""

from __future__ import annotations

from collections.abc import Mapping

from search.documents import FACETS, all_names
from search.engines.base import Bucket, EngineHit
from search.highlight import highlighted, marked_characters
from search.lexicon import Lexicon
from search.plan.model import Plan
from search.requests import FacetValue, Hit


def hit_from(found: EngineHit, plan: Plan, lexicon: Lexicon) -> Hit:
    """Return a hit with its highlights."""
    record = found.record
    return Hit(
        code=record.code,
        source_id=record.source_id,
        title=record.title,
        url=record.url,
        plain_name=record.plain_name,
        summary=record.summary,
        department_key=record.department_key,
        department_name=record.department_name,
        topic_names=record.topic_names,
        audiences=record.audiences,
        matter_type=record.matter_type,
        facts=record.facts,
        changed_on=record.changed_on,
        score=round(found.score, 4),
        highlights=_highlights(found, plan, lexicon),
    )


def _highlights(found: EngineHit, plan: Plan, lexicon: Lexicon) -> dict[str, str]:
    record = found.record
    names = all_names(record, lexicon)
    best = max(names, key=lambda name: marked_characters(name, plan), default="")
    marked = {
        "title": highlighted(record.title, plan),
        "aliases": highlighted(best, plan),
        "summary": highlighted(record.summary, plan),
    }
    return {field: html for field, html in marked.items() if html}


def facet_values(
    facets: Mapping[str, list[Bucket]],
    filters: Mapping[str, tuple[str, ...]],
    labels: Mapping[str, Mapping[str, str]],
) -> dict[str, list[FacetValue]]:
    """Return the values of each facet, the chosen ones always among them."""
    return {
        name: _values(facets.get(name, []), filters.get(name, ()), labels.get(name, {}))
        for name in FACETS
    }


def _values(
    buckets: list[Bucket], chosen: tuple[str, ...], labels: Mapping[str, str]
) -> list[FacetValue]:
    values = [
        FacetValue(bucket.value, bucket.label, bucket.count, bucket.value in chosen)
        for bucket in buckets
    ]
    present = {bucket.value for bucket in buckets}
    values.extend(
        FacetValue(value, labels.get(value, value), 0, selected=True)
        for value in chosen
        if value not in present
    )
    return values
