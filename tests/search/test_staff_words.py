from __future__ import annotations

import pytest

from search.errors import SearchUnavailable
from search.portal_search import PortalSearch
from search.requests import SearchRequest
from search.staff_words import StaffWord
from tests.search.samples import SAMPLES


class Words:
    """A source whose words a test changes."""

    def __init__(self) -> None:
        self.kept: list[StaffWord] = []
        self.away = False

    def revision(self) -> str:
        if self.away:
            raise SearchUnavailable("The database does not answer.")
        return str(self.kept)

    def words(self) -> list[StaffWord]:
        return list(self.kept)


@pytest.fixture
def words(portal: PortalSearch, monkeypatch: pytest.MonkeyPatch) -> Words:
    monkeypatch.setattr("search.staff_words._LOOK_SECONDS", 0.0)
    source = Words()
    portal.staff_words.use(source)
    return source


def first(portal: PortalSearch, text: str) -> str:
    portal.search(SearchRequest(text=text))
    portal.staff_words.wait()
    hits = portal.search(SearchRequest(text=text)).hits
    return hits[0].title if hits else ""


def test_word_of_staff_finds_its_matter_at_once_and_no_longer_when_removed(
    portal: PortalSearch, words: Words
) -> None:
    title = SAMPLES[0].title
    assert first(portal, "咕噜咕噜牌") == ""

    words.kept = [StaffWord("咕噜咕噜牌", (title,))]
    assert first(portal, "咕噜咕噜牌") == title

    words.kept = []
    assert first(portal, "咕噜咕噜牌") == ""


def test_phrase_without_names_is_switched_off(
    portal: PortalSearch, words: Words
) -> None:
    assert portal.suggest("户口")
    words.kept = [StaffWord("户口本", ())]
    first(portal, "户口")
    texts = [each.text for each in portal.suggest("户口本")]
    assert "户口本" not in texts


def test_words_stay_in_use_while_their_source_is_away(
    portal: PortalSearch, words: Words
) -> None:
    title = SAMPLES[0].title
    words.kept = [StaffWord("咕噜咕噜牌", (title,))]
    assert first(portal, "咕噜咕噜牌") == title

    words.away = True
    assert first(portal, "咕噜咕噜牌") == title
