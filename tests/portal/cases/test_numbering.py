from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from hypothesis import given, strategies as st

from portal.cases.models import Case, CaseNumberCounter
from portal.cases.numbering import (
    KEY_ALPHABET,
    NumbersUsedUp,
    is_case_number,
    luhn_digit,
    new_query_key,
    next_number,
    normalised_key,
)
from tests.portal.cases.conftest import Filer

DAY = date(2026, 3, 2)
DIGITS = st.text("0123456789", min_size=20, max_size=20)


@pytest.mark.parametrize(
    ("digits", "check"), [("7992739871", "3"), ("99010120260302000001", "9")]
)
def test_check_digit(digits: str, check: str) -> None:
    assert luhn_digit(digits) == check


@given(DIGITS, st.integers(0, 19), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(digits: str, place: int, shift: int) -> None:
    number = digits + luhn_digit(digits)
    wrong = str((int(number[place]) + shift) % 10)
    assert is_case_number(number)
    assert not is_case_number(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize("text", ["", "9" * 22, "９" * 21, "9" * 20 + "\n"])
def test_other_texts_are_no_numbers(text: str) -> None:
    assert not is_case_number(text)


@pytest.mark.django_db
def test_numbers_count_up_by_region_and_day() -> None:
    numbers = [next_number("990101001", DAY) for _ in range(3)]
    assert [number[:-1] for number in numbers] == [
        f"9901012026030200000{serial}" for serial in (1, 2, 3)
    ]
    assert all(map(is_case_number, numbers))
    assert next_number("990102", DAY)[14:20] == "000001"
    assert next_number("990101", date(2026, 3, 3))[14:20] == "000001"


@pytest.mark.django_db
def test_rolled_back_filing_leaves_no_gap() -> None:
    next_number("990101", DAY)

    with transaction.atomic():
        next_number("990101", DAY)
        transaction.set_rollback(True)
    assert next_number("990101", DAY)[14:20] == "000002"


@pytest.mark.django_db
def test_a_million_cases_a_day_is_the_end() -> None:
    CaseNumberCounter.objects.create(region="990101", day=DAY, last_serial=999_999)
    with pytest.raises(NumbersUsedUp, match="999999"):
        next_number("990101", DAY)


def test_refused_filings_leave_no_gap(file_case: Filer) -> None:
    numbers = [file_case().number]
    with pytest.raises(Exception, match="请提交"):
        file_case(materials=[])
    numbers.append(file_case().number)
    assert [number[14:20] for number in numbers] == ["000001", "000002"]
    assert Case.objects.count() == 2


def test_query_keys_are_random_and_easy_to_copy() -> None:
    keys = {new_query_key() for _ in range(50)}
    assert len(keys) == 50
    assert all(len(key) == 12 and set(key) <= set(KEY_ALPHABET) for key in keys)
    assert not set("0O1IL") & set(KEY_ALPHABET)
    assert normalised_key(" abcd-efgh 2345 ") == "ABCDEFGH2345"
