"""Other people's front ends read what is published, by queries that say all they do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from content.models import MatterPage, PowerItemPage
from portal.finding.api import api
from portal.outbox import worker
from portal.publishing.history.rolling import roll_back
from portal.publishing.services import publish_pages
from search.errors import SearchUnavailable
from tests.portal.finding.published import publish_site

pytestmark = pytest.mark.django_db
EVERYWHERE = {"200", "304", "400", "405", "422", "429"}


@pytest.fixture
def guide(db: None, tmp_path: Path, settings: Settings) -> MatterPage:
    """A published guide with its department, power and a hall."""
    (page,) = publish_site(settings, tmp_path, "elder-allowance")
    return page


def ask(path: str, status: int = 200, **headers: str) -> Any:
    response = Client().get(f"/api/v1{path}", headers=headers)
    assert response.status_code == status, response.content.decode()
    assert response["Access-Control-Allow-Origin"] == "*"
    return json.loads(response.content) if response.content else None


def test_guides_are_found_by_text_and_department(guide: MatterPage) -> None:
    found = ask("/guides/?q=高龄津贴&department=mzj")
    assert (found["total"], found["items"][0]["code"]) == (1, "elder-allowance")
    assert found["items"][0]["data"] == "/guides/elder-allowance/index.json"
    # A filter that no guide has is left out, and the answer says so.
    assert ask("/guides/?q=高龄津贴&department=gaj")["notice"]


def test_guides_without_a_text_are_all_those_in_force(guide: MatterPage) -> None:
    assert [row["code"] for row in ask("/guides/")["items"]] == ["elder-allowance"]
    assert ask("/guides/?department=mzj")["total"] == 1
    assert ask("/guides/?department=gaj")["total"] == 0
    assert ask("/guides/?page=2")["items"] == []


def test_search_tells_what_the_page_shows(guide: MatterPage) -> None:
    found = ask("/search/?q=高龄津贴&channel=online&sort=limit")
    (hit,) = found["hits"]
    assert (hit["code"], hit["variant_of"], hit["pinned"]) == (guide.slug, "", False)
    assert "<mark>" in hit["highlights"]["title"]
    assert hit["facts"]["limit"]
    channels = {each["value"]: each for each in found["facets"]["channel"]}
    assert channels["online"]["selected"]
    assert {"level", "zero", "department"} <= found["facets"].keys()
    page = Client().get("/search/?q=高龄津贴&channel=online&sort=limit&format=json")
    assert page.json()["hits"] == found["hits"]

    nothing = ask("/search/?q=qwxzvbnm")
    assert (nothing["total"], nothing["hits"]) == (0, [])
    assert nothing["topics"][0]["url"].startswith("/topics/person/")
    ask("/search/?sort=price", 422)
    texts = [each["text"] for each in ask("/suggest/?q=高龄")["suggestions"]]
    assert any("高龄" in text for text in texts)


def test_guide_is_the_one_in_force(guide: MatterPage) -> None:
    told = ask("/guides/elder-allowance/")
    assert told["version"] == 1
    assert told["matter"]["guide"]["name"] == guide.title
    assert "没有公布" in ask("/guides/nobody/", 404)["detail"]


def test_drafts_and_withdrawn_guides_are_not_told(guide: MatterPage) -> None:
    guide.title = "尚未公布的新名称"
    guide.save_revision()
    assert "尚未公布" not in json.dumps(ask("/guides/elder-allowance/"))
    MatterPage.objects.get(pk=guide.pk).unpublish()
    worker.run_once()
    ask("/guides/elder-allowance/", 404)


def test_records_are_paged_and_filtered(guide: MatterPage) -> None:
    halls = ask("/records/hall/")
    assert (halls["total"], halls["items"][0]["key"]) == (1, "H-QU")
    assert ask("/records/hall/H-QU/")["record"]["name"] == "云溪区政务服务中心"
    assert ask("/records/department/?page=2&page_size=1")["items"] == []
    ask("/records/hall/nowhere/", 404)


def test_records_of_a_department_are_those_that_name_it(guide: MatterPage) -> None:
    publish_pages([PowerItemPage.objects.get()])
    found = ask("/records/power/?department=mzj")
    assert found["total"] == len(found["items"]) > 0
    assert {row["record"]["department"] for row in found["items"]} == {"mzj"}
    assert ask("/records/power/?department=gaj")["total"] == 0


@pytest.mark.parametrize(
    "path",
    ["/records/site/", "/guides/?page=0", "/guides/?page_size=101", "/guides/?page=x"],
)
def test_bad_question_is_told_what_is_wrong(guide: MatterPage, path: str) -> None:
    assert ask(path, 422)["detail"]


def test_unchanged_answer_is_not_sent_again(guide: MatterPage) -> None:
    first = Client().get("/api/v1/records/hall/")
    again = Client().get(
        "/api/v1/records/hall/", headers={"If-None-Match": first["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_who_asks_too_fast_is_told_to_wait(
    guide: MatterPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    (throttle,) = api.throttle
    monkeypatch.setattr(throttle, "num_requests", 2)
    statuses = [Client().get("/api/v1/records/hall/").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_search_that_is_away_is_said(
    guide: MatterPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_request: object) -> None:
        raise SearchUnavailable("the engine does not answer")

    monkeypatch.setattr("portal.finding.api.search", away)
    assert "检索暂时用不了" in ask("/guides/?q=x", 503)["detail"]


def test_whatever_is_wrong_is_said_in_json_to_any_site(guide: MatterPage) -> None:
    client = Client()
    wrong = client.post("/api/v1/guides/")
    assert (wrong.status_code, wrong["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert "GET" in wrong.json()["detail"]
    assert wrong["Access-Control-Allow-Origin"] == "*"
    assert "openapi.json" in ask("/guides/a/b/c/", 404)["detail"]
    ask(f"/guides/?{'&'.join(['x=1'] * 6000)}", 400)
    assert ask("/guides/a%00b/", 422)["detail"]
    assert client.get("/api/v1/guides").status_code == 301


def test_head_is_answered_and_preflight_allows_to_read(guide: MatterPage) -> None:
    whole, head = Client().get("/api/v1/guides/"), Client().head("/api/v1/guides/")
    assert (head.status_code, head["ETag"], head.content) == (200, whole["ETag"], b"")
    asked = Client().options(
        "/api/v1/guides/", headers={"Access-Control-Request-Method": "GET"}
    )
    assert (asked.status_code, asked.content) == (204, b"")
    assert asked["Access-Control-Allow-Headers"] == "If-None-Match"
    assert Client().get("/api/v1/openapi.json")["Access-Control-Allow-Origin"] == "*"


def test_document_tells_every_operation_with_its_answers(client: Client) -> None:
    told = client.get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    operations = {
        each["operationId"]: set(each["responses"])
        for path in told["paths"].values()
        for each in path.values()
    }
    assert operations == {
        "list_guides": EVERYWHERE | {"503"},
        "get_guide": EVERYWHERE | {"404"},
        "get_draft": EVERYWHERE - {"304"} | {"404", "410"},
        "list_records": EVERYWHERE,
        "search_guides": EVERYWHERE | {"503"},
        "suggest_guides": EVERYWHERE | {"503"},
        "get_record": EVERYWHERE | {"404"},
    }
    assert client.get("/api/v1/docs/").status_code == 200


def test_queries_pages_and_data_are_of_one_release(guide: MatterPage) -> None:
    def number(address: str) -> str:
        return Client().get(address)["Portal-Release"]

    addresses = ("/guides/elder-allowance/", "/api/v1/guides/elder-allowance/")
    before = {number(address) for address in addresses}
    assert len(before) == 1
    guide.title = "高龄津贴发放"
    guide.save_revision().publish()
    # Until files are written, queries tell what the pages tell.
    assert "发放" not in ask("/guides/elder-allowance/")["matter"]["guide"]["name"]

    worker.run_once()

    assert "发放" in ask("/guides/elder-allowance/")["matter"]["guide"]["name"]
    after = {number(address) for address in addresses}
    assert len(after) == 1
    assert int(after.pop()) == int(before.pop()) + 1


def test_queries_go_back_with_the_pages(guide: MatterPage) -> None:
    guide.title = "高龄津贴发放"
    guide.save_revision().publish()
    worker.run_once()

    roll_back()

    assert "发放" not in ask("/guides/elder-allowance/")["matter"]["guide"]["name"]
    assert ask("/guides/?department=mzj")["total"] == 1
    assert ask("/records/power/?department=mzj")["total"] == 1
