"""The Elasticsearch engine: an alias in front of one index, rebuilt beside it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from elastic_transport import (
    ConnectionError as NodeUnreachable,
    ConnectionTimeout,
    TransportError,
)
from elastic_transport.client_utils import DEFAULT
from elasticsearch import ApiError, Elasticsearch, NotFoundError
from elasticsearch.dsl import Search
from elasticsearch.helpers import streaming_bulk

from search.documents import FACETS, Document
from search.engines.address import ClusterAddress
from search.engines.base import EngineHit, EngineResult
from search.engines.elastic_documents import (
    INDEX_SETTINGS,
    RESULT_WINDOW,
    buckets_from,
    delete_action,
    index_action,
    index_mappings,
    search_arguments,
)
from search.engines.elastic_query import (
    facet_aggregations,
    filter_query,
    order_of,
    plan_query,
)
from search.engines.folder import REBUILD_HINT, layout_stamp
from search.errors import IndexMissing, SearchError, SearchUnavailable
from search.plan.model import Plan
from search.records import GuideRecord, record_from_dict
from search.state import EngineState, built_at

_CONFLICT = 409
_NOT_FOUND = 404
_PATIENT_SECONDS = 5.0
_MERGE_SECONDS = 300.0
# What an answer gives that is no answer of Elasticsearch: a proxy's page, for instance.
_MISSHAPEN = (AttributeError, KeyError, TypeError, ValueError)


class ElasticEngine:
    """The engine over one alias of a cluster.

    Tokens are made by us, so the index needs the whitespace analyzer only and works on
    a distribution without optional modules.
    """

    name = "elasticsearch"

    def __init__(
        self,
        address: ClusterAddress,
        *,
        search_seconds: float = 1.0,
        write_seconds: float = 20.0,
    ) -> None:
        self.alias = address.alias
        self._address = address
        self._layout_checked = False
        self._where = f"{', '.join(address.nodes)} (alias '{address.alias}')"
        login = (address.user, address.password) if address.user else None
        self._client = Elasticsearch(
            list(address.nodes),
            basic_auth=login,
            retry_on_timeout=False,
            ca_certs=address.ca or DEFAULT,
        )
        # A node that is gone is noticed at once, and the next one is asked; one that is
        # slow has taken the time that there was.
        self._reading = self._client.options(
            request_timeout=search_seconds, max_retries=len(address.nodes) - 1
        )
        self._writing = self._client.options(
            request_timeout=write_seconds,
            max_retries=1,
            retry_on_status=(429, 502, 503),
        )

    def patient(self) -> ElasticEngine:
        """Return this engine with more time for a search: measuring must not give up."""
        return ElasticEngine(self._address, search_seconds=_PATIENT_SECONDS)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def remove(self) -> None:
        """Remove the indexes behind the alias; none is no error."""
        with self._translated_errors():
            found = self._writing.indices.get(
                index=self.alias, features=["aliases"], ignore_unavailable=True
            ).body
            for name in found:
                self._writing.indices.delete(index=name, ignore_unavailable=True)

    def search(self, plan: Plan, *, offset: int, limit: int) -> EngineResult:
        if offset + limit > RESULT_WINDOW:
            # There are no hits so far behind; the total is asked for all the same.
            offset, limit = 0, 0
        request = (
            Search(using=self._reading, index=self.alias)
            .post_filter(filter_query(plan.filters))
            .extra(
                track_total_hits=True,
                track_scores=not plan.order,
            )
            .source(["record"])
            .sort(*order_of(plan))[offset : offset + limit]
        )
        for name, aggregation in facet_aggregations(plan).items():
            request.aggs.bucket(name, aggregation)
        with self._translated_errors():
            self._check_layout()
            answer = self._reading.search(
                index=self.alias,
                # Plain already: `to_dict` would walk through its some hundred parts.
                query=plan_query(plan),
                **search_arguments(request.to_dict()),
            ).body
            return EngineResult(
                total=answer["hits"]["total"]["value"],
                hits=tuple(
                    EngineHit(
                        record_from_dict(hit["_source"]["record"]),
                        float(hit["_score"] or 0),
                    )
                    for hit in answer["hits"]["hits"]
                ),
                facets={
                    name: buckets_from(
                        answer["aggregations"][name]["values"]["buckets"]
                    )
                    for name in FACETS
                },
            )

    def suggest(self, prefix: str, *, limit: int) -> list[GuideRecord]:
        with self._translated_errors():
            answer = self._reading.search(
                index=self.alias,
                query={"term": {"prefixes": prefix}},
                sort=["code"],
                size=limit,
                source_includes=["record"],
                track_total_hits=False,
            ).body
            hits = answer["hits"]["hits"]
            return [record_from_dict(hit["_source"]["record"]) for hit in hits]

    def index(self, documents: Iterable[Document]) -> int:
        with self._translated_errors():
            self._check_layout()
            written = self._bulk(
                (index_action(document) for document in documents), self.alias
            )
            self._writing.indices.refresh(index=self.alias)
        return written

    def delete(self, codes: Iterable[str]) -> int:
        wanted = list(dict.fromkeys(codes))
        if not wanted:
            return 0
        with self._translated_errors():
            found = self._writing.mget(index=self.alias, ids=wanted, source=False).body
            removed = self._bulk(
                (delete_action(doc) for doc in found["docs"] if doc.get("found")),
                self.alias,
            )
            self._writing.indices.refresh(index=self.alias)
        return removed

    def rebuild(self, documents: Iterable[Document]) -> int:
        made = f"{self.alias}-{time.time_ns()}-{uuid.uuid4().hex[:8]}"
        with self._translated_errors():
            self._refuse_plain_index()
            self._writing.indices.create(
                index=made, settings=INDEX_SETTINGS, mappings=index_mappings()
            )
            try:
                count = self._bulk(
                    (index_action(document) for document in documents), made
                )
                self._merge(made)
                self._writing.indices.refresh(index=made)
                self._switch_to(made)
            except BaseException:
                self._writing.indices.delete(index=made, ignore_unavailable=True)
                raise
            self._remove_others(made)
        return count

    def state(self) -> EngineState:
        """Look at the index behind the alias and at the cluster."""
        try:
            with self._translated_errors():
                self._check_layout()
                (index,) = self._reading.indices.get_alias(name=self.alias).body
                told = self._reading.cluster.health().body
                return EngineState(
                    name=self.name,
                    ok=True,
                    documents=self._reading.count(index=self.alias).body["count"],
                    index=index,
                    built_at=built_at(index),
                    detail=f"{told['status']}, {told['number_of_nodes']} nodes",
                )
        except SearchError as err:
            return EngineState(
                name=self.name,
                ok=False,
                reason=str(err),
                missing=isinstance(err, IndexMissing),
            )

    def _bulk(self, actions: Iterator[dict[str, Any]], index: str) -> int:
        """Send actions in batches; busy answers (429) are sent again with a pause."""
        done = 0
        for fine, answer in streaming_bulk(
            self._writing,
            actions,
            index=index,
            chunk_size=500,
            max_retries=4,
            initial_backoff=0.2,
            max_backoff=5,
            raise_on_error=False,
            require_alias=index == self.alias,
        ):
            outcome = next(iter(answer.values()))
            # A conflict means that a newer version is there already: nothing to do.
            if fine:
                done += 1
            elif outcome.get("status") == _NOT_FOUND and "error" in outcome:
                raise IndexMissing(self._missing_message())
            elif outcome.get("status") not in {_CONFLICT, _NOT_FOUND}:
                raise SearchUnavailable(
                    f"Elasticsearch at {self._where} refused a document: "
                    f"{outcome.get('error')}; expected it to be stored. Try again, then "
                    f"look at the cluster's log."
                )
        return done

    def _merge(self, index: str) -> None:
        """Merge the segments of a new index: a search looks up its words in each."""
        patient = self._writing.options(request_timeout=_MERGE_SECONDS, max_retries=0)
        # What the cluster does not get done meanwhile it goes on with by itself.
        with suppress(ConnectionTimeout):
            patient.indices.forcemerge(index=index, max_num_segments=1)

    def _check_layout(self) -> None:
        """Refuse an index that another version of the portal has made; asked once."""
        if self._layout_checked:
            return
        found = self._reading.indices.get_mapping(index=self.alias).body
        for name, index in found.items():
            made_with = index["mappings"].get("_meta")
            if made_with != layout_stamp():
                raise IndexMissing(
                    f"The index '{name}' at {self._where} has the layout {made_with}; "
                    f"this version expects {layout_stamp()}. {REBUILD_HINT}"
                )
        self._layout_checked = True

    def _refuse_plain_index(self) -> None:
        if not self._writing.indices.exists_alias(
            name=self.alias
        ) and self._writing.indices.exists(index=self.alias):
            raise SearchUnavailable(
                f"Elasticsearch at {self._where} has an index of that very name; expected "
                f"an alias. Choose another alias in PORTAL_SEARCH_URL or remove the index."
            )

    def _switch_to(self, made: str) -> None:
        self._writing.indices.update_aliases(
            actions=[
                {
                    "remove": {
                        "index": f"{self.alias}-*",
                        "alias": self.alias,
                        "must_exist": False,
                    }
                },
                {"add": {"index": made, "alias": self.alias}},
            ]
        )

    def _remove_others(self, made: str) -> None:
        stamp = len(made) - len(self.alias)
        ours = self._writing.indices.get(
            index=f"{self.alias}-*", features=["aliases"], expand_wildcards="all"
        ).body
        for name in ours:
            # Another alias may begin with ours: only names of our own pattern go.
            if name != made and len(name) == len(self.alias) + stamp:
                self._writing.indices.delete(index=name, ignore_unavailable=True)

    @contextmanager
    def _translated_errors(self) -> Iterator[None]:
        try:
            yield
        except NotFoundError as err:
            raise IndexMissing(self._missing_message()) from err
        except NodeUnreachable as err:
            raise SearchUnavailable(
                f"Elasticsearch at {self._where} cannot be reached ({err.message}); "
                f"start it or correct PORTAL_SEARCH_URL."
            ) from err
        except (ApiError, TransportError, *_MISSHAPEN) as err:
            raise SearchUnavailable(
                f"Elasticsearch at {self._where} did not answer properly ({err}); "
                f"expected an answer within its time limit. See the cluster's health."
            ) from err

    def _missing_message(self) -> str:
        return (
            f"Elasticsearch at {self._where} has no such index, or it was made for "
            f"another layout. {REBUILD_HINT}"
        )
