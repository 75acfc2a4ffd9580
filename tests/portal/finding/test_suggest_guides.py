from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings


@pytest.mark.usefixtures("index")
def test_suggestions_complete_a_title_and_may_be_cached(client: Client) -> None:
    response = client.get("/search/suggest/?q=高龄老")

    (first, *_rest) = response.json()["suggestions"]
    assert first["url"] == "/guides/elder-allowance/"
    assert first["kind_label"] == "办事指南"
    assert "max-age=60" in response["Cache-Control"]


@pytest.mark.usefixtures("index")
def test_suggestions_are_at_most_eight(client: Client) -> None:
    answer = client.get("/search/suggest/?q=残疾人证").json()

    assert 0 < len(answer["suggestions"]) <= 8


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("query", ["", "q=", "q=？！", "q=%00", "q=" + "长" * 10_000])
def test_suggestions_are_empty_for_a_text_without_words(
    client: Client, query: str
) -> None:
    response = client.get(f"/search/suggest/?{query}")

    assert response.status_code == 200
    assert response.json() == {"suggestions": []}


def test_browser_is_told_to_use_its_own_index_without_one_here(
    client: Client, tmp_path: Path, settings: Settings
) -> None:
    settings.SEARCH_DIR = tmp_path / "nothing-here"

    response = client.get("/search/suggest/?q=高龄")

    assert response.status_code == 503
    assert response.json() == {"suggestions": []}
    assert response["Cache-Control"] == "no-store"


def test_suggestions_refuse_post(client: Client) -> None:
    assert client.post("/search/suggest/").status_code == 405
