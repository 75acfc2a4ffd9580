"""An answer is kept for the same question, and no longer than it is true."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from search.engines.embedded import EmbeddedEngine
from search.errors import SearchUnavailable
from search.kept import KeptAnswers
from search.plan.model import Plan
from search.portal_search import PortalSearch
from search.requests import SearchRequest, SearchResults
from search.staff_words import StaffWord
from tests.search.samples import COMPANY, SAMPLES, SOCIAL_CARD

QUESTION = SearchRequest(text="社会保障卡申领")


class Counting(EmbeddedEngine):
    """The embedded engine, counting how often it is asked."""

    asked = 0

    def search(self, plan: Plan, *, offset: int, limit: int) -> Any:
        self.asked += 1
        return super().search(plan, offset=offset, limit=limit)


class Remote(Counting):
    """Stands for a cluster that may be away: the same engine in another folder."""

    name = "elasticsearch"
    away = False

    def search(self, plan: Plan, *, offset: int, limit: int) -> Any:
        if self.away:
            raise SearchUnavailable("The cluster is away.")
        return super().search(plan, offset=offset, limit=limit)


@pytest.fixture
def engine(tmp_path: Path) -> Counting:
    return Counting(tmp_path / "search")


@pytest.fixture
def portal(engine: Counting) -> PortalSearch:
    made = PortalSearch(embedded=engine, kept=KeptAnswers(8))
    made.rebuild(SAMPLES)
    return made


@pytest.fixture
def remote(tmp_path: Path) -> Remote:
    return Remote(tmp_path / "remote")


@pytest.fixture
def with_cluster(engine: Counting, remote: Remote) -> PortalSearch:
    cluster: Any = remote
    made = PortalSearch(embedded=engine, cluster=cluster, kept=KeptAnswers(8))
    made.rebuild(SAMPLES)
    return made


def without_time(results: SearchResults) -> SearchResults:
    return replace(results, took_ms=0.0)


def test_same_question_is_worked_out_once(
    portal: PortalSearch, engine: Counting
) -> None:
    first, again = portal.search(QUESTION), portal.search(QUESTION)
    assert without_time(first) == without_time(again)
    assert engine.asked == 1
    assert again.took_ms > 0


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "社会保障卡"},
        {"filters": {"department": ("scj",)}},
        {"order": "name"},
        {"page": 2},
        {"page_size": 1},
    ],
)
def test_another_question_is_not_the_same(
    portal: PortalSearch, engine: Counting, changed: dict[str, Any]
) -> None:
    portal.search(QUESTION)
    portal.search(replace(QUESTION, **changed))
    assert engine.asked == 2


def test_notice_is_in_the_language_of_the_reader(portal: PortalSearch) -> None:
    chinese = portal.search(SearchRequest(text="   "))
    with override("en"):
        english = portal.search(SearchRequest(text="   "))
    assert "请输入" in chinese.notice
    assert portal.search(SearchRequest(text="   ")).notice == chinese.notice
    assert english.notice == portal_notice_in_english()


def portal_notice_in_english() -> str:
    with override("en"):
        return (
            PortalSearch(embedded=EmbeddedEngine(Path("none")))
            .search(SearchRequest(text="   "))
            .notice
        )


def test_publication_ends_what_was_kept(portal: PortalSearch) -> None:
    assert portal.search(QUESTION).hits[0].summary == SOCIAL_CARD.summary
    newer = replace(SOCIAL_CARD, summary="三个工作日拿卡。", version_number=9)
    portal.index_records([newer])
    assert portal.search(QUESTION).hits[0].summary == newer.summary
    portal.delete_codes([SOCIAL_CARD.code])
    assert SOCIAL_CARD.code not in {hit.code for hit in portal.search(QUESTION).hits}
    portal.rebuild(SAMPLES)
    assert portal.search(QUESTION).hits[0].summary == SOCIAL_CARD.summary


def test_publication_by_another_process_ends_it(
    portal: PortalSearch, engine: Counting
) -> None:
    portal.search(QUESTION)
    other = PortalSearch(embedded=EmbeddedEngine(engine.folder.root))
    other.delete_codes([SOCIAL_CARD.code])
    assert SOCIAL_CARD.code not in {hit.code for hit in portal.search(QUESTION).hits}


def test_answer_between_the_two_writes_is_not_kept(
    with_cluster: PortalSearch, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cluster is written last; who asked just before must not see its past for long."""
    delete = Remote.delete

    def asked_before(self: Remote, codes: Any) -> int:
        found = with_cluster.search(QUESTION)
        assert SOCIAL_CARD.code in {hit.code for hit in found.hits}
        return delete(self, codes)

    monkeypatch.setattr(Remote, "delete", asked_before)
    with_cluster.delete_codes([SOCIAL_CARD.code])
    found = with_cluster.search(QUESTION)
    assert SOCIAL_CARD.code not in {hit.code for hit in found.hits}
    assert found.engine == remote.name


def test_answer_of_the_reserve_is_not_kept(
    with_cluster: PortalSearch, remote: Remote, engine: Counting
) -> None:
    with_cluster._breaker._pause_seconds = 0.0
    remote.away = True
    assert with_cluster.search(QUESTION).engine == engine.name
    remote.away = False
    assert with_cluster.search(QUESTION).engine == remote.name
    remote.away = True
    kept = with_cluster.search(QUESTION)
    assert (kept.engine, kept.notice) == (remote.name, "")


def test_one_engine_alone_is_always_asked(
    portal: PortalSearch, engine: Counting
) -> None:
    for _ in range(2):
        portal.search(QUESTION, engine=engine.name)
    assert engine.asked == 2


def test_words_of_staff_end_what_was_kept(portal: PortalSearch) -> None:
    class Words:
        made: tuple[StaffWord, ...] = ()

        def revision(self) -> str:
            return str(len(self.made))

        def words(self) -> list[StaffWord]:
            return list(self.made)

    words, question = Words(), SearchRequest(text="开张大吉")
    portal.staff_words.use(words)
    assert portal.search(question).total == 0
    portal.staff_words.wait()
    words.made = (StaffWord("开张大吉", (COMPANY.title,)),)
    portal.staff_words.use(words)
    portal.search(question)
    portal.staff_words.wait()
    assert portal.search(question).hits[0].code == COMPANY.code


def test_oldest_answer_goes_first() -> None:
    kept = KeptAnswers(2)
    results = {name: SearchResults(engine=name) for name in "abc"}
    for name in "ab":
        kept.put(name, results[name])
    assert kept.get("a") is results["a"]
    kept.put("c", results["c"])
    assert kept.get("b") is None
    assert kept.get("a") is results["a"]
    assert kept.get("c") is results["c"]


def test_answer_ends_by_its_age() -> None:
    now = [0.0]
    kept = KeptAnswers(2, seconds=60.0, clock=lambda: now[0])
    kept.put("a", SearchResults(engine="embedded"))
    now[0] = 59.9
    assert kept.get("a") is not None
    now[0] = 60.0
    assert kept.get("a") is None
