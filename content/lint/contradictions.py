"""Rules 9.3, first part: a guide's time, visits, channels, fee and contacts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from content.lint.completeness import materials_of
from content.lint.rules import Hit, Record, rule
from content.lint.world import World

IMMEDIATE: Final = "1"
CANCELLED: Final = "3"
WINDOW: Final = "1"
MOST_VISITS: Final = 1
HALL_HOURS: Final = "以大厅登记的办公时间为准"

_TEL: Final = re.compile(
    r"0\d{2,3}-\d{7,8}(-\d{1,6})?|1\d{4}|9\d{4}|400-\d{3}-\d{4}|1[1-9]\d"
)
_OWN_MATTER: Final = re.compile(r"/(?:apply|guides)/([^/?#]+)")
_HOURS: Final = re.compile(r"(\d{1,2}:\d{2})\s*[-—–~至到]\s*(\d{1,2}:\d{2})")

# Calendar days in one unit, to compare limits in different units.
_UNIT_DAYS: Final = {
    "1": 1.4, "2": 1.0, "3": 1 / 24, "4": 1 / 1440, "5": 30.0, "6": 365.0,
}  # fmt: skip
_UNITS: Final = {
    "1": "工作日", "2": "自然日", "3": "小时", "4": "分钟", "5": "个月", "6": "年",
}  # fmt: skip


def limit_text(days: float, unit: str) -> str:
    """Return a limit as it is read: 20工作日."""
    return f"{days:g}{_UNITS.get(unit, '')}"


def exceeds(days: float, unit: str, limit: float, limit_unit: str) -> bool:
    """Tell whether a time is longer than a limit, in whatever units."""
    if unit == limit_unit:
        return days > limit
    return days * _UNIT_DAYS.get(unit, 1) > limit * _UNIT_DAYS.get(limit_unit, 1)


@rule("L201", "E", "承诺时限({})超过法定时限({})", fix="把承诺时限改到法定时限以内")
def promise_within_law(record: Record, _world: World) -> Iterator[Hit]:
    """Promises beyond the law."""
    statutory, promise = record["statutory_days"], record["promise_days"]
    if record["no_statutory"] or None in (statutory, promise):
        return
    promise_unit, law_unit = record["promise_unit"], record["statutory_unit"]
    if exceeds(promise, promise_unit, statutory, law_unit):
        yield (
            "promise_days",
            limit_text(promise, promise_unit),
            limit_text(statutory, law_unit),
        )


@rule("L202", "E", "办件类型与承诺时限矛盾(承诺{})", fix="即办件承诺0,其他办件大于0")
def immediate_is_zero(record: Record, _world: World) -> Iterator[Hit]:
    """Instant cases take no days, others some."""
    if record["promise_days"] is None:
        return
    if (record["case_kind"] == IMMEDIATE) != (record["promise_days"] == 0):
        unit = record["promise_unit"]
        yield "case_kind", limit_text(record["promise_days"], unit)


@rule("L203", "E", "各环节时限合计{}超过承诺时限{}", fix="减少环节时限,或者改承诺时限")
def stages_within_promise(record: Record, _world: World) -> Iterator[Hit]:
    """Stages that take longer than what is promised."""
    if record["promise_days"] is None:
        return
    counted = [
        stage["days"]
        for stage in record["stages"]
        if stage["counted"] and stage.get("unit", "1") == record["promise_unit"]
    ]
    if sum(counted) > record["promise_days"]:
        yield "stages", str(sum(counted)), str(record["promise_days"])


@rule(
    "L204", "W", "承诺时限未压缩,应不超过法定时限的{}", fix="压缩承诺时限或者说明原因"
)
def promise_ratio(record: Record, world: World) -> Iterator[Hit]:
    """Promises that do not go below the law, where the site asks for it."""
    ratio, statutory = world.promise_ratio, record["statutory_days"]
    promise = record["promise_days"]
    if ratio is None or record["no_statutory"] or None in (statutory, promise):
        return
    same_unit = record["promise_unit"] == record["statutory_unit"]
    if same_unit and promise > int(ratio * statutory):
        yield "promise_days", f"{ratio:.2f}"


@rule(
    "L205",
    "E",
    "到现场次数为0,但只能窗口办理",
    fix="开通网上或邮寄申请,或者改到现场次数",
)
def zero_visits_not_window_only(record: Record, _world: World) -> Iterator[Hit]:
    """No visit, but only windows."""
    if record["visits"] == 0 and record["handle_forms"] == [WINDOW]:
        yield ("visits",)


@rule(
    "L206",
    "E",
    "到现场次数为0且不能网办时,必须支持邮寄申请",
    fix="支持邮寄申请或网办,或者改到现场次数",
)
def zero_visits_need_a_way(record: Record, _world: World) -> Iterator[Hit]:
    """No visit, but no way to hand anything in."""
    remote = record["online"] or record["express_in"]
    if record["visits"] == 0 and not remote:
        yield ("visits",)


@rule(
    "L207", "E", "全程网办事项的到现场次数应为0(现为{})", fix="改网办深度或者到现场次数"
)
def full_online_has_no_visits(record: Record, _world: World) -> Iterator[Hit]:
    """Fully online, but with visits."""
    if record.get("online_grade") == "Ⅳ" and record["visits"] > 0:
        yield "visits", str(record["visits"])


@rule(
    "L208", "E", "请填写必须到现场的原因", fix="写明法律规定、核验原件、本人到场等原因"
)
def visits_have_a_reason(record: Record, _world: World) -> Iterator[Hit]:
    """Visits that nobody explains."""
    if record["visits"] >= 1 and not record["visit_reason"]:
        yield ("visit_reason",)


@rule("L209", "W", "到现场次数为0,不应填写现场办理原因", fix="清空原因或者改到现场次数")
def no_visits_no_reason(record: Record, _world: World) -> Iterator[Hit]:
    """A reason for visits that do not happen."""
    if record["visits"] == 0 and record["visit_reason"]:
        yield ("visit_reason",)


@rule(
    "L210", "W", "到现场{}次,超过“最多跑一次”,请说明", fix="减少到现场次数或者说明原因"
)
def one_visit_at_most(record: Record, _world: World) -> Iterator[Hit]:
    """More than one visit."""
    if record["visits"] > MOST_VISITS:
        yield "visits", str(record["visits"])


@rule(
    "L211",
    "E",
    "材料“{}”标为免提交,但未写明电子证照或数据来源",
    fix="填写免提交来源",
)
def exempt_has_a_source(record: Record, _world: World) -> Iterator[Hit]:
    """Papers that nobody hands in and nothing replaces."""
    for path, material in materials_of(record):
        if material["exempt"] != "0" and not material.get("exempt_source"):
            yield path, material["name"]


@rule(
    "L212",
    "E",
    "电子证照“{}”尚未开通,不能免提交",
    fix="选已开通的证照类型,或者改免提交方式",
)
def certificate_is_live(record: Record, world: World) -> Iterator[Hit]:
    """Certificates that are not there yet."""
    for path, material in materials_of(record):
        name = material.get("cert_type") or ""
        if material["exempt"] == "1" and not world.certificate_is_live(name):
            yield path, name or material["name"]


@rule(
    "L213",
    "W",
    "“{}”由本地政府核发,应当免提交或说明原因",
    fix="改为免提交,或者填不能免的原因",
)
def own_paper_is_exempt(record: Record, world: World) -> Iterator[Hit]:
    """Papers that this government issued itself."""
    for path, material in materials_of(record):
        own = any(name in (material["issuer"] or "") for name in world.region_names)
        asked = material["source"] == "20" and material["exempt"] == "0"
        if own and asked and not material.get("not_exempt_reason"):
            yield path, material["name"]


@rule(
    "L214", "E", "收费事项缺少收费依据、项目或标准", fix="填写收费项目、标准和依据文号"
)
def fee_has_a_basis(record: Record, _world: World) -> Iterator[Hit]:
    """Fees without a basis."""
    fee = record["fee"]
    if not fee["is_fee"]:
        return
    if not fee["rows"]:
        yield ("fee",)
    for number, row in enumerate(fee["rows"]):
        told = row["name"] and (row.get("standard") or row["amount"] is not None)
        if not told or not (row.get("basis") or {}).get("title"):
            yield (f"fee.rows[{number}]",)


@rule(
    "L215", "E", "不收费事项不应有收费项目或网上支付", fix="删除收费项目,或者改为收费"
)
def no_fee_no_rows(record: Record, _world: World) -> Iterator[Hit]:
    """Free, but with a price list."""
    if not record["fee"]["is_fee"] and record["fee"]["rows"]:
        yield ("fee",)


@rule(
    "L216",
    "E",
    "已标为可网办,但网办地址为空或无法访问({})",
    fix="填写 https 网址或站内地址",
)
def online_has_an_address(record: Record, world: World) -> Iterator[Hit]:
    """Online, nobody knows where, or where nothing can be applied for any more.

    Nobody calls other sites up here: of their addresses only the form is looked at.
    """
    if not record["online"]:
        return
    url = record["online_url"]
    own = _OWN_MATTER.match(url)
    matter = world.matter(own[1]) if own else None
    dead = matter is not None and matter.state == CANCELLED
    if dead or not url.startswith(("/", "https://")):
        yield "online_url", url


@rule("L217", "E", "支持预约但未设置号源", fix="填写每日可预约量或预约规则")
def appointment_has_slots(record: Record, _world: World) -> Iterator[Hit]:
    """Appointments that nobody can get."""
    told = record["daily_quota"] or record["appointment_rule"]
    if record["appointment"] and not told:
        yield ("appointment",)


@rule(
    "L218",
    "E",
    "通办事项缺少通办方式、受理地点,或协议已到期({})",
    fix="填写通办方式和受理地点,续签协议",
    kinds=("guide", "cross_list"),
)
def cross_region_is_complete(record: Record, world: World) -> Iterator[Hit]:
    """Across regions, but how and where is not told, or not agreed any more."""
    cross = record.get("cross")
    if cross and cross["scope"] not in ("", "0"):
        if not cross["modes"]:
            yield "cross", "缺通办方式"
        if not cross.get("places"):
            yield "cross", "缺受理地点"
    agreement = record.get("agreement")
    if agreement and agreement.get("valid_to"):
        last = dt.date.fromisoformat(agreement["valid_to"])
        if last < world.today:
            yield "agreement.valid_to", f"协议{last}到期"


@rule("L219", "W", "与{}的同一事项要素不一致", fix="与其他地区统一材料和时限")
def same_elsewhere(record: Record, world: World) -> Iterator[Hit]:
    """The same catalogue item with other papers or another time elsewhere."""
    region = (world.department(record["department"]) or {}).get("region")
    if not region:
        return
    own = tuple(sorted(material["name"] for material in record["materials"]))
    promise = (record["promise_days"], record["promise_unit"])
    for other in world.same_basic(record["basic_code"], region):
        if tuple(sorted(other.materials)) != own or other.promise != promise:
            yield "materials", other.region or other.name


@rule(
    "L220",
    "E",
    "咨询电话与监督电话不得相同,且须带区号({})",
    fix="填写两个不同的、带区号的电话",
    kinds=("guide", "department", "hall"),
)
def two_telephones(record: Record, _world: World) -> Iterator[Hit]:
    """One telephone for questions and complaints, or one without area code."""
    if "consult" in record:
        consult, supervise = record["consult"]["tel"], record["supervise"]["tel"]
    else:
        consult = record.get("consult_tel") or record.get("tel") or ""
        supervise = record.get("supervise_tel") or record.get("complaint_tel") or ""
    if consult and consult == supervise:
        yield "tel", consult
    for number in (consult, supervise):
        if number and not _TEL.fullmatch(number):
            yield "tel", number


@rule(
    "L234", "W", "办理时间与大厅登记不一致({})", fix="删去指南中的时间,以大厅登记为准"
)
def hours_of_the_hall(record: Record, world: World) -> Iterator[Hit]:
    """Hours that are typed twice and differ."""
    for number, place in enumerate(record["locations"]):
        hours, hall = place.get("hours"), world.hall(place.get("hall") or "")
        if not hours or hall is None or hours == HALL_HOURS:
            continue
        blocks = {f"{block['from']}-{block['to']}" for block in hall["hours"]}
        told = set(_HOURS.findall(hours))
        if not told or not {f"{start}-{end}" for start, end in told} <= blocks:
            yield f"locations[{number}].hours", hours


@rule("L235", "E", "环节“{}”不得设置逾期默认通过", fix="取消这个环节的逾期默认通过")
def no_tacit_decision(record: Record, _world: World) -> Iterator[Hit]:
    """Decisions that would come by themselves."""
    for stage in record["stages"]:
        deciding = any(word in stage["name"] for word in ("决定", "批准", "审批"))
        if stage.get("tacit_ok") and (deciding or record.get("safety_flag")):
            yield f"stages[{stage['order']}]", stage["name"]
