"""What a page gets from search, on the embedded engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.test import override_settings

from search import service
from search.engines.embedded import EmbeddedEngine
from search.errors import IndexMissing, SearchConfigError
from search.portal_search import PortalSearch
from search.requests import LARGEST_PAGE, LONGEST_TEXT, SearchRequest, SearchResults
from tests.search.samples import COMPANY, FUND, SAMPLES, SOCIAL_CARD, numbered


def ask(portal: PortalSearch, text: str = "", **more: object) -> SearchResults:
    return portal.search(SearchRequest(text=text, **more))


def test_search_returns_what_a_list_shows(portal: PortalSearch) -> None:
    results = ask(portal, "社会保障卡申领")
    hit = results.hits[0]
    assert (hit.code, hit.url) == ("ss-card", "/guides/ss-card/")
    assert hit.facts == SOCIAL_CARD.facts
    assert hit.department_name == SOCIAL_CARD.department_name
    assert hit.highlights["title"] == "<mark>社会保障卡申领</mark>"
    assert (results.engine, results.notice, results.corrected) == ("embedded", "", "")
    assert results.took_ms > 0


def test_search_highlights_the_alias_that_matched(portal: PortalSearch) -> None:
    hit = ask(portal, "注册公司").hits[0]
    assert hit.code == "company-setup"
    assert hit.highlights["aliases"] == "<mark>注册公司</mark>"


def test_search_shows_what_was_understood(portal: PortalSearch) -> None:
    assert ask(portal, "公鸡金提取").corrected == "公积金提取"


@pytest.mark.parametrize("text", ["", "   ", "？！。，", "\u3000", "🙂"])
def test_search_for_nothing_says_what_to_type(portal: PortalSearch, text: str) -> None:
    results = ask(portal, text)
    assert (results.total, results.hits) == (0, ())
    assert "请输入" in results.notice


def test_search_without_text_lists_a_chosen_value(portal: PortalSearch) -> None:
    results = ask(portal, filters={"department": ("scj",)})
    assert [hit.code for hit in results.hits] == ["company-setup", "food"]
    assert results.notice == ""


def test_long_text_is_cut_and_said(portal: PortalSearch) -> None:
    results = ask(portal, "社保卡" + "呀" * 10_000)
    assert str(LONGEST_TEXT) in results.notice
    assert results.hits[0].code == "ss-card"


def test_text_of_full_length_is_not_cut(portal: PortalSearch) -> None:
    assert ask(portal, "社" * LONGEST_TEXT).notice == ""


def test_unknown_values_are_ignored_and_named(portal: PortalSearch) -> None:
    chosen = {"department": ("rsj", "火星局"), "colour": ("red",)}
    results = ask(portal, "社保卡", filters=chosen)
    assert results.total == 2
    assert "火星局" in results.notice
    assert "colour" in results.notice


def test_only_unknown_values_leave_the_text(portal: PortalSearch) -> None:
    results = ask(portal, "社保卡", filters={"department": ("火星局",)})
    assert results.total == 2


def test_chosen_value_stays_in_view_without_hits(portal: PortalSearch) -> None:
    results = ask(portal, "社保卡", filters={"department": ("gjj",)})
    chosen = [value for value in results.facets["department"] if value.selected]
    assert [(value.value, value.label, value.count) for value in chosen] == [
        ("gjj", "住房公积金管理中心", 0)
    ]
    assert results.total == 0


def test_facets_tell_what_is_selected(portal: PortalSearch) -> None:
    results = ask(portal, "社保卡", filters={"audience": ("person",)})
    assert [value.selected for value in results.facets["audience"]] == [True]
    assert results.facets["audience"][0].label == "个人"


def test_page_beyond_the_end_is_empty_with_totals(portal: PortalSearch) -> None:
    results = ask(portal, "社保卡", page=999)
    assert (results.total, results.hits, results.page_count) == (2, (), 1)
    assert results.facets["department"]


@pytest.mark.parametrize(("page", "page_size"), [(0, 20), (-3, 0), (1, 10**9)])
def test_page_and_size_are_kept_in_bounds(
    portal: PortalSearch, page: int, page_size: int
) -> None:
    results = ask(portal, "社保卡", page=page, page_size=page_size)
    assert results.page == 1
    assert 1 <= results.page_size <= LARGEST_PAGE
    assert results.total == 2


def test_pages_join_to_the_whole(portal: PortalSearch) -> None:
    portal.rebuild(numbered(23))
    pages = [ask(portal, "公司设立", page=page, page_size=10) for page in (1, 2, 3)]
    found = [hit.code for page in pages for hit in page.hits]
    assert found == [record.code for record in numbered(23)]
    assert pages[0].page_count == 3


def test_unanswerable_text_has_no_hits(portal: PortalSearch) -> None:
    assert ask(portal, "红烧肉做法").total == 0


def test_suggest_offers_guides_and_phrases(portal: PortalSearch) -> None:
    found = portal.suggest("社保")
    assert ("社保卡", "/guides/ss-card/", "guide") in [
        (item.text, item.url, item.kind) for item in found
    ]
    assert any(
        item.kind == "phrase" and item.url.startswith("/search/?q=") for item in found
    )


@pytest.mark.parametrize("typed", ["sbk", "sheb", "SHE", "社", "社會保"])
def test_suggest_understands_letters_and_scripts(
    portal: PortalSearch, typed: str
) -> None:
    assert "/guides/ss-card/" in [item.url for item in portal.suggest(typed)]


def test_suggest_offers_the_word_that_initials_stand_for(portal: PortalSearch) -> None:
    first = portal.suggest("gjj")[0]
    assert (first.text, first.kind) == ("公积金", "phrase")


@pytest.mark.parametrize("typed", ["", "  ", "？", "没有这样的开头啊"])
def test_suggest_has_nothing_for_nothing(portal: PortalSearch, typed: str) -> None:
    assert portal.suggest(typed) == []


def test_suggest_keeps_to_its_limit(portal: PortalSearch) -> None:
    assert len(portal.suggest("社", limit=2)) == 2
    assert portal.suggest("社", limit=0) == []


def test_suggest_takes_long_text(portal: PortalSearch) -> None:
    assert portal.suggest("公司" * 5000) == []


def test_names_of_the_catalogue_join_by_source_id(embedded: EmbeddedEngine) -> None:
    portal = PortalSearch(embedded=embedded)
    record = replace(FUND, source_id="M1389", aliases=(), plain_name="")
    portal.rebuild([record])
    assert ask(portal, "租房提公积金").hits[0].source_id == "M1389"


def test_missing_index_says_how_to_rebuild(embedded: EmbeddedEngine) -> None:
    portal = PortalSearch(embedded=embedded)
    with pytest.raises(IndexMissing, match="rebuild_index"):
        ask(portal, "社保卡")
    with pytest.raises(IndexMissing, match="rebuild_index"):
        portal.suggest("社")
    with pytest.raises(IndexMissing, match="rebuild_index"):
        portal.index_records([FUND])


def test_unknown_engine_is_named(portal: PortalSearch) -> None:
    with pytest.raises(SearchConfigError, match="'solr'"):
        portal.search(SearchRequest(text="社保"), engine="solr")


def test_module_functions_use_the_settings(tmp_path: Path) -> None:
    with override_settings(PORTAL_SEARCH_URL="embedded:", SEARCH_DIR=tmp_path):
        assert service.rebuild(iter(SAMPLES)) == len(SAMPLES)
        assert service.index_records([replace(COMPANY, version_number=2)]) == 1
        assert service.delete_codes(["food"]) == 1
        assert service.search(SearchRequest(text="公司设立")).hits[0].code == (
            "company-setup"
        )
        assert service.suggest("公司")
        service.warm_up()


def test_wrong_search_url_is_refused(tmp_path: Path) -> None:
    with (
        override_settings(PORTAL_SEARCH_URL="solr://x", SEARCH_DIR=tmp_path),
        pytest.raises(SearchConfigError, match="PORTAL_SEARCH_URL"),
    ):
        service.search(SearchRequest(text="社保"))
