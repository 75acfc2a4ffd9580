"""Search over two engines: plan once, ask the cluster, fall back to the folder."""

from __future__ import annotations

import logging
import time
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext as _

from search.breaker import Breaker
from search.documents import (
    FACET_LABELS,
    FACETS,
    ORDERS,
    Document,
    DocumentMaker,
)
from search.engines.base import Bucket, Engine, EngineResult
from search.engines.embedded import EmbeddedEngine
from search.engines.folder import LAYOUT
from search.errors import (
    IndexMissing,
    SearchConfigError,
    SearchError,
    SearchUnavailable,
)
from search.kept import KeptAnswers
from search.lexicon import Lexicon, default_lexicon
from search.locks import file_lock
from search.plan.model import Plan
from search.planning import Planner
from search.presentation import facet_values, hit_from
from search.records import GuideRecord
from search.requests import (
    LARGEST_PAGE,
    LONGEST_TEXT,
    FacetValue,
    SearchRequest,
    SearchResults,
    Suggestion,
)
from search.staff_words import StaffWords
from search.state import SearchState
from search.suggestions import guide_suggestions, index_prefix, phrase_suggestions
from search.tokens.normalise import compact
from search.weights import Weights

if TYPE_CHECKING:
    from search.engines.elastic import ElasticEngine

logger = logging.getLogger(__name__)

_LOCK = "service.lock"
_WRITTEN = "service.written"
_LOCK_SECONDS = 120.0
_SUGGESTION_CANDIDATES = 40


class PortalSearch:
    """The embedded engine, and a cluster in front of it if there is one."""

    def __init__(
        self,
        *,
        embedded: EmbeddedEngine,
        cluster: ElasticEngine | None = None,
        lexicon: Lexicon | None = None,
        weights: Weights | None = None,
        breaker: Breaker | None = None,
        kept: KeptAnswers | None = None,
    ) -> None:
        self.embedded = embedded
        self.cluster = cluster
        self._given_lexicon = lexicon
        self._weights = weights
        self._breaker = breaker or Breaker()
        self._kept = kept
        self._planner: Planner | None = None
        self.staff_words = StaffWords(
            base=lambda: lexicon or default_lexicon(),
            make=lambda known: Planner(known, weights),
        )
        self._patient: ElasticEngine | None = None

    @property
    def engine_name(self) -> str:
        """The name of the engine that is asked first."""
        return self.cluster.name if self.cluster else self.embedded.name

    def engine(self, name: str) -> Engine:
        """Return an engine by name, the cluster with more time than a page gives it.

        Raises:
            SearchConfigError: the settings name no such engine.
        """
        if name == self.embedded.name:
            return self.embedded
        if self.cluster is not None and name == self.cluster.name:
            if self._patient is None:
                self._patient = self.cluster.patient()
            return self._patient
        raise SearchConfigError(
            f"Search engine '{name}' is not configured; expected "
            f"'{self.embedded.name}', or 'elasticsearch' with PORTAL_SEARCH_URL set to "
            f"elasticsearch://host:port/alias."
        )

    def state(self) -> SearchState:
        """Look at every engine, also at one that is left alone now."""
        engines = [self.embedded.state()]
        if self.cluster is not None:
            engines.insert(0, self.cluster.state())
        return SearchState(
            engines=tuple(engines),
            layout=LAYOUT,
            resting_seconds=self._breaker.resting_seconds(),
        )

    def with_weights(self, weights: Weights) -> PortalSearch:
        """Return a search over the same engines that ranks with other weights."""
        return PortalSearch(
            embedded=self.embedded,
            cluster=self.cluster,
            lexicon=self._given_lexicon,
            weights=weights,
        )

    def warm_up(self) -> None:
        """Load the dictionaries."""
        self._plan("身份证 sfz shenfenzheng", {})

    def search(self, request: SearchRequest, *, engine: str = "") -> SearchResults:
        """Return a page of hits; `engine` asks one engine only, without falling back."""
        started = time.perf_counter()
        if engine or self._kept is None:
            results = self._answer(request, engine)
        else:
            results = self._kept_answer(self._kept, request)
        took = round((time.perf_counter() - started) * 1000, 2)
        return replace(results, took_ms=took)

    def _kept_answer(self, kept: KeptAnswers, request: SearchRequest) -> SearchResults:
        """Return the answer to the same question, if it still is the answer."""
        try:
            key = self._key(request)
        except IndexMissing:
            return self._answer(request, "")
        results = kept.get(key)
        if results is None:
            results = self._answer(request, "")
            # What the reserve answers is no longer wanted when the cluster is back.
            if results.engine == self.engine_name:
                kept.put(key, results)
        return results

    def _key(self, request: SearchRequest) -> Hashable:
        """Return all that an answer depends on: question, words, language, index."""
        filters = tuple(sorted(request.filters.items()))
        asked = request.text, filters, request.order, request.page, request.page_size
        words = self._loaded_planner(), get_language()
        return asked, words, self.embedded.commit(), self._last_written()

    def _answer(self, request: SearchRequest, engine: str) -> SearchResults:
        page_size = min(max(request.page_size, 1), LARGEST_PAGE)
        page = max(request.page, 1)
        text = request.text.strip()
        notices = []
        if len(text) > LONGEST_TEXT:
            text = text[:LONGEST_TEXT]
            notices.append(
                _("检索词太长，只按前 %(limit)d 个字检索。") % {"limit": LONGEST_TEXT}
            )
        filters, ignored = self._known_filters(request)
        notices.extend(ignored)
        name, result, plan = engine or self.engine_name, EngineResult(), Plan()
        if compact(text) or filters:
            order = request.order if request.order in ORDERS else ""
            plan = replace(self._plan(text, filters), order=order)
        else:
            notices.append(_("请输入要办的事，例如“身份证补办”“开饭店”“社保转移”。"))
        if not plan.empty and not plan.unanswerable:
            offset = (page - 1) * page_size
            name, result = self._ask(plan, offset, page_size, engine)
        if name != (engine or self.engine_name):
            notices.append(
                _("当前使用备用检索：主检索服务暂时没有响应，结果不受影响。")
            )
        hits = tuple(hit_from(hit, plan, self._lexicon) for hit in result.hits)
        return SearchResults(
            engine=name,
            total=result.total,
            hits=hits,
            facets=facet_values(result.facets, filters, self._labels(filters)),
            notice="".join(notices),
            corrected=plan.corrected,
            page=page,
            page_size=page_size,
        )

    def values(self) -> dict[str, list[FacetValue]]:
        """Return every value of every facet with the number of guides that have it.

        The embedded index knows, and counts once for each of its commits; there are none
        while there is no such index.
        """
        return facet_values(self._buckets(), {}, {})

    def suggest(self, text: str, *, limit: int = 8) -> list[Suggestion]:
        """Return completions, guides first, from the embedded index."""
        typed = compact(text[:LONGEST_TEXT])
        if not typed or limit < 1:
            return []
        records = self.embedded.suggest(
            index_prefix(typed), limit=_SUGGESTION_CANDIDATES
        )
        book = self._loaded_planner().phrasebook
        phrases = phrase_suggestions(typed, self._lexicon, book)
        guides = guide_suggestions(typed, records, self._lexicon)
        room = max(limit - len(phrases), 1)
        # Letters stand for a word first, so the word is offered before single guides.
        found = phrases + guides[:room] if typed.isascii() else guides[:room] + phrases
        return found[:limit]

    def index_records(self, records: Iterable[GuideRecord]) -> int:
        """Add or replace records, the embedded index first."""
        with self._writing():
            kept = list(records)
            written = self.embedded.index(self._documents(kept))
            if self.cluster is not None:
                self.cluster.index(self._documents(kept))
        logger.info("search records indexed", extra={"written": written})
        return written

    def delete_codes(self, codes: Iterable[str]) -> int:
        """Remove guides by code, from the embedded index first."""
        with self._writing():
            wanted = list(codes)
            removed = self.embedded.delete(wanted)
            if self.cluster is not None:
                self.cluster.delete(wanted)
        logger.info("search records deleted", extra={"removed": removed})
        return removed

    def rebuild(self, records: Iterable[GuideRecord]) -> int:
        """Make new indexes of all records, the embedded one first."""
        started = time.perf_counter()
        with self._writing():
            kept = list(records)
            count = self.embedded.rebuild(self._documents(kept))
            if self.cluster is not None:
                self.cluster.rebuild(self._documents(kept))
        seconds = round(time.perf_counter() - started, 2)
        logger.info("search rebuilt", extra={"records": count, "seconds": seconds})
        return count

    @property
    def _lexicon(self) -> Lexicon:
        edited = self.staff_words.current()
        if edited is not None:
            return edited[0]
        return self._given_lexicon or default_lexicon()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with file_lock(self._folder / _LOCK, seconds=_LOCK_SECONDS):
            try:
                yield
            finally:
                # The cluster took it after the embedded index: answers kept between the
                # two are of the past. On a full disk they end by their age.
                if self.cluster is not None:
                    with suppress(OSError):
                        (self._folder / _WRITTEN).touch()

    def _last_written(self) -> int:
        """Return another number after each write to the cluster."""
        if self.cluster is None:
            return 0
        try:
            return (self._folder / _WRITTEN).stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    @property
    def _folder(self) -> Path:
        return self.embedded.folder.root

    def _documents(self, records: Iterable[GuideRecord]) -> Iterable[Document]:
        return map(DocumentMaker(self._lexicon).document, records)

    def _plan(self, text: str, filters: dict[str, tuple[str, ...]]) -> Plan:
        planner = self._loaded_planner()
        try:
            knows = self.embedded.vocabulary()
        except IndexMissing:
            # The cluster may still answer; the lexicon's words have to do then.
            knows = planner.phrasebook.occurs
        return planner.plan(text, filters, knows)

    def _loaded_planner(self) -> Planner:
        edited = self.staff_words.current()
        if edited is not None:
            return edited[1]
        if self._planner is None:
            self._planner = Planner(self._lexicon, self._weights)
        return self._planner

    def _ask(
        self, plan: Plan, offset: int, limit: int, only: str
    ) -> tuple[str, EngineResult]:
        if only:
            found = self.engine(only).search(plan, offset=offset, limit=limit)
            return only, found
        if self.cluster is not None and self._breaker.allows():
            try:
                result = self.cluster.search(plan, offset=offset, limit=limit)
            except SearchError as err:
                self._breaker.failed()
                logger.warning("search fell back", extra={"reason": str(err)})
            else:
                self._breaker.succeeded()
                return self.cluster.name, result
        try:
            result = self.embedded.search(plan, offset=offset, limit=limit)
        except IndexMissing as err:
            if self.cluster is None:
                raise
            raise SearchUnavailable(
                f"Elasticsearch does not answer and there is no reserve: {err}"
            ) from err
        return self.embedded.name, result

    def _labels(self, filters: dict[str, tuple[str, ...]]) -> dict[str, dict[str, str]]:
        """Return labels of the values of chosen facets; only they may need them."""
        if not filters:
            return {}
        return {
            name: {bucket.value: bucket.label for bucket in buckets}
            for name, buckets in self._buckets().items()
            if name in filters
        }

    def _buckets(self) -> dict[str, list[Bucket]]:
        try:
            return self.embedded.values()
        except IndexMissing:
            return {}

    def _known_filters(
        self, request: SearchRequest
    ) -> tuple[dict[str, tuple[str, ...]], list[str]]:
        """Return the filters that can be applied, and a notice for each other value."""
        chosen = {name: values for name, values in request.filters.items() if values}
        if not chosen:
            return {}, []
        labels = self._labels(chosen)
        filters: dict[str, tuple[str, ...]] = {}
        notices = []
        for name, values in chosen.items():
            if name not in FACETS:
                notices.append(_("没有“%(name)s”这种筛选，已忽略。") % {"name": name})
                continue
            known = tuple(
                value for value in values if not labels or value in labels[name]
            )
            if known:
                filters[name] = known
            notices.extend(
                _("筛选条件“%(facet)s：%(value)s”不存在，已忽略。")
                % {"facet": FACET_LABELS[name], "value": value}
                for value in values
                if value not in known
            )
        return filters, notices
