"""Rules 9.1: vague wording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from content.lint.rules import PUBLIC, Hit, Record, rule
from content.lint.texts import prose_of, texts_of
from content.lint.world import World

BOTH: Final = ("guide", "power")

_OTHER_PAPERS = re.compile("其他材料|其它材料|其他相关材料|其余材料")
_OTHER_BY_LAW = re.compile(
    "法律、?(和)?(行政)?法规(、规章)?规定的其他|规定的其他(材料|条件|情形)"
)
_SOME_PROOF = re.compile(
    "(有关|相关|必要)(部门)?(要求|需要)?的?(其他)?(证明|材料|文件|手续)"
)
_AND_SO_ON = re.compile("等(材料|证明|文件)?$")
_AS_THE_CASE = re.compile("视情况|视情|酌情|根据实际情况|必要时")
_AS_REQUIRED = re.compile("(按规定|按要求|按相关规定|符合规定|依规)[。.]?")
_SEE = re.compile("详见|参见|另见|附后")
_LINK = re.compile(
    r"https?://|files/|(^|[^\w/])/[a-z]|附件\s*\d|第[一二三四五六七八九十\d]+条"
)
_ROUGHLY = re.compile("原则上|一般情况下|通常|适当|若干|大约|左右|尽快|及时")
_EMPTY_WORDS = re.compile("(符合条件|满足要求|合格|有效)[。.]?")
_PLACEHOLDER = re.compile("待定|待确认|[Xx]{3,}")
_PLACEHOLDER_ALONE = re.compile("(暂无|无内容|测试|同上|略)[。.]?")
_BY_OFFICER = re.compile("工作人员(认为|要求)|窗口要求|领导批准")
_ODD_PROOF = re.compile("(无犯罪|单身|同一人|存活|无业|关系)(记录)?证明")
_VILLAGE = re.compile("社区|居委会|村委会|村居")
_COPIES = re.compile("复印件(若干|数份|多份)")
_DOUBLE_NEGATION = re.compile("不得不|不能不|不可不|没有不|无不|未必不|并非不")
_LONG: Final = re.compile(r"[^，。；、：！？,;:!?.\s（）()“”]{61,}")

CATCH_ALL_MESSAGE: Final = "材料“{}”属于兜底要求,请逐项列明材料名称"


def vague_reference(text: str) -> str:
    """Return the words that only point elsewhere without a link or file, or ""."""
    found = _SEE.search(text)
    return found[0] if found and not _LINK.search(text) else ""


def other_by_law(text: str) -> str:
    """Return the words that leave the rest to "other things the law says", or ""."""
    found = _OTHER_BY_LAW.search(text)
    return found[0] if found else ""


def _search(record: Record, pattern: re.Pattern[str], roles: str = "") -> Iterator[Hit]:
    for text in texts_of(record):
        if roles and text.role not in roles.split():
            continue
        if found := pattern.search(text.text):
            yield text.path, found[0]


@rule("L001", "E", CATCH_ALL_MESSAGE, fix="一份材料一行,写官方全称", kinds=BOTH)
def other_papers(record: Record, _world: World) -> Iterator[Hit]:
    """Catch-all papers."""
    for text in texts_of(record):
        if text.role != "basis" and _OTHER_PAPERS.search(text.text):
            yield text.path, text.text


@rule(
    "L002",
    "E",
    "不得使用“{}…”,请写明法规名称、条款和具体内容",
    fix="写出法规名称、条款号和要求的内容",
    kinds=BOTH,
)
def other_things_by_law(record: Record, _world: World) -> Iterator[Hit]:
    """The words "other … provided for by law"."""
    yield from _search(record, _OTHER_BY_LAW)


@rule(
    "L003",
    "E",
    "“{}”不明确,请写明证明名称和出具单位",
    fix="写出证明的名称和出具单位",
)
def some_proof(record: Record, _world: World) -> Iterator[Hit]:
    """Relevant papers that nobody named."""
    yield from _search(record, _SOME_PROOF, "name condition notes standard faq")


@rule(
    "L004",
    "E",
    "材料“{}”以“等”结尾,请删除“等”,一份材料一行,全部列出",
    fix="把每一份材料各写一行",
)
def and_so_on(record: Record, _world: World) -> Iterator[Hit]:
    """Names of papers that end in "and so on"."""
    for text in texts_of(record):
        if text.role == "name" and _AND_SO_ON.search(text.text.strip()):
            yield text.path, text.text


@rule(
    "L005",
    "E",
    "“{}”没有标准,请改为情形引导并写明触发条件",
    fix="改为情形引导:写明什么情形需要",
)
def as_the_case_may_be(record: Record, _world: World) -> Iterator[Hit]:
    """Requirements that depend on nobody knows what."""
    yield from _search(record, _AS_THE_CASE, "name condition notes standard faq")


@rule(
    "L006",
    "E",
    "“{}”没有内容,请写明是哪一条规定、具体要求是什么",
    fix="写明哪一条规定、要求什么",
)
def as_required(record: Record, _world: World) -> Iterator[Hit]:
    """Conditions that say no more than "as required"."""
    for text in texts_of(record):
        is_own = text.role in {"condition", "standard", "notes"}
        if is_own and _AS_REQUIRED.fullmatch(text.text.strip()):
            yield text.path, text.text


@rule(
    "L007",
    "E",
    "请补充链接或附件,不得只写“{}”",
    fix="给出链接或附件,或者写出内容",
    kinds=BOTH,
)
def see_elsewhere(record: Record, _world: World) -> Iterator[Hit]:
    """References without a link or file."""
    for text in texts_of(record):
        if found := vague_reference(text.text):
            yield text.path, found


@rule(
    "L008",
    "W",
    "“{}”含义不确定,请给出数字或条件",
    fix="写出数字、期限或者条件",
)
def roughly(record: Record, _world: World) -> Iterator[Hit]:
    """Words without a measure."""
    yield from _search(record, _ROUGHLY, "name condition notes standard faq")


@rule(
    "L009",
    "E",
    "“{}”无实质信息,请写明可核对的条件",
    fix="写出窗口可以核对的内容",
)
def empty_words(record: Record, _world: World) -> Iterator[Hit]:
    """Conditions without substance."""
    for text in texts_of(record):
        is_own = text.role in {"condition", "standard", "notes"}
        if is_own and _EMPTY_WORDS.fullmatch(text.text.strip()):
            yield text.path, text.text


@rule("L010", "E", "存在占位内容“{}”,不能发布", fix="换成实际内容", kinds=PUBLIC)
def placeholder(record: Record, _world: World) -> Iterator[Hit]:
    """Placeholders that were never replaced."""
    for text in prose_of(record):
        found = _PLACEHOLDER.search(text.text)
        alone = _PLACEHOLDER_ALONE.fullmatch(text.text.strip())
        if found or alone:
            yield text.path, (found or alone or [""])[0]


@rule(
    "L011",
    "E",
    "“{}”:不得以工作人员个人判断作为受理条件",
    fix="写出客观、可核对的条件",
)
def by_officer(record: Record, _world: World) -> Iterator[Hit]:
    """Conditions that are an officer's opinion."""
    yield from _search(record, _BY_OFFICER, "name condition notes standard faq")


@rule(
    "L012",
    "W",
    "“{}”疑似已取消的证明,请核对证明事项清单或改为告知承诺、数据核验",
    fix="核对证明事项清单,或者改为告知承诺、数据核验",
)
def odd_proof(record: Record, _world: World) -> Iterator[Hit]:
    """Proofs that were abolished."""
    for material in record.get("materials") or ():
        found = _ODD_PROOF.search(material["name"])
        local = material["source"] == "10" or _VILLAGE.search(material["issuer"] or "")
        if found and local:
            yield f"materials[{material['order']}].name", material["name"]


@rule("L013", "E", "“{}”,请填写准确份数", fix="在份数栏填数字")
def many_copies(record: Record, _world: World) -> Iterator[Hit]:
    """Copies without a number."""
    yield from _search(record, _COPIES)


@rule(
    "L014",
    "W",
    "“{}”:句子过长或含双重否定,请改写",
    fix="拆成短句,用肯定的说法",
)
def hard_sentence(record: Record, _world: World) -> Iterator[Hit]:
    """Double negations and sentences without a pause."""
    for text in texts_of(record):
        if text.role == "basis":
            continue
        found = _DOUBLE_NEGATION.search(text.text) or _LONG.search(text.text)
        if found:
            yield text.path, found[0][:30]
