"""Turn search results into what the page and the JSON answer show."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _, gettext_lazy
from markupsafe import Markup

from portal.finding.criteria import Criteria, address
from portal.finding.variants import Group, grouped
from portal.publishing.facts import FACT_ORDER
from portal.theming.contexts import Link
from portal.theming.paging import page_window
from search.requests import LONGEST_TEXT, FacetValue, Hit, SearchResults

FACET_LABELS: Final = {
    "department": gettext_lazy("部门"),
    "topic": gettext_lazy("主题"),
    "audience": gettext_lazy("办理对象"),
}
FACET_VALUES_SHOWN: Final = 8
HEADING_LENGTH: Final = 40

_MARK: Final = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)

Json = dict[str, Any]


def page_of(criteria: Criteria, results: SearchResults) -> Json:
    """Return the context of the page of results."""
    first = (results.page - 1) * results.page_size + 1
    window = page_window(
        results.page, results.page_count, lambda number: address(criteria, page=number)
    )
    heading = _heading(criteria, results)
    return {
        "page": {
            "title": heading,
            "description": _("搜索云溪区的办事指南。"),
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
            _facet(name, results.facets[name]) for name in _facet_names(results)
        ],
        "hits": [_shown_group(group) for group in grouped(results.hits)],
        "near": [],
        "straight": [],
        "popular": [],
        "told": "",
        "filters": [
            (name, value)
            for name, values in criteria.filters.items()
            for value in values
        ],
        "page_number": results.page,
        "first_number": first,
        "order_note": _("第 %(first)s 到 %(last)s 条，最相关的排在前面。")
        % {"first": first, "last": first + len(results.hits) - 1},
        "pages": window["pages"],
        "previous_url": window["previous"],
        "next_url": window["next"],
    }


def json_of(criteria: Criteria, results: SearchResults) -> Json:
    """Return the results for machines: the same hits, facets and remarks."""
    return {
        "query": criteria.text,
        "engine": results.engine,
        "took_ms": results.took_ms,
        "total": results.total,
        "page": results.page,
        "pages": results.page_count,
        "corrected": results.corrected,
        "remarks": [*criteria.remarks, *filter(None, [results.notice])],
        "hits": [
            {
                "code": hit.code,
                "source_id": hit.source_id,
                "title": hit.title,
                "url": hit.url,
                "summary": hit.summary,
                "department": hit.department_name,
                "facts": dict(hit.facts),
                "score": hit.score,
            }
            for hit in results.hits
        ],
        "facets": {
            name: [
                {
                    "value": value.value,
                    "label": value.label,
                    "count": value.count,
                    "selected": value.selected,
                }
                for value in values
            ]
            for name, values in results.facets.items()
        },
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


def value_label(facet: str, value: FacetValue) -> str:
    """Return a facet value's label; persons and companies share some topic names."""
    if facet == "topic" and value.value.startswith("company:"):
        return _("%(topic)s（企业）") % {"topic": value.label}
    return value.label


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


def _facet_names(results: SearchResults) -> list[str]:
    return [name for name in FACET_LABELS if results.facets.get(name)]


def _facet(name: str, values: Sequence[FacetValue]) -> Json:
    choices = [_choice(name, value) for value in values]
    # Chosen values stay in view however few hits they have.
    shown = [
        choice
        for place, choice in enumerate(choices)
        if place < FACET_VALUES_SHOWN or choice["selected"]
    ]
    return {
        "name": name,
        "label": FACET_LABELS[name],
        "choices": shown,
        "more": [choice for choice in choices if choice not in shown],
    }


def _choice(name: str, value: FacetValue) -> Json:
    return {
        "value": value.value,
        "label": value_label(name, value),
        "count": value.count,
        "selected": value.selected,
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


def _shown_group(group: Group) -> Json:
    variants = [Link(url=hit.url, name=hit.title) for hit in group.variants]
    return {**_shown(group.hit), "variants": variants}


def _shown(hit: Hit) -> Json:
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
        "meta": [*facts, hit.department_name],
    }
