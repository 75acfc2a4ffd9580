"""Rules 9.4: plain language and safety."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from content.lint.completeness import materials_of
from content.lint.personal import personal_data, personal_numbers
from content.lint.rules import DOCUMENTS, PUBLIC, Hit, Record, rule
from content.lint.texts import prose_of, texts_of
from content.lint.world import World

PLAIN_NAME: Final = 20
SENTENCE: Final = 40
LIST_LENGTH: Final = 9
LARGEST_FILE: Final = 10 * 1024 * 1024

_SENTENCES: Final = re.compile("[。；;!?！？\n]")
_CLAUSES: Final = re.compile("[，,、：:]")
_DAYS: Final = re.compile(r"(?<![月\d])(\d{1,3})\s*(个)?(天|日)(?=内|以内|之内|前|后)")
_WHO_FIRST: Final = re.compile(
    "^(申请|本人|当事|单位|企业|个人|法定|经营|从业|场所|老人|家庭|户|双方|夫妻|父母|子女|"
    "公司|机构|人员|学生|职工|参保|持|有|未|无|不|已|年|符|在|具|经|与|属|凡|用|设|建|新|"
    "[\\u4e00-\\u9fff]{1,8}(人|者|方|位|业|所|机构|企业|单位|车辆|房屋|项目))"
)
_LINK_TEXT: Final = re.compile(r"点击这里|点此|更多(?=[<\]])")
_URL: Final = re.compile(r"(https?)://([^\s/，。；）)<>\"']+)[^\s，。；）)<>\"']*")
_OLD_FORMATS: Final = (".doc", ".wps", ".xls")
_PICTURES: Final = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff")
_NUMBER_AND_PERIOD: Final = re.compile(
    r"(\d{4}年(?:\d{1,2}月|第[一二三四]季度)?)[^。]{0,20}?"
    r"(按时办结率|满意率|网办率|即办率|进驻率)[^。\d]{0,6}([\d.]+)%"
)


@cache
def _words() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "words.toml"
    with path.open("rb") as file:
        return tomllib.load(file)


@rule(
    "L301",
    "H",
    "请用“动词+对象”写一个百姓看得懂的名称(现为“{}”)",
    fix="如“领取高龄津贴”,20字以内",
)
def plain_name(record: Record, _world: World) -> Iterator[Hit]:
    """Names that only officers understand."""
    name = record["plain_name"]
    verbs = tuple(_words()["verbs"])
    if not name or len(name) > PLAIN_NAME or not any(verb in name for verb in verbs):
        yield "plain_name", name


@rule("L302", "H", "“{}…”偏长,建议拆分", fix="拆成短句,或者把列表分组")
def long_sentence(record: Record, _world: World) -> Iterator[Hit]:
    """Sentences beyond 40 characters, and long lists."""
    for text in texts_of(record):
        if text.role == "basis":
            continue
        for sentence in _SENTENCES.split(text.text):
            if len(_CLAUSES.sub("", sentence)) > SENTENCE:
                yield text.path, sentence[:20]
    if len(record["accept_conditions"]) > LIST_LENGTH:
        yield "accept_conditions", "受理条件"


@rule("L303", "H", "“{}”较专业,建议加解释", fix="换成日常说法,或者加括号解释")
def jargon(record: Record, _world: World) -> Iterator[Hit]:
    """Words of the office."""
    for text in texts_of(record):
        if text.role == "basis":
            continue
        for word in _jargon():
            found = word.search(text.text)
            # The matter's own name is explained by the plain one beside it.
            if found and found[0] not in record["name"]:
                yield text.path, found[0]


@cache
def _jargon() -> tuple[re.Pattern[str], ...]:
    """Return the words of the office where no explanation in brackets follows."""
    return tuple(re.compile(f"(?:{word})(?![(（])") for word in _words()["jargon"])


@rule(
    "L304",
    "H",
    "“{}”没有写明由谁满足,建议写成“申请人须…”的句式",
    fix="写明谁、满足什么",
)
def condition_names_someone(record: Record, _world: World) -> Iterator[Hit]:
    """Conditions that begin with neither who nor what."""
    for number, text in enumerate(record["accept_conditions"]):
        if not _WHO_FIRST.match(text.strip()):
            yield f"accept_conditions[{number}]", text[:20]


@rule(
    "L305", "W", "“{}”:时限请写明工作日或自然日", fix="写成“5个工作日内”或“5个自然日内”"
)
def days_of_which_kind(record: Record, _world: World) -> Iterator[Hit]:
    """Days of no kind."""
    for text in texts_of(record):
        if text.role in {"basis", "faq", "scope"}:
            continue
        if found := _DAYS.search(text.text):
            yield text.path, found[0]


@rule("L306", "H", "“{}”建议给出填写示例", fix="在填报须知里写一个例子")
def example(record: Record, _world: World) -> Iterator[Hit]:
    """Forms without an example in their notes."""
    for path, material in materials_of(record):
        notes = material.get("fill_notes") or ""
        if material["mat_kind"] == "申请表单" and not re.search("如|例", notes):
            yield f"{path}.fill_notes", material["name"]


@rule("L307", "E", "检测到个人信息“{}”,请打码", fix="用*代替中间几位", kinds=PUBLIC)
def personal(record: Record, world: World) -> Iterator[Hit]:
    """Numbers of real people in what everybody can read, files among it."""
    for text in prose_of(record):
        for number in personal_data(text.text):
            yield text.path, number
    for path, name in _files(record):
        for number in personal_numbers(world.file_text(name)):
            yield path, number


@rule(
    "L308",
    "W",
    "附件“{}”请提供可编辑、可读屏的格式,且不超过10MB",
    fix="换成 PDF、DOCX 或网页",
    kinds=DOCUMENTS,
)
def open_formats(record: Record, world: World) -> Iterator[Hit]:
    """Attachments as pictures, in closed formats, or too large."""
    for path, name in _files(record):
        size = world.file_size(name)
        closed = name.lower().endswith((*_OLD_FORMATS, *_PICTURES))
        if closed or (size is not None and size > LARGEST_FILE):
            yield path, name


def _files(record: Record) -> Iterator[tuple[str, str]]:
    for path, material in materials_of(record):
        for name in ("blank_form", "sample_form", "error_sample"):
            if material.get(name):
                yield f"{path}.{name}", material[name]
    sample = (record.get("result") or {}).get("sample")
    if sample:
        yield "result.sample", sample
    for number, name in enumerate(record.get("attachments") or ()):
        if isinstance(name, str):
            yield f"attachments[{number}]", name


@rule("L309", "W", "链接文字“{}”请说明去向", fix="写出链接通往哪里", kinds=DOCUMENTS)
def link_text(record: Record, _world: World) -> Iterator[Hit]:
    """Links that do not say where they go."""
    for text in prose_of(record):
        if found := _LINK_TEXT.search(text.text):
            yield text.path, found[0]


@rule(
    "L310",
    "E",
    "外部链接“{}”不安全或未备案",
    fix="改用 https,或者登记这个域名",
    kinds=PUBLIC,
)
def safe_links(record: Record, world: World) -> Iterator[Hit]:
    """Links without encryption or to unknown hosts."""
    for text in prose_of(record):
        yield from _unsafe(text.path, text.text, world)
    for name in ("online_url", "mobile_url"):
        yield from _unsafe(name, record.get(name) or "", world)
    for name in ("legal_bases", "bases"):
        for number, basis in enumerate(record.get(name) or ()):
            yield from _unsafe(f"{name}[{number}].url", basis.get("url") or "", world)


def _unsafe(path: str, text: str, world: World) -> Iterator[Hit]:
    for found in _URL.finditer(text):
        host = urlsplit(found[0]).hostname or ""
        if found[1] == "http" or not world.domain_is_allowed(host):
            yield path, found[0]


@rule("L311", "H", "“{}”建议统一使用“{}”", fix="使用统一的说法", kinds=PUBLIC)
def glossary(record: Record, _world: World) -> Iterator[Hit]:
    """Several words for one thing."""
    for text in prose_of(record):
        if text.role == "basis":
            continue
        for word, preferred in _words()["glossary"].items():
            if word in text.text and preferred not in text.text:
                yield text.path, word, preferred


@rule(
    "L312",
    "W",
    "数据“{}”与统计口径不一致(口径为{})",
    fix="改用统计口径的数字",
    kinds=("article",),
)
def figures(record: Record, world: World) -> Iterator[Hit]:
    """Figures in the news that differ from the published ones."""
    for found in _NUMBER_AND_PERIOD.finditer(record.get("body") or ""):
        published = world.metric(found[2], found[1])
        if published is not None and abs(published - float(found[3])) > _ROUNDING:
            yield "body", found[0], f"{published:g}%"


_ROUNDING: Final = 0.05
