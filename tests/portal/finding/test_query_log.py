from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from portal.finding.models import QueryCount
from portal.finding.query_log import SLOW_MS, forget_old_counts, query_log

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def learning(settings: Settings) -> Iterator[None]:
    settings.SEARCH_LEARNS = True
    query_log.forget()
    yield
    query_log.forget()


@pytest.mark.usefixtures("index")
def test_searches_are_counted_by_day_and_text_when_written(client: Client) -> None:
    for _ in range(3):
        client.get("/search/?q=高龄")
    client.get("/search/?q=%E5%92%95%E5%99%9C%E5%92%95%E5%99%9C")
    client.get("/search/?q=高龄&page=2")
    assert not QueryCount.objects.exists()

    assert query_log.flush() == 2

    known = QueryCount.objects.get(text="高龄")
    assert (known.searches, known.empty) == (3, 0)
    unknown = QueryCount.objects.get(text="咕噜咕噜")
    assert (unknown.searches, unknown.empty) == (1, 1)


@pytest.mark.usefixtures("index")
def test_counts_of_several_writings_add_up(client: Client) -> None:
    for _ in range(2):
        client.get("/search/?q=高龄")
        query_log.flush()

    assert QueryCount.objects.get().searches == 2


def test_slow_searches_are_counted() -> None:
    query_log.note_search("慢", total=1, took_ms=SLOW_MS + 1)
    query_log.note_search("慢", total=1, took_ms=1)
    query_log.flush()

    count = QueryCount.objects.get()
    assert (count.searches, count.slow, count.slowest_ms) == (2, 1, SLOW_MS + 1)


def test_nothing_of_a_person_reaches_the_database() -> None:
    query_log.note_search("110101199003071234 补办", total=0, took_ms=1)
    query_log.note_search("110101198001011234 补办", total=0, took_ms=1)
    query_log.flush()

    count = QueryCount.objects.get()
    assert (count.text, count.searches) == ("〔证件号〕 补办", 2)


def test_old_counts_are_forgotten() -> None:
    QueryCount.objects.create(day=datetime.date(2020, 1, 1), text="早", searches=1)

    assert forget_old_counts() == 1
