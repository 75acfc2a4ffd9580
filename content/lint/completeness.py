"""Rules 9.2: what a published record may not lack."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final

from content.lint.rules import Hit, Record, rule
from content.lint.world import World

LICENCE: Final = "01"
OTHER: Final = "10"
CHECK_DAYS: Final = 180
INTERPRET_DAYS: Final = 3
CANCELLED_POWER: Final = "取消"
NO_PAPERS: Final = "无需材料"
PAPER_FORMS: Final = frozenset({"1", "4"})
POWER_TYPES: Final = frozenset(f"{number:02d}" for number in range(1, 11))
_REVIEW: Final = ("审查", "审核", "核查", "评审")
_DECIDE: Final = ("决定", "批准", "审批", "核准")
_OUT_OF_FORCE: Final = ("废止", "失效")
REQUIRED_TAGS: Final[Mapping[str, tuple[str, ...]]] = {
    "all": ("SiteName", "SiteDomain", "SiteIDCode"),
    "column": ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"),
    "content": ("ArticleTitle", "PubDate", "ContentSource", "ColumnName", "ColumnType"),
}


def materials_of(record: Record) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each paper with its path."""
    for material in record.get("materials") or ():
        # Benefits list papers by their names only.
        if not isinstance(material, Mapping):
            continue
        yield f"materials[{material['order']}]", material


@rule("L101", "E", "缺少必填要素:{}", fix="补填这些要素")
def basic_elements(record: Record, _world: World) -> Iterator[Hit]:
    """The elements without which nobody can use a guide."""
    papers = record["materials"] or NO_PAPERS in (
        f"{record['summary']}{record['flow_text']}"
    )
    present: dict[str, tuple[str, object]] = {
        "事项名称": ("name", record["name"]),
        "实施主体": ("department", record["department"]),
        "受理条件": ("accept_conditions", record["accept_conditions"]),
        "申请材料": ("materials", papers),
        "办理流程": ("stages", record["stages"]),
        "承诺时限": ("promise_days", record["promise_days"] is not None),
        "办理地点或网办地址": (
            "locations",
            record["locations"] or record["online_url"],
        ),
        "咨询电话": ("consult.tel", record["consult"]["tel"]),
        "监督电话": ("supervise.tel", record["supervise"]["tel"]),
    }
    for label, (path, value) in present.items():
        if not value:
            yield path, label


@rule("L102", "E", "该事项类型还应填写:{}", fix="补填这些要素")
def elements_of_licences(record: Record, world: World) -> Iterator[Hit]:
    """What licences and other powers have to tell beyond that."""
    if record["matter_type"] not in {LICENCE, OTHER}:
        return
    fee, papers = record["fee"], record["materials"]
    form = record["online_form"] or any(m["mat_kind"] == "申请表单" for m in papers)
    present: dict[str, tuple[str, object]] = {
        "收费": ("fee", fee["is_fee"] or fee["rows"] or fee["note"]),
        "办理时间": ("locations", _has_hours(record, world)),
        "网办深度": ("online_depth", record["online_depth"]),
        "送达方式": ("result.deliver", record["result"]["deliver"]),
        "表格": ("materials", form or not papers),
    }
    for label, (path, value) in present.items():
        if not value:
            yield path, label


def _has_hours(record: Record, world: World) -> bool:
    if not record["locations"]:
        return True
    return any(
        place.get("hours")
        or place.get("rule")
        or world.hall(place.get("hall") or "") is not None
        for place in record["locations"]
    )


@rule(
    "L103",
    "E",
    "设定依据须写明文件名称、文号、条款号和条款内容",
    fix="至少一条依据写全名称、条款号和内容",
    kinds=("guide", "power"),
)
def basis_with_text(record: Record, _world: World) -> Iterator[Hit]:
    """At least one basis that says where and what."""
    name = "bases" if "bases" in record else "legal_bases"
    if not any(
        basis["title"] and basis.get("article") and basis.get("text")
        for basis in record[name]
    ):
        yield (name,)


@rule(
    "L104",
    "E",
    "依据“{}”已失效,请更新",
    fix="换成现行有效的依据",
    kinds=("guide", "power"),
)
def basis_in_force(record: Record, world: World) -> Iterator[Hit]:
    """Laws that are not in force any more."""
    name = "bases" if "bases" in record else "legal_bases"
    for basis in record[name]:
        repealed = world.law_is_repealed(basis["title"], basis.get("doc_no") or "")
        if basis.get("status") in _OUT_OF_FORCE or repealed:
            yield name, basis["title"]


@rule("L105", "E", "申请表“{}”未上传空白表格", fix="上传空白表格")
def blank_form(record: Record, _world: World) -> Iterator[Hit]:
    """Application forms without the form."""
    for path, material in materials_of(record):
        if material["mat_kind"] == "申请表单" and not material.get("blank_form"):
            yield path, material["name"]


@rule("L106", "E", "申请表“{}”未上传示例样表", fix="上传示例样表,不得出现真实个人信息")
def sample_form(record: Record, _world: World) -> Iterator[Hit]:
    """Application forms without an example."""
    for path, material in materials_of(record):
        if material["mat_kind"] == "申请表单" and not material.get("sample_form"):
            yield path, material["name"]


@rule("L107", "E", "请填写“{}”的出具机构", fix="填写由谁出具")
def issuer(record: Record, _world: World) -> Iterator[Hit]:
    """Papers from others that do not say from whom."""
    for path, material in materials_of(record):
        if material["source"] in {"20", "30"} and not material["issuer"]:
            yield path, material["name"]


@rule("L108", "E", "请填写“{}”的受理标准,避免窗口自由裁量", fix="写出窗口核对什么")
def accept_standard(record: Record, _world: World) -> Iterator[Hit]:
    """Papers that a window could judge as it likes."""
    for path, material in materials_of(record):
        if not material["accept_standard"]:
            yield path, material["name"]


@rule(
    "L109", "E", "要求提交“{}”没有依据,应当取消", fix="填写依据,没有依据的取消这份材料"
)
def material_basis(record: Record, _world: World) -> Iterator[Hit]:
    """Papers that no law asks for."""
    for path, material in materials_of(record):
        if not (material.get("basis") or {}).get("title"):
            yield path, material["name"]


@rule("L110", "E", "请填写“{}”的份数", fix="填写原件或复印件份数")
def copies(record: Record, _world: World) -> Iterator[Hit]:
    """Papers on paper, none of them."""
    for path, material in materials_of(record):
        none = not material["originals"] and not material["copies"]
        if material["mat_form"] in PAPER_FORMS and material["exempt"] == "0" and none:
            yield path, material["name"]


@rule("L111", "E", "非必要材料“{}”须写明什么情形需要", fix="填写何种情形需要")
def scenario_paper(record: Record, _world: World) -> Iterator[Hit]:
    """Papers for some cases that do not say for which."""
    for path, material in materials_of(record):
        told = material.get("need_condition") or material.get("need_when")
        if material["need"] == "2" and not told:
            yield path, material["name"]


@rule("L112", "E", "容缺材料“{}”须写明补交时限", fix="填写后补时限(工作日)")
def later_paper(record: Record, _world: World) -> Iterator[Hit]:
    """Papers that may follow, nobody knows until when."""
    for path, material in materials_of(record):
        if material["need"] == "3" and not material.get("supplement_days"):
            yield path, material["name"]


@rule("L113", "E", "请上传结果“{}”的样本", fix="上传结果样本")
def result_sample(record: Record, _world: World) -> Iterator[Hit]:
    """Results without a sample."""
    result = record["result"]
    if result["type"] not in {"无", ""} and not result["sample"]:
        yield "result.sample", result["name"]


@rule("L114", "E", "办理流程至少包含受理、审查、决定、送达(缺{})", fix="补上这个环节")
def stages(record: Record, _world: World) -> Iterator[Hit]:
    """The stages that the licence law names."""
    if record["matter_type"] != LICENCE:
        return
    names = " ".join(stage["name"] for stage in record["stages"])
    for label, words in (("受理", ("受理",)), ("审查", _REVIEW), ("决定", _DECIDE)):
        if not any(word in names for word in words):
            yield "stages", label


@rule("L115", "W", "行政许可至少应有一条常见问题", fix="补一条群众常问的问题")
def licence_faq(record: Record, _world: World) -> Iterator[Hit]:
    """Licences without a question and answer."""
    if record["matter_type"] == LICENCE and not record["faq"]:
        yield ("faq",)


@rule("L116", "E", "服务对象与主题分类不一致:{}", fix="按服务对象选主题")
def topics(record: Record, _world: World) -> Iterator[Hit]:
    """Topics of people for people, of companies for companies."""
    objects = record["service_objects"]
    natural, legal = "1" in objects, any(code != "1" for code in objects)
    if natural and not record["topics_person"]:
        yield "topics", "含自然人,缺自然人主题"
    if legal and not record["topics_corp"]:
        yield "topics", "含法人或组织,缺法人主题"
    if objects and not natural and record["topics_person"]:
        yield "topics", "不含自然人,却有自然人主题"
    if objects and not legal and record["topics_corp"]:
        yield "topics", "只有自然人,却有法人主题"


@rule("L117", "E", "请填写行政复议、行政诉讼渠道", fix="填写复议机关和管辖法院")
def remedies(record: Record, _world: World) -> Iterator[Hit]:
    """Where to go against a decision."""
    rights = record["rights"]
    told = rights["review_body"] and rights["court"]
    if record["matter_type"] in POWER_TYPES and not told:
        yield ("rights",)


@rule(
    "L118",
    "E",
    "流程图必须同时提供文字说明",
    fix="写出同样内容的文字",
    kinds=("guide", "power"),
)
def flow_text(record: Record, _world: World) -> Iterator[Hit]:
    """Charts that not everybody can read."""
    if record.get("flow_image") and not record.get("flow_text"):
        yield ("flow_text",)
    if record.get("flow") and not record.get("process"):
        yield ("process",)


@rule(
    "L119",
    "E",
    "该事项不在权责清单内,不得发布",
    fix="填写权责清单编码,清单中没有的先列入清单",
)
def power_of_matter(record: Record, world: World) -> Iterator[Hit]:
    """No power outside the list (清单之外无权力)."""
    if record["matter_type"] not in POWER_TYPES:
        return
    if not record["power_item"] or not world.has_power(record["power_item"]):
        yield "power_item", record["power_item"] or ""


@rule(
    "L120",
    "E",
    "未进驻大厅请说明客观原因({})",
    fix="写明客观原因和到哪里办",
    kinds=("guide", "list"),
)
def not_in_hall(record: Record, _world: World) -> Iterator[Hit]:
    """Matters outside the halls without a reason."""
    if "materials" in record:
        if not record["in_hall"] and not record["not_in_hall_reason"]:
            yield "not_in_hall_reason", record["name"]
        return
    for entry in record["items"]:
        told = entry.get("reason") and entry.get("instead")
        if entry.get("place_level") == "not_placed" and not told:
            yield f"items[{entry['order']}]", entry["name"]


@rule("L121", "W", "指南已{}天未核对,请确认内容仍然有效", fix="逐项核对后填写核对日期")
def checked_lately(record: Record, world: World) -> Iterator[Hit]:
    """Guides that nobody has looked at for half a year."""
    if not record["checked_on"]:
        return
    days = (world.today - dt.date.fromisoformat(record["checked_on"])).days
    if days > CHECK_DAYS:
        yield "checked_on", str(days)


@rule("L122", "E", "页面缺少{}标签", fix="在站点信息和页面中补上", kinds=("page",))
def meta_tags(record: Record, _world: World) -> Iterator[Hit]:
    """Tags of the government websites' guideline.

    The record is `{"page_class": "all" | "column" | "content", "tags": {name: text}}`.
    """
    for group in dict.fromkeys(("all", record["page_class"])):
        for name in REQUIRED_TAGS[group]:
            if not record["tags"].get(name):
                yield "tags", name


@rule(
    "L123",
    "W",
    "政策发布满3个工作日仍无解读",
    fix="发布解读并关联这份政策",
    kinds=("policy",),
)
def interpreted(record: Record, world: World) -> Iterator[Hit]:
    """Policies that nobody explained in time."""
    if not record["published_on"] or world.is_interpreted(record["key"]):
        return
    day = dt.date.fromisoformat(record["published_on"])
    if world.working_days_since(day) > INTERPRET_DAYS:
        yield ("interpretations",)


@rule(
    "L125",
    "E",
    "依申请办理的职权没有办事指南,也没有说明原因",
    fix="编写办事指南并填写这项职权的编码,或者填写没有办事指南的原因",
    kinds=("power",),
)
def guide_of_power(record: Record, world: World) -> Iterator[Hit]:
    """Powers that people may ask for, but are told nothing about (dictionary 4.8)."""
    if not record["on_application"] or record["state"] == CANCELLED_POWER:
        return
    told = record["matters"] or record["no_matter_reason"]
    if not told and not world.matters_of_power(record["code"]):
        yield ("no_matter_reason",)


@rule(
    "L124",
    "E",
    "权责清单须列明责任事项和追责情形(缺{})",
    fix="补填责任事项和追责情形",
    kinds=("power",),
)
def duties(record: Record, _world: World) -> Iterator[Hit]:
    """Powers without duties or accountability."""
    for name, label in (("duties", "责任事项"), ("accountability", "追责情形")):
        if not record[name]:
            yield name, label
