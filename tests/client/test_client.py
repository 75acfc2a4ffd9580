"""A client made from the OpenAPI document reads everything that is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client as Browser
from pytest_django import Settings

from content.models import MatterPage
from portal.accounts.models import User
from portal.editing.draft_links import make_link
from portal.finding.api import api
from tests.client.generate import CLIENT, client_of
from tests.client.portal_client import ApiProblem, Client, GuideHit
from tests.portal.finding.published import publish_site

SLUGS = ("dibao", "elder-allowance", "marriage")


@pytest.fixture
def client(db: None, tmp_path: Path, settings: Settings) -> Client:
    """A client of a portal with three guides."""
    cache.clear()
    publish_site(settings, tmp_path, *SLUGS)

    def ask(path: str, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        answer = Browser().get(path, headers=dict(headers))
        given = {name.lower(): value for name, value in answer.headers.items()}
        return answer.status_code, given, answer.content

    return Client(ask)


def all_guides(client: Client, page_size: int) -> Iterator[GuideHit]:
    page = pages = 1
    while page <= pages:
        answer = client.list_guides(page=page, page_size=page_size)
        assert answer.value is not None
        yield from answer.value.items
        page, pages = page + 1, answer.value.pages


def test_client_is_the_one_that_the_document_makes() -> None:
    """Else run: python -m tests.client.generate (see there)."""
    assert CLIENT.read_text("utf-8") == client_of(api.get_openapi_schema())


def test_all_guides_are_read_page_by_page(client: Client) -> None:
    for page_size in (1, 2, 100):
        found = [guide.code for guide in all_guides(client, page_size)]
        assert found == sorted(SLUGS)


def test_guides_are_found_by_the_words_of_the_street(client: Client) -> None:
    answer = client.list_guides(q="结婚", department=["mzj"])
    assert answer.value is not None
    assert answer.value.items[0].code == "marriage"
    assert answer.value.facets["department"][0].value == "mzj"


def test_one_guide_is_read_and_not_again_while_it_is_the_same(client: Client) -> None:
    first = client.get_guide("marriage")
    assert first.value is not None
    assert first.value.matter.guide.name == "内地居民结婚登记"
    assert first.value.matter.guide.materials[0].name
    assert not first.value.matter.guide.fee.is_fee
    assert first.value.matter.guide.everything["faq"]
    again = client.get_guide("marriage", tag=first.tag)
    assert (again.value, again.tag) == (None, first.tag)


def test_records_are_read(client: Client) -> None:
    halls = client.list_records("hall")
    assert halls.value is not None
    (hall,) = halls.value.items
    one = client.get_record("hall", hall.key)
    assert one.value == hall
    powers = client.list_records("power", department="mzj", page_size=2)
    assert powers.value is not None
    assert (powers.value.total, powers.value.pages) == (3, 2)


def test_draft_is_read_by_its_token(client: Client) -> None:
    page = MatterPage.objects.get(slug="marriage")
    page.title = "尚未公布的新名称"
    page.save_revision()
    _link, token = make_link(User.objects.create_superuser("administrator"), page.pk)
    draft = client.get_draft(token)
    assert draft.value is not None
    assert draft.value.matter.guide.name == "尚未公布的新名称"
    live = client.get_guide("marriage")
    assert live.value is not None
    assert live.value.matter.guide.name == "内地居民结婚登记"


@pytest.mark.parametrize(
    ("code", "status"), [("nobody", 404), ("a/b", 404), ("x" * 300, 422)]
)
def test_problem_is_raised_with_its_reason(
    client: Client, code: str, status: int
) -> None:
    with pytest.raises(ApiProblem) as told:
        client.get_guide(code)
    assert told.value.status == status
    assert told.value.detail
