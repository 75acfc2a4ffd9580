"""The form of questions, sent without a script."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from portal.publishing.models import MatterVersion
from tests.factories.versions import Guide, make_version

ANSWERS = {"scale": "small", "gas": "pipe", "store": "no", "agent": "yes"}


def test_answers_lead_to_their_list(client: Client, food: MatterVersion) -> None:
    response = client.get("/n/food/", {**ANSWERS, "_sent": "1"})
    assert response.status_code == 302
    assert response.headers["Location"] == "/guides/food/list/small-pipe-no-yes/"


def test_missing_answers_are_all_named_and_given_ones_kept(
    client: Client, food: MatterVersion
) -> None:
    response = client.get("/n/food/", {"gas": "pipe", "_sent": "1"})
    text = response.content.decode()
    assert response.status_code == 422
    assert "有 3 处要改" in text
    assert 'value="pipe" checked' in text


def test_link_that_fills_in_the_form_is_no_mistake(
    client: Client, food: MatterVersion
) -> None:
    response = client.get("/n/food/", {"gas": "pipe"})
    text = response.content.decode()
    assert response.status_code == 200
    assert "要改" not in text
    assert 'value="pipe" checked' in text


def test_answers_that_do_not_exist_count_as_missing(
    client: Client, food: MatterVersion
) -> None:
    response = client.get("/n/food/", {**ANSWERS, "gas": "<b>", "_sent": "1"})
    assert response.status_code == 422
    assert "<b>" not in response.content.decode().partition("<main")[2].partition(
        "</form"
    )[0].replace("<b>1</b>", "")


def test_form_without_answers_leads_to_the_questions(
    client: Client, food: MatterVersion
) -> None:
    response = client.get("/n/food/")
    assert (response.status_code, response.headers["Location"]) == (
        302,
        "/guides/food/list/",
    )


def test_guide_that_asks_nothing_or_is_unknown_is_not_found(
    client: Client, district: None
) -> None:
    def ask_nothing(guide: Guide) -> None:
        guide["scenario"] = None

    make_version("food", change=ask_nothing)
    for code in ("food", "none"):
        assert client.get(f"/n/{code}/", ANSWERS).status_code == 404


def many_ticks(guide: Guide) -> None:
    options = [{"code": f"o{n}", "label": f"选项{n}"} for n in range(12)]
    question: dict[str, Any] = {
        **guide["scenario"]["questions"][0],
        "code": "many",
        "kind": "multi",
        "options": options,
    }
    guide["scenario"]["questions"].append(question)


def test_guide_with_very_many_lists_shows_them_on_demand(
    client: Client, district: None
) -> None:
    make_version("food", change=many_ticks)
    sent = {**ANSWERS, "many": ["o11", "o2"], "_sent": "1"}
    address = client.get("/n/food/", sent).headers["Location"]
    assert address == "/guides/food/list/small-pipe-no-yes-o2.o11/"
    response = client.get(address)
    assert response.status_code == 200
    assert "选项2、选项11" in response.content.decode()


@pytest.mark.parametrize("situation", ["small-pipe-no-yes", "small", "x"])
def test_list_that_is_a_file_is_not_made_on_demand(
    client: Client, food: MatterVersion, situation: str
) -> None:
    assert client.get(f"/guides/food/list/{situation}/").status_code == 404
