"""What a search comes to: the page of results and everything that leads on from it.

The page, its JSON and the read API show the same outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from portal.finding.criteria import PAGE_SIZE, Criteria, address
from portal.finding.leads import (
    near_phrases,
    pinned_hits,
    popular_texts,
    straight_links,
)
from portal.finding.nearby import TopicLink, nearest_topics, published_topics
from portal.finding.query_log import query_log
from portal.finding.variants import Group, grouped
from portal.theming.contexts import Link
from search.service import Hit, SearchRequest, SearchResults, search

_NOTHING: Final = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The answer to criteria.

    `criteria.page` is the page that is shown. `pinned` holds the codes of guides that
    staff put first. `straight` leads to an office, a hall or the guide of a code; `near`
    are phrases that were perhaps meant, `topics` and `popular` ways on, all three for a
    search without results.
    """

    criteria: Criteria
    results: SearchResults
    pinned: frozenset[str] = frozenset()
    straight: Sequence[Link] = _NOTHING
    near: Sequence[Link] = _NOTHING
    topics: Sequence[TopicLink] = _NOTHING
    popular: Sequence[Link] = _NOTHING

    @property
    def groups(self) -> list[Group]:
        """The hits in their order, variants of one matter together."""
        if self.criteria.order:
            return [Group(hit) for hit in self.results.hits]
        return grouped(self.results.hits)


def outcome_of(criteria: Criteria, *, page_size: int = PAGE_SIZE) -> Outcome:
    """Search, count the search without the person, and find the ways on.

    Raises:
        SearchError: no engine answers.
    """
    first_page = criteria.page == 1
    criteria, results = _found(criteria, page_size)
    learns = settings.SEARCH_LEARNS
    if learns and criteria.text and first_page:
        query_log.note_search(
            criteria.text, total=results.total, took_ms=results.took_ms
        )
    results, pinned = _with_pins(criteria, results) if learns else (results, _NOTHING)
    made = Outcome(criteria=criteria, results=results, pinned=frozenset(pinned))
    if learns:
        made = replace(made, straight=straight_links(criteria.text, results.hits))
    if results.hits:
        return made
    return replace(
        made,
        near=_searches(near_phrases(criteria.text)),
        topics=nearest_topics(criteria.text, published_topics()),
        popular=_searches(popular_texts()) if learns else _NOTHING,
    )


def _found(criteria: Criteria, page_size: int) -> tuple[Criteria, SearchResults]:
    """Return the results; a page after the last one becomes the last one."""
    results = _asked(criteria, page_size)
    if criteria.page <= results.page_count:
        return criteria, results
    remark = _("没有第 %(page)s 页，这里显示的是最后一页。") % {"page": criteria.page}
    last = replace(
        criteria,
        page=results.page_count,
        remarks=(*criteria.remarks, remark) if results.total else criteria.remarks,
    )
    return last, _asked(last, page_size)


def _asked(criteria: Criteria, page_size: int) -> SearchResults:
    return search(
        SearchRequest(
            text=criteria.text,
            filters=criteria.filters,
            order=criteria.order,
            page=criteria.page,
            page_size=page_size,
        )
    )


def _with_pins(
    criteria: Criteria, results: SearchResults
) -> tuple[SearchResults, Iterable[str]]:
    """Put the guides that staff pinned to the text first on its first page."""
    if criteria.page > 1 or criteria.filters or criteria.order:
        return results, _NOTHING
    pins: list[Hit] = pinned_hits(criteria.text)
    codes = {hit.code for hit in pins}
    others = [hit for hit in results.hits if hit.code not in codes]
    added = len(pins) + len(others) - len(results.hits)
    total = results.total + added
    return replace(results, hits=(*pins, *others), total=total), codes


def _searches(texts: Iterable[str]) -> list[Link]:
    return [Link(url=address(Criteria(text=text)), name=text) for text in texts]
