"""Take what tells of a person out of a search text before it is kept.

Better one word too many is masked than one too few: the counts are for finding words
that search does not know, not for reading what somebody typed.
"""

from __future__ import annotations

import re
from typing import Final

from search.plan.phrasebook import default_phrasebook
from search.tokens.normalise import normalise
from search.tokens.words import plain_words

LONGEST: Final = 60

_CHINESE: Final = "\u4e00-\u9fff"
_NUMBER: Final = "〔号码〕"
_NAME: Final = "〔姓名〕"
_PATTERNS: Final = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "〔邮箱〕"),
    (re.compile(r"(?<![0-9])[0-9]{17}[0-9x](?![0-9])"), "〔证件号〕"),
    (re.compile(r"(?<![0-9])[0-9]{15}(?![0-9])"), "〔证件号〕"),
    (re.compile(rf"[{_CHINESE}][a-z][·\s]?[a-z0-9]{{4,5}}[0-9挂学警](?![0-9a-z])"), "〔车牌〕"),
    # Passports, credit codes, and long codes with letters.
    (re.compile(r"(?<![0-9a-z])(?=[a-z]*[0-9])[0-9a-z]{8,}(?![0-9a-z])"), _NUMBER),
    # Telephones and cards, also written in groups.
    (re.compile(r"(?<![0-9])[0-9](?:[\s\-()]*[0-9]){6,}(?![0-9])"), _NUMBER),
)  # fmt: skip
# The hundred most frequent surnames, and those of two characters.
_SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于"
    "蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛"
    "闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_DOUBLE: Final = "欧阳|上官|司马|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯"
_PERSON: Final = rf"(?:(?:{_DOUBLE})|[{_SURNAMES}])[{_CHINESE}]{{1,2}}"
_CUED: Final = re.compile(
    rf"(我叫|名叫|名字叫|名字是|姓名[是:：]?|本人)\s*({_PERSON})(?=[的，,。\s]|$|[^{_CHINESE}])"
)
_TITLED: Final = re.compile(rf"({_PERSON})(?=先生|女士|小姐|同志|老师|师傅)")
_ALONE: Final = re.compile(rf"(?<![{_CHINESE}]){_PERSON}(?![{_CHINESE}])")
_BEFORE_PAPER: Final = re.compile(
    rf"(?<![{_CHINESE}])({_PERSON})(?=的?(?:身份证|户口|社保|电话|地址|档案|病历))"
)


def masked(text: str) -> str:
    """Return the normalised text without numbers and names of persons.

    >>> masked("身份证 110101199003071234 丢了")
    '身份证 〔证件号〕 丢了'
    >>> masked("我叫王小明，社保断了")
    '我叫〔姓名〕,社保断了'
    """
    kept = " ".join(normalise(text).split())
    for pattern, instead in _PATTERNS:
        kept = pattern.sub(instead, kept)
    kept = _CUED.sub(rf"\1{_NAME}", kept)
    kept = _TITLED.sub(_NAME, kept)
    kept = _BEFORE_PAPER.sub(_unless_words, kept)
    kept = _ALONE.sub(_unless_words, kept)
    return kept[:LONGEST]


def _unless_words(found: re.Match[str]) -> str:
    """Keep what names of matters say: 高龄 and 马路 are no names of persons.

    The general dictionary does not count: it has persons of public life, too.
    """
    text = found.group()
    first = plain_words(text)[0]
    book = default_phrasebook()
    known = text in book.phrases or (len(first) > 1 and book.occurs(first))
    return text if known else _NAME
