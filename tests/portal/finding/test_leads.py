"""Pinned guides, straight ways, popular searches, and whether results helped."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from portal.finding.leads import near_phrases
from portal.finding.models import PinnedGuide, QueryCount
from portal.finding.query_log import query_log
from portal.publishing.models import RecordSnapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def learning(settings: Settings) -> Iterator[None]:
    settings.SEARCH_LEARNS = True
    query_log.forget()
    yield
    query_log.forget()


def pin(phrase: str, code: str, *, starts: int, ends: int) -> None:
    today = timezone.localdate()
    PinnedGuide.objects.create(
        phrase=phrase,
        code=code,
        starts_on=today + starts * DAY,
        ends_on=today + ends * DAY,
    )


def first_url(client: Client, text: str) -> str:
    page = client.get("/search/", {"q": text}).content.decode()
    _before, _mark, hits = page.partition('<li class="hit">')
    return hits.partition('href="')[2].partition('"')[0]


def test_pinned_guide_stands_first_within_its_days(client: Client) -> None:
    assert first_url(client, "高龄老年人津贴申领") == "/guides/elder-allowance/"

    pin("高龄老年人津贴申领", "food", starts=0, ends=0)

    assert first_url(client, "高龄老年人津贴 申领") == "/guides/food/"
    assert first_url(client, "高龄老年人津贴") == "/guides/elder-allowance/"


@pytest.mark.parametrize(("starts", "ends"), [(-9, -1), (1, 9)])
def test_pin_is_not_in_force_outside_its_days(
    client: Client, starts: int, ends: int
) -> None:
    pin("高龄老年人津贴申领", "food", starts=starts, ends=ends)

    assert first_url(client, "高龄老年人津贴申领") == "/guides/elder-allowance/"


def test_pin_of_a_guide_that_is_gone_is_left_out(client: Client) -> None:
    pin("高龄老年人津贴申领", "gone", starts=0, ends=0)

    assert first_url(client, "高龄老年人津贴申领") == "/guides/elder-allowance/"


def test_name_of_an_office_leads_straight_to_it(client: Client) -> None:
    RecordSnapshot.objects.create(
        kind="department",
        key="mzj",
        payload_json=json.dumps({"name": "云溪区民政局", "url": "/departments/mzj/"}),
        digest="0" * 64,
        updated_at=timezone.now(),
    )

    page = client.get("/search/?q=民政局").content.decode()

    assert '直达：<a href="/departments/mzj/">云溪区民政局</a>' in page


def test_code_leads_straight_to_its_guide(client: Client) -> None:
    page = client.get("/search/?q=elder-allowance").content.decode()

    assert '直达：<a href="/guides/elder-allowance/">' in page


def test_popular_searches_are_offered_where_nothing_is_found(client: Client) -> None:
    today = timezone.localdate()
    for text, searches, empty in (
        ("食品经营", 40, 0),
        ("没人懂", 40, 40),
        ("少见的", 3, 0),
        ("〔姓名〕", 99, 0),
    ):
        QueryCount.objects.create(day=today, text=text, searches=searches, empty=empty)

    page = client.get("/search/?q=qwxzvbnm").content.decode()

    offered = page.partition("大家在搜")[2]
    assert "食品经营" in offered
    assert not any(text in page for text in ("没人懂", "少见的", "〔姓名〕"))


def test_feedback_is_counted_and_thanked_without_script(client: Client) -> None:
    page = client.get("/search/?q=高龄").content.decode()
    assert 'action="/search/feedback/"' in page

    answer = client.post(
        "/search/feedback/",
        {"q": "高龄", "department": "mzj", "helped": "no"},
        follow=True,
    )
    query_log.flush()

    assert answer.redirect_chain == [
        ("/search/?q=%E9%AB%98%E9%BE%84&department=mzj&told=no", 302)
    ]
    assert "谢谢，记下了" in answer.content.decode()
    count = QueryCount.objects.get(text="高龄")
    assert (count.found, count.not_found) == (0, 1)


@pytest.mark.parametrize("data", [{}, {"q": "高龄"}, {"q": "高龄", "helped": "maybe"}])
def test_feedback_without_an_answer_counts_nothing(
    client: Client, data: dict[str, str]
) -> None:
    assert client.post("/search/feedback/", data).status_code == 302
    assert client.get("/search/feedback/").status_code == 405
    assert query_log.flush() == 0


def test_search_goes_on_while_the_database_is_away(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object, **_options: object) -> None:
        raise DatabaseError("no connection")

    monkeypatch.setattr(PinnedGuide.objects, "filter", away)

    assert first_url(client, "高龄老年人津贴申领") == "/guides/elder-allowance/"


def test_text_that_begins_like_a_phrase_is_led_to_it() -> None:
    assert any("高龄" in phrase for phrase in near_phrases("高龄哗啦"))
    assert near_phrases("qwxzvbnm") == []
    assert near_phrases("") == []


def test_page_without_hits_offers_what_begins_alike(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "portal.finding.outcome.near_phrases", lambda _text: ["高龄津贴"]
    )

    page = client.get("/search/?q=qwxzvbnm").content.decode()

    assert "您是不是要找：<a href" in page


def test_searches_of_the_next_seconds_do_without_the_database(
    client: Client, settings: Settings, django_assert_num_queries: Any
) -> None:
    settings.PORTAL_FRESH_SECONDS = 60.0
    pin("高龄老年人津贴申领", "food", starts=0, ends=0)
    first_url(client, "高龄津贴")
    with django_assert_num_queries(0):
        first_url(client, "高龄津贴")
    settings.PORTAL_FRESH_SECONDS = 0.0
    assert first_url(client, "高龄老年人津贴申领") == "/guides/food/"
