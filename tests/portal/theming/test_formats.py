from __future__ import annotations

import datetime as dt

import pytest

from portal.theming.formats import (
    cn_date,
    cn_datetime,
    full_width,
    iso_date,
    iso_datetime,
    tel_href,
    thousands,
)

NOON_UTC = dt.datetime(2026, 11, 20, 20, 5, tzinfo=dt.UTC)


def test_date_is_written_with_weekday_when_asked() -> None:
    assert cn_date("2026-11-20") == "2026 年 11 月 20 日"
    assert cn_date(dt.date(2026, 11, 20), weekday=True) == "2026 年 11 月 20 日（周五）"


def test_moment_is_shown_in_shanghai_time() -> None:
    assert cn_datetime(NOON_UTC) == "2026 年 11 月 21 日 04:05"
    assert iso_datetime(NOON_UTC) == "2026-11-21T04:05"
    assert iso_date(NOON_UTC) == "2026-11-21"


def test_text_that_is_no_date_stays_as_it_is() -> None:
    assert cn_date("长期") == "长期"
    assert iso_date("长期") == "长期"


def test_numbers_and_telephones() -> None:
    assert thousands(1941) == "1,941"
    assert tel_href("0600-5551060") == "tel:06005551060"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("上传照片,四角完整", "上传照片，四角完整"),
        ("听证(法律规定的情形)", "听证（法律规定的情形）"),
        ("满80周岁;户口在本区", "满80周岁；户口在本区"),
        ("3,000", "3,000"),
        ("9:00-12:00", "9:00-12:00"),
        ("https://example.com/a?b", "https://example.com/a?b"),
        ("9:00—12:00", "9:00\u2060—\u206012:00"),
        ("", ""),
    ],
)
def test_half_width_punctuation_beside_chinese_is_widened(
    typed: str, shown: str
) -> None:
    assert full_width(typed) == shown
