from __future__ import annotations

import pytest

from portal.finding.masking import LONGEST, masked


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("110101199003071234 身份证丢了", "〔证件号〕 身份证丢了"),
        ("身份证１１０１０１１９９００３０７１２３Ｘ", "身份证〔证件号〕"),
        ("13812345678 查社保", "〔号码〕 查社保"),
        ("138 1234 5678 查社保", "〔号码〕 查社保"),
        ("0826-2345678 是哪里", "〔号码〕 是哪里"),
        ("6222021234567890123 挂失", "〔号码〕 挂失"),
        ("91511602MA6XXXXX1K 注销", "〔号码〕 注销"),
        ("川A12345 违章", "〔车牌〕 违章"),
        ("wang.xm@example.cn 收不到", "〔邮箱〕 收不到"),
        ("我叫王小明，社保断了", "我叫〔姓名〕,社保断了"),
        ("姓名：欧阳娜娜 档案", "姓名:〔姓名〕 档案"),
        ("王小明的身份证", "〔姓名〕的身份证"),
        ("李建国同志退休", "〔姓名〕同志退休"),
        ("张伟", "〔姓名〕"),
    ],
)
def test_numbers_and_names_of_persons_are_masked(text: str, kept: str) -> None:
    assert masked(text) == kept


@pytest.mark.parametrize(
    "text",
    ["高龄", "卖早点", "12345投诉", "3岁以下育儿补贴", "养老保险转移", "2026年公积金"],
)
def test_what_is_no_person_stays(text: str) -> None:
    assert masked(text) == text


def test_long_texts_are_cut() -> None:
    assert len(masked("办" * 300)) == LONGEST
