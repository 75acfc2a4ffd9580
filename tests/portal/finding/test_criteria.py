from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from portal.finding.criteria import LAST_PAGE, Criteria, address, criteria_from_query


def read(query: str) -> Criteria:
    return criteria_from_query(QueryDict(query))


def test_criteria_from_query_reads_text_filters_and_page() -> None:
    criteria = read("q=+开餐馆+&department=scjg&topic=person:085&topic=&page=3")

    assert criteria.text == "开餐馆"
    assert criteria.filters == {"department": ("scjg",), "topic": ("person:085",)}
    assert criteria.page == 3
    assert criteria.remarks == ()


def test_criteria_from_query_puts_text_on_one_line_without_control_characters() -> None:
    assert read("q=%00开%0A餐%09馆%E2%80%A8").text == "开 餐 馆"


def test_criteria_from_query_keeps_each_filter_value_once_and_bounded() -> None:
    many = "&".join(f"department=d{number}" for number in range(60))

    criteria = read(f"department=a&department=a&topic={'x' * 500}&{many}")

    assert criteria.filters["department"][:2] == ("a", "d0")
    assert len(criteria.filters["department"]) == 20
    assert len(criteria.filters["topic"][0]) == 64


@pytest.mark.parametrize("page", ["abc", "0", "-1", "1.5", "²", "9" * 50, "1;2"])
def test_criteria_from_query_shows_page_one_and_says_so_when_page_is_no_number(
    page: str,
) -> None:
    criteria = read(urlencode({"page": page}))

    assert criteria.page == 1
    assert page[:20] in criteria.remarks[0]


def test_criteria_from_query_stops_at_last_page_and_says_so() -> None:
    criteria = read("page=500000")

    assert criteria.page == LAST_PAGE
    assert str(LAST_PAGE) in criteria.remarks[0]


def test_address_adds_and_removes_one_filter_value_and_returns_to_page_one() -> None:
    criteria = read("q=a&department=x&department=y&page=4")

    assert address(criteria, without=("department", "x")) == (
        "/search/?q=a&department=y"
    )
    assert address(criteria, adding=("audience", "person"), page=2) == (
        "/search/?q=a&department=x&department=y&audience=person&page=2"
    )


def test_address_without_anything_is_the_plain_page() -> None:
    assert address(Criteria()) == "/search/"
