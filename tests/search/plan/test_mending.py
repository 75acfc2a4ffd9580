from __future__ import annotations

import pytest

from search.lexicon import default_lexicon
from search.plan.mending import Mender
from search.plan.phrasebook import default_phrasebook


def mend(text: str) -> str:
    book = default_phrasebook()
    return Mender(default_lexicon(), book, book.occurs).mend(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("暂助证", "暂住证"),  # same sound
        ("戶口簿补发".replace("戶", "尸"), "户口簿补发"),  # look-alike
        ("营业执找", "营业执照"),  # one wrong
        ("食品经营可证", "食品经营许可证"),  # one missing
        ("道路运输输证", "道路运输证"),  # one too much
        ("营业照执", "营业执照"),  # two changed places
    ],
)
def test_one_slip_is_mended(text: str, meant: str) -> None:
    assert mend(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "居民身份证",
        "养狗办证",
        "给公司起名",
        "换工作社保怎么转",
        "开唱歌的店",
        "户口不在本地能领养老金吗",
        "a",
        "",
    ],
)
def test_what_makes_sense_stays(text: str) -> None:
    assert mend(text) == text


def test_two_characters_are_mended_only_beside_what_is_known() -> None:
    assert mend("低宝申请") == "低保申请"
    assert mend("宫保鸡丁") == "宫保鸡丁"
