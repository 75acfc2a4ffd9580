"""Whatever stands in an address, the search pages and the API answer it without a fault.

More inputs than the build looks at: PORTAL_FUZZ_INPUTS=20000 uv run pytest -q -k fuzz
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote_from_bytes

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import given, strategies as st
from pytest_django import Settings

from portal.finding.query_log import query_log
from search.documents import FACETS
from tests.fuzzing import SYNTAX_PIECES, fuzzing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

ADDRESSES = (
    "/search/",
    "/search/suggest/",
    "/api/v1/search/",
    "/api/v1/suggest/",
    "/api/v1/guides/",
)
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from((*SYNTAX_PIECES, "mzj", "person:085", "online", "残疾人证", "gjj")),
    st.integers(-(10**12), 10**12).map(str),
    st.sampled_from(("", "limit", "name", "changed", "json", "0", "1e9", "½", "１２")),
)
NAMES = st.sampled_from(
    (
        *FACETS,
        "q",
        "q",
        "q",
        "page",
        "page_size",
        "sort",
        "format",
        "told",
        "limit",
        "x",
    )
)


@pytest.fixture(autouse=True)
def learning(settings: Settings) -> Iterator[None]:
    settings.SEARCH_LEARNS = True
    query_log.forget()
    yield
    query_log.forget()


@fuzzing(100)
@given(
    address=st.sampled_from(ADDRESSES),
    pairs=st.lists(st.tuples(NAMES, VALUES), max_size=8),
)
def test_fuzz_every_address_of_search_is_answered(
    client: Client, address: str, pairs: list[tuple[str, str]]
) -> None:
    cache.clear()
    asked: dict[str, list[str]] = {}
    for name, value in pairs:
        asked.setdefault(name, []).append(value)
    status = client.get(address, asked).status_code
    assert status in ({200, 422} if address.startswith("/api/") else {200})


@fuzzing(40)
@given(raw=st.binary(max_size=60))
def test_fuzz_bytes_that_are_no_text_are_answered(client: Client, raw: bytes) -> None:
    cache.clear()
    for address in ADDRESSES:
        answer = client.get(f"{address}?q={quote_from_bytes(raw)}")
        assert answer.status_code in {200, 422}
