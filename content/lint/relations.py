"""Rules 9.3, second part: codes, dates, results and other records."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Final

from django.core.exceptions import ValidationError

from content.lint.completeness import materials_of
from content.lint.rules import Hit, Record, rule
from content.lint.world import World
from content.validators import (
    check_basic_code,
    check_impl_code,
    check_item_code,
    check_uscc,
)
from content.zero_list import zero_entries

_BRACKETS: Final = re.compile(r"[(（][^)）]*[)）]")
_CERTIFICATE: Final = re.compile("(证|照)$")
_APPROVAL: Final = re.compile("(批复|意见|批文)$")
_ON_ID_CARD: Final = re.compile("(身份证号|出生日期|性别|民族)证明")
_FORM_OF_PAPER: Final = re.compile(
    r"(的)?(原件|复印件|副本|正本|扫描件)+$|[一二三\d]+份$"
)
_GIVES_BACK: Final = re.compile("变更|延续|换发|换领|补发|补领|注销|遗失")
_PAUSED: Final = ("2", "3")
_STOPPED: Final = frozenset({"暂停", "取消"})


@rule(
    "L221",
    "E",
    "编码“{}”校验失败:{}",
    fix="按编码规则改正",
    kinds=("guide", "department"),
)
def codes(record: Record, world: World) -> Iterator[Hit]:
    """Codes that break their own rule."""
    department = world.department(record.get("department") or "") or {}
    given = record.get("department_uscc") or record.get("uscc")
    uscc = given or department.get("uscc") or ""
    checks: list[tuple[str, Callable[[], None]]] = [(uscc, lambda: check_uscc(uscc))]
    if record.get("code_scheme") == "N2020":
        basic, impl = record["basic_code"], record["impl_code"]
        checks += [
            (basic, lambda: check_basic_code(basic, record["matter_type"], "N2020")),
            (
                impl,
                lambda: check_impl_code(
                    impl, uscc=uscc, level=record["level"], basic=basic
                ),
            ),
            (record["item_code"], lambda: check_item_code(record["item_code"], impl)),
        ]
    for code, check in checks:
        if not code:
            continue
        try:
            check()
        except ValidationError as error:
            yield "codes", code, "；".join(error.messages)


@rule("L222", "E", "生效、取消日期矛盾({})", fix="改正日期或者状态")
def dates(record: Record, world: World) -> Iterator[Hit]:
    """Cancelled before it began, or cancelled but still offered."""
    start, end = record.get("effective_on"), record.get("cancel_on")
    if start and end and end <= start:
        yield "cancel_on", f"{start}至{end}"
    elif end and dt.date.fromisoformat(end) < world.today:
        yield "cancel_on", f"{end}已取消"
    if record.get("state") == "3":
        yield "state", "状态为取消"


@rule("L223", "E", "结果名称“{}”与结果类型“{}”不一致", fix="改正结果类型或者名称")
def result_type(record: Record, _world: World) -> Iterator[Hit]:
    """A certificate that is called something else."""
    result = record["result"]
    name = _BRACKETS.sub("", result["name"]).strip()
    if (_CERTIFICATE.search(name) and result["type"] != "证照") or (
        _APPROVAL.search(name) and result["type"] != "批文"
    ):
        yield "result.type", result["name"], result["type"]


@rule(
    "L224",
    "E",
    "“{}”已不符合{}条件,已移出清单",
    fix="改正指南,或者移出清单",
    kinds=("zero",),
)
def zero_entry(record: Record, _world: World) -> Iterator[Hit]:
    """Entries of the four-zero list that do not hold any more.

    The record is `{"guide": guide, "kinds": [...], "scenario": name}`.
    """
    guide = record["guide"]
    held = {
        entry.kind
        for entry in zero_entries(guide)
        if entry.scenario == record["scenario"]
    }
    for kind in record["kinds"]:
        if kind not in held:
            yield "kinds", guide["name"], kind


@rule(
    "L225",
    "E",
    "“一件事”合并后{}反而增加,或含已暂停事项({})",
    fix="改正成员,或者暂停一件事",
    kinds=("theme",),
)
def theme_gains(record: Record, world: World) -> Iterator[Hit]:
    """Themes that make things worse, or that hold a paused matter."""
    papers, form = record.get("merged_materials"), record.get("merged_form")
    combined = record.get("combined")
    if papers and papers["after_total"] > papers["before_total"]:
        yield "merged_materials", "材料", ""
    if form and form["fields_after"] > form["fields_before"]:
        yield "merged_form", "表单", ""
    if combined and combined["promise_days"] > combined["sum_of_members"]:
        yield "combined", "时限", ""
    visits = _visits_of_members(record, world)
    if combined and visits is not None and combined["visits"] > visits:
        yield "combined", "到现场次数", ""
    if record["state"] in _STOPPED:
        return
    for member in record["members"]:
        matter = world.matter(member.get("guide") or member.get("matter_id") or "")
        if matter is not None and matter.state in _PAUSED:
            yield f"members[{member['order']}]", "", member["name"]


def _visits_of_members(record: Record, world: World) -> int | None:
    """Return the visits of all members together; None while one's are not known."""
    total = 0
    for member in record["members"]:
        matter = world.matter(member.get("guide") or member.get("matter_id") or "")
        if matter is None or matter.visits is None:
            return None
        total += matter.visits
    return total


@rule("L226", "E", "告知承诺事项缺少承诺书或核查规则", fix="上传承诺书,写明核查规则")
def commitment(record: Record, _world: World) -> Iterator[Hit]:
    """Promises instead of papers need their wording and a check."""
    told = record.get("commitment") or {}
    if record["commitment_based"] and not (
        (told.get("template") or told.get("file")) and told.get("supervision")
    ):
        yield ("commitment",)


@rule("L227", "E", "受委托实施须填写委托机关和委托书", fix="填写委托机关和委托书")
def entrusted(record: Record, _world: World) -> Iterator[Hit]:
    """Acting for another body without saying for whom."""
    if record["body_nature"] == "3" and not (
        record.get("entrusting_dept") and record.get("entrust_doc")
    ):
        yield ("entrusting_dept",)


@rule("L229", "W", "材料“{}”与“{}”重复", fix="合并成一份材料")
def repeated_papers(record: Record, _world: World) -> Iterator[Hit]:
    """The same paper twice: one code, or names that differ in form only."""
    for (path, one), (_, other) in combinations(materials_of(record), 2):
        code = one.get("std_code")
        same_name = _paper(one["name"]) == _paper(other["name"])
        if same_name or (code and code == other.get("std_code")):
            yield path, one["name"], other["name"]


def _plain(name: str) -> str:
    return re.sub(r"[\s()（）“”《》·,，、]", "", name)


def _paper(name: str) -> str:
    """Return a paper's name without what tells original, copy and number of copies."""
    return _FORM_OF_PAPER.sub("", _plain(name))


@rule("L230", "W", "“{}”可由系统获取,不应要求群众提供", fix="删去这份材料")
def known_facts(record: Record, _world: World) -> Iterator[Hit]:
    """A paper that is the result itself, or a fact on the identity card.

    Who changes, renews or gives back a licence hands in the old one.
    """
    own = _plain(record["result"]["name"])
    gives_back = _GIVES_BACK.search(record["name"]) is not None
    for path, material in materials_of(record):
        name = _plain(material["name"])
        is_result = own and name == own and not gives_back
        if material["exempt"] == "0" and (is_result or _ON_ID_CARD.search(name)):
            yield path, material["name"]


@rule("L231", "E", "事项“{}”与“{}”互为前置,形成循环", fix="取消其中一个前置")
def circular(record: Record, world: World) -> Iterator[Hit]:
    """Matters that need each other's result (循环证明)."""
    loop = world.loop_of(record)
    if loop:
        yield "related", loop[0], "”→“".join(loop[1:])


@rule(
    "L232", "W", "中介服务“{}”没有法定依据,不得作为受理条件", fix="填写法定依据或者取消"
)
def intermediary(record: Record, _world: World) -> Iterator[Hit]:
    """Paid services that no law asks for."""
    for number, row in enumerate(record["intermediary"] or ()):
        if not row.get("basis"):
            yield f"intermediary[{number}]", row["name"]


@rule("L233", "W", "不允许代办请说明法律依据", fix="填写法律依据,或者允许代办")
def proxy(record: Record, _world: World) -> Iterator[Hit]:
    """Nobody may act for the applicant, and nobody says why."""
    if not record["proxy_allowed"] and not record["proxy_reason"]:
        yield ("proxy",)
