from __future__ import annotations

import datetime as dt
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import given, strategies as st

from content import validators


def message_of(check: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        check(*args, **kwargs)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize("address", ["/", "/halls/H-QU/", "/lists/zero/fee/"])
def test_address_of_a_page_is_taken(address: str) -> None:
    validators.check_page_url(address)


@pytest.mark.parametrize(
    "address",
    ["halls/", "/halls", "//evil.example/", "https://evil.example/", "/../x/", "/a b/"],
)
def test_address_of_no_page_of_this_site_is_refused(address: str) -> None:
    message = message_of(validators.check_page_url, address)
    assert address in message
    assert "以 / 开头和结尾" in message


@pytest.mark.parametrize(
    "code", ["440300", "440304", "990101", "990101001", "990101001001"]
)
def test_region_code_is_taken(code: str) -> None:
    validators.check_region(code)


@pytest.mark.parametrize("code", ["", "44030", "4403041", "44030X", "044030", "4403"])
def test_region_code_of_wrong_form_is_refused(code: str) -> None:
    message = message_of(validators.check_region, code)
    assert code in message
    assert "6、9或12位数字" in message


def test_fictional_region_is_refused_outside_the_demo(settings: Any) -> None:
    settings.PORTAL_DEMO = False
    assert "99开头只用于演示站点" in message_of(validators.check_region, "990101")


@pytest.mark.parametrize(
    ("code", "parent"),
    [
        ("440300", "440000"),
        ("440304", "440300"),
        ("440304001", "440304"),
        ("440304001002", "440304001"),
    ],
)
def test_region_below_its_prefix_is_taken(code: str, parent: str) -> None:
    validators.check_region_parent(code, parent)


@pytest.mark.parametrize(
    ("code", "parent"),
    [("440304", "450300"), ("440305001", "440304"), ("440304", "440304")],
)
def test_region_below_another_prefix_is_refused(code: str, parent: str) -> None:
    assert code in message_of(validators.check_region_parent, code, parent)


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",
        "11990101000000019X",
        "12990101000000027M",
        "91990101MA0000007H",
    ],
)
def test_credit_code_is_taken(code: str) -> None:
    validators.check_uscc(code)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("91990101MA0000007K", "末位校验码为“H”"),
        ("91990101MA000000", "18位"),
        ("91990101MAI000007H", "不含I"),
        ("9199O101MA0000007H", "不含I、O"),
        ("91ABCDEFMA0000007H", "第3至8位"),
    ],
)
def test_credit_code_is_refused(code: str, expected: str) -> None:
    message = message_of(validators.check_uscc, code)
    assert code in message
    assert expected in message


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",
        "11010519491231002x",
        "990101199003070015",
        "990101195501010025",
    ],
)
def test_identity_number_is_taken(number: str) -> None:
    validators.check_idno(number)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("990101199002300015", "出生日期"),
        ("990101299001010015", "出生日期"),
        ("990101199003070016", "与前17位相符"),
        ("9901011990030700", "18位"),
        ("99010119900307001A", "18位"),
    ],
)
def test_identity_number_is_refused(number: str, expected: str) -> None:
    assert expected in message_of(validators.check_idno, number)


def test_identity_number_is_never_repeated_in_full() -> None:
    message = message_of(validators.check_idno, "990101199003070016")
    assert "990101199003070016" not in message
    assert "990101********0016" in message


def test_birth_date_of_today_is_taken_and_of_tomorrow_refused() -> None:
    first17 = "99010120260302001"
    number = first17 + validators.id_check_character(first17)
    with time_machine.travel("2026-03-02T08:00:00+08:00"):
        validators.check_idno(number)
    with time_machine.travel("2026-03-01T08:00:00+08:00"):
        assert "出生日期" in message_of(validators.check_idno, number)


@pytest.mark.parametrize(
    "number", ["13800138000", "+86 138-0013-8000", "0086 19912345678"]
)
def test_mobile_number_is_taken(number: str) -> None:
    validators.check_mobile(number)


@pytest.mark.parametrize(
    "number",
    ["", "1380013800", "12800138000", "138001380001", "１３８００１３８０００"],
)
def test_mobile_number_is_refused(number: str) -> None:
    assert "11位" in message_of(validators.check_mobile, number)


@pytest.mark.parametrize(
    "number",
    [
        "0600-5558001",
        "010-12345678",
        "0755-88888888-8001",
        "12345",
        "12333",
        "400-123-4567",
    ],
)
def test_telephone_is_taken(number: str) -> None:
    validators.check_tel(number)


@pytest.mark.parametrize(
    "number", ["5558001", "0600 5558001", "13800138000", "0600-555", ""]
)
def test_telephone_without_area_code_is_refused(number: str) -> None:
    assert "区号" in message_of(validators.check_tel, number)


def test_post_code_has_six_digits() -> None:
    validators.check_post_code("518000")
    assert "5180001" in message_of(validators.check_post_code, "5180001")


@pytest.mark.parametrize("code", ["bm12345678", "4403000052"])
def test_site_identifier_is_taken(code: str) -> None:
    validators.check_site_id(code)


@pytest.mark.parametrize("code", ["bm1234567", "440300005", "xx12345678"])
def test_site_identifier_is_refused(code: str) -> None:
    assert code in message_of(validators.check_site_id, code)


def test_basic_code_repeats_the_matter_type() -> None:
    validators.check_basic_code("990512001000", "05")
    validators.check_basic_code("992020020000", "20")
    validators.check_basic_code("991100010000", "10")
    message = message_of(validators.check_basic_code, "000320012000", "01")
    assert "第3、4位与事项类型“01”一致" in message


@pytest.mark.parametrize("code", ["", "12345678901", "1234567890123", "99051200100X"])
def test_basic_code_of_wrong_length_is_refused(code: str) -> None:
    assert "12位数字" in message_of(validators.check_basic_code, code, "05")


def test_basic_code_of_a_local_scheme_is_not_looked_into() -> None:
    validators.check_basic_code("本地-1", "05", "LOCAL")


def test_implementation_code_joins_body_level_and_basic_code() -> None:
    parts = {"uscc": "11990101000000019X", "level": "4", "basic": "990512001000"}
    validators.check_impl_code("11990101000000019X4990512001000", **parts)
    for key, wrong, named in [
        ("uscc", "12990101000000027M", "前18位"),
        ("level", "5", "第19位"),
        ("basic", "990512001001", "后12位"),
    ]:
        message = message_of(
            validators.check_impl_code,
            "11990101000000019X4990512001000",
            **(parts | {key: wrong}),
        )
        assert named in message
        assert wrong in message


def test_implementation_code_of_wrong_length_is_refused() -> None:
    message = message_of(validators.check_impl_code, "1", uscc="", level="", basic="")
    assert "31位" in message


@pytest.mark.parametrize("tail", ["01", "99"])
def test_item_code_adds_two_digits(tail: str) -> None:
    validators.check_item_code(
        "11990101000000019X4990512001000" + tail, "11990101000000019X4990512001000"
    )


@pytest.mark.parametrize("tail", ["", "00", "1", "001", "0A"])
def test_item_code_is_refused(tail: str) -> None:
    impl = "11990101000000019X4990512001000"
    assert "01至99" in message_of(validators.check_item_code, impl + tail, impl)


def test_duration_is_a_whole_number_with_a_unit() -> None:
    validators.check_duration(0, "1")
    assert "-1" in message_of(validators.check_duration, -1, "1")
    assert "4000" in message_of(validators.check_duration, 4000, "1")
    assert "9" in message_of(validators.check_duration, 5, "9")


@pytest.mark.parametrize("value", [0, "0.50", Decimal("40"), 12.5, "1E+2"])
def test_money_is_taken(value: Any) -> None:
    validators.check_money(value)


@pytest.mark.parametrize("value", [-1, "0.505", "四十", "NaN", "Infinity"])
def test_money_is_refused(value: Any) -> None:
    assert str(value) in message_of(validators.check_money, value)


@given(
    st.text(alphabet=validators.USCC_ALPHABET, min_size=9, max_size=9),
    st.integers(100000, 989999),
)
def test_any_credit_code_with_its_check_character_is_taken(
    body: str, area: int
) -> None:
    first17 = f"91{area}{body}"
    validators.check_uscc(first17 + validators.uscc_check_character(first17))


@given(
    st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2020, 12, 31)),
    st.integers(0, 999),
)
def test_any_identity_number_with_its_check_character_is_taken(
    born: Any, serial: int
) -> None:
    first17 = f"440304{born:%Y%m%d}{serial:03}"
    validators.check_idno(first17 + validators.id_check_character(first17))


@given(st.text(max_size=30))
def test_no_text_breaks_a_check(text: str) -> None:
    checks = (
        validators.check_region,
        validators.check_uscc,
        validators.check_idno,
        validators.check_mobile,
        validators.check_tel,
        validators.check_post_code,
        validators.check_site_id,
        validators.check_basic_code,
        validators.check_money,
    )
    for check in checks:
        with suppress(ValidationError):
            check(text)
