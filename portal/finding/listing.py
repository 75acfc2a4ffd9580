"""Turn search results into what the page and the JSON answer show."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from django.utils.translation import gettext as _, gettext_lazy
from markupsafe import Markup

from portal.finding.criteria import Criteria, address
from portal.finding.labels import value_label
from portal.finding.outcome import Outcome
from portal.finding.variants import Group
from portal.publishing.facts import FACT_ORDER
from portal.theming.contexts import Link
from portal.theming.paging import page_window
from search.documents import FACET_LABELS
from search.requests import (
    LONGEST_TEXT,
    FacetValue,
    Hit,
    SearchResults,
    Suggestion,
)
from search.suggestions import GUIDE, PHRASE

FACET_VALUES_SHOWN: Final = 6
HEADING_LENGTH: Final = 40
_ORDER_LABELS: Final = {
    "": gettext_lazy("最相关"),
    "limit": gettext_lazy("办得最快"),
    "changed": gettext_lazy("最近更新"),
    "name": gettext_lazy("名称"),
}

_MARK: Final = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)

Json = dict[str, Any]


def page_of(outcome: Outcome) -> Json:
    """Return the context of the page of results."""
    criteria, results = outcome.criteria, outcome.results
    first = (results.page - 1) * results.page_size + 1
    window = page_window(
        results.page, results.page_count, lambda number: address(criteria, page=number)
    )
    heading = _heading(criteria, results)
    return {
        "page": {
            "title": heading,
            "description": _(
                "用日常的说法搜索办事指南，再按部门、主题和办理方式缩小范围。"
            ),
            "column": _("政务服务"),
            "column_type": _("办事服务"),
            "noindex": True,
        },
        "heading": heading,
        "shown_text": criteria.text[:LONGEST_TEXT],
        "asked": criteria.asks_something,
        "understood": results.corrected if results.total else "",
        "remarks": [*criteria.remarks, *filter(None, [results.notice])],
        "chosen": _chosen(criteria, results),
        "unfiltered_url": address(Criteria(text=criteria.text)),
        "facets": [
            _facet(criteria, name, results.facets[name])
            for name in FACET_LABELS
            if results.facets.get(name)
        ],
        "orders": [
            {
                "name": label,
                "url": address(criteria, order=name),
                "current": name == criteria.order,
            }
            for name, label in _ORDER_LABELS.items()
        ],
        "order": criteria.order,
        "hits": [
            _shown_group(group, dated=criteria.order == "changed")
            for group in outcome.groups
        ],
        "near": outcome.near,
        "straight": outcome.straight,
        "topics": outcome.topics,
        "popular": outcome.popular,
        "told": "",
        "filters": [
            (name, value)
            for name, values in criteria.filters.items()
            for value in values
        ],
        "page_number": results.page,
        "first_number": first,
        "order_note": _("第 %(first)s 到 %(last)s 条。")
        % {"first": first, "last": first + len(results.hits) - 1},
        "pages": window["pages"],
        "previous_url": window["previous"],
        "next_url": window["next"],
    }


def json_of(outcome: Outcome) -> Json:
    """Return the results for machines: the same hits, facets, remarks and ways on."""
    criteria, results = outcome.criteria, outcome.results
    under = {
        variant.code: group.hit.code
        for group in outcome.groups
        for variant in group.variants
    }
    return {
        "query": criteria.text,
        "engine": results.engine,
        "took_ms": results.took_ms,
        "total": results.total,
        "page": results.page,
        "pages": results.page_count,
        "sort": criteria.order,
        "corrected": results.corrected,
        "remarks": [*criteria.remarks, *filter(None, [results.notice])],
        "hits": [
            _hit_json(hit)
            | {
                "pinned": hit.code in outcome.pinned,
                "variant_of": under.get(hit.code, ""),
            }
            for hit in results.hits
        ],
        "facets": {
            name: [
                {
                    "value": value.value,
                    "label": value_label(name, value),
                    "count": value.count,
                    "selected": value.selected,
                }
                for value in values
            ]
            for name, values in results.facets.items()
        },
        "straight": [dict(link) for link in outcome.straight],
        "near": [dict(link) for link in outcome.near],
        "popular": [dict(link) for link in outcome.popular],
        "topics": [asdict(topic) for topic in outcome.topics],
    }


def suggestions_json(suggestions: Iterable[Suggestion]) -> Json:
    """Return completions for machines."""
    labels = {GUIDE: _("办事指南"), PHRASE: _("搜索")}
    return {
        "suggestions": [
            {
                "text": suggestion.text,
                "url": suggestion.url,
                "kind": suggestion.kind,
                "kind_label": labels.get(suggestion.kind, ""),
            }
            for suggestion in suggestions
        ]
    }


def marked(highlight: str) -> Markup:
    """Return a highlight as markup of which only `<mark>` is left in force."""
    parts: list[Markup] = []
    at = 0
    for found in _MARK.finditer(highlight):
        parts.append(_text(highlight[at : found.start()]))
        parts.append(Markup("<mark>{}</mark>").format(html.unescape(found.group(1))))
        at = found.end()
    parts.append(_text(highlight[at:]))
    return Markup("").join(parts)


def _hit_json(hit: Hit) -> Json:
    return {
        "code": hit.code,
        "source_id": hit.source_id,
        "title": hit.title,
        "plain_name": hit.plain_name,
        "url": hit.url,
        "data": f"{hit.url}index.json",
        "summary": hit.summary,
        "department": hit.department_name,
        "department_key": hit.department_key,
        "facts": dict(hit.facts),
        "changed_on": hit.changed_on,
        "highlights": dict(hit.highlights),
        "score": hit.score,
    }


def _text(escaped: str) -> Markup:
    return Markup("{}").format(html.unescape(escaped))


def _heading(criteria: Criteria, results: SearchResults) -> str:
    text = criteria.text
    if len(text) > HEADING_LENGTH:
        text = text[:HEADING_LENGTH] + "…"
    values = {"text": text, "total": results.total}
    if not criteria.asks_something:
        return _("搜索办事指南")
    if not text:
        return _("按筛选找到 %(total)s 条") % values
    if not results.total:
        return _("没有找到“%(text)s”") % values
    return _("搜“%(text)s”，共 %(total)s 条") % values


def _facet(criteria: Criteria, name: str, values: Sequence[FacetValue]) -> Json:
    choices = [_choice(criteria, name, value) for value in values]
    # Chosen values stay in view however few hits they have.
    shown = [
        choice
        for place, choice in enumerate(choices)
        if place < FACET_VALUES_SHOWN or choice["selected"]
    ]
    return {
        "label": FACET_LABELS[name],
        "choices": shown,
        "more": [choice for choice in choices if choice not in shown],
    }


def _choice(criteria: Criteria, name: str, value: FacetValue) -> Json:
    pair = (name, value.value)
    return {
        "label": value_label(name, value),
        "count": value.count,
        "selected": value.selected,
        "url": address(criteria, without=pair)
        if value.selected
        else address(criteria, adding=pair),
    }


def _chosen(criteria: Criteria, results: SearchResults) -> list[Mapping[str, str]]:
    labels = {
        (name, value.value): value_label(name, value)
        for name, values in results.facets.items()
        for value in values
        if value.selected
    }
    return [
        {"label": labels[name, value], "url": address(criteria, without=(name, value))}
        for name, values in criteria.filters.items()
        for value in values
        if (name, value) in labels
    ]


def _shown_group(group: Group, *, dated: bool) -> Json:
    variants = [Link(url=hit.url, name=hit.title) for hit in group.variants]
    return {**_shown(group.hit, dated=dated), "variants": variants}


def _shown(hit: Hit, *, dated: bool) -> Json:
    changed = []
    if dated and hit.changed_on:
        changed.append(_("%(day)s 更新") % {"day": hit.changed_on})
    summary = hit.highlights.get("summary")
    facts = [hit.facts[name] for name in FACT_ORDER if hit.facts.get(name)]
    return {
        "url": hit.url,
        "title": marked(hit.highlights["title"])
        if "title" in hit.highlights
        else hit.title,
        "also": marked(hit.highlights["aliases"])
        if "title" not in hit.highlights and "aliases" in hit.highlights
        else "",
        "summary": marked(summary) if summary else hit.summary,
        "meta": [*facts, hit.department_name, *changed],
    }
