"""The mapping table: what a matter tells, in our names and in those of the standard.

Exporter, importer, JSON Schema and documentation are all made from it.
"""

from __future__ import annotations

from typing import Final

from content import codes
from content.gbt39046 import codings, parts
from content.gbt39046.codecs import Code, ListOf, Text, Whole
from content.gbt39046.parts import (
    DAY,
    DAYS,
    FLAG,
    LABEL,
    LINE,
    NAME,
    NAMES,
    PARAGRAPHS,
    REMARK,
    UNIT,
)
from content.gbt39046.tables import Fields, Rows, entry

LARGEST: Final = 2_147_483_647

_IDENTITY: Final[Fields] = (
    entry("basic_code 基本编码 S/P R", Text(36)),
    entry("impl_code 实施编码 P R", Text(36)),
    entry("item_code 业务办理项编码 P R", Text(36)),
    entry("local_basic_code 地方基本编码 P own", Text(50)),
    entry("local_impl_code 地方实施编码 P own", Text(50)),
    entry("name 事项名称 S R", NAME),
    entry("matter_type 事项类型 S R", Code(codes.MatterType)),
    entry("level 行使层级 S R", Code(codes.Level, codings.LEVEL)),
    entry("power_source 权力来源 S/P", Code(codes.PowerSource, blank=True)),
    entry("authority_split 权限划分 S", Text(1000)),
    entry("exercise_content 行使内容 S", Text(1000)),
    entry("department_name 实施主体 S R", LABEL),
    entry("department_uscc 统一社会信用代码 S R", Text(18)),
    entry("body_nature 实施主体性质 S R", Code(codes.BodyNature)),
    entry("entrusting_dept 委托部门 S", LABEL),
    entry("handling_unit 承办机构 S", LABEL),
    entry("joint_depts 联办机构 S", NAMES),
    entry(
        "service_objects 服务对象 S R",
        ListOf(Code(codes.ServiceObject, codings.SERVICE_OBJECT)),
    ),
    entry("topics_person 自然人主题 P R", ListOf(Code(codes.PersonTopic))),
    entry("topics_corp 法人主题 P R", ListOf(Code(codes.CorporateTopic))),
    entry("topics_local 地方主题 P own", NAMES),
    entry("state 事项状态 P R", Code(codes.MatterState)),
    entry("version 版本 P R", Whole(LARGEST, minimum=1)),
    entry("effective_on 生效日期 P R", DAY),
    entry("cancel_on 取消日期 P", DAY),
    entry("published_on 发布日期 P", DAY),
    entry("power_item 职权编码 P", Text(64)),
    entry("legal_bases 设定依据 S R", Rows(fields=parts.LEGAL_BASES)),
)

_HANDLING: Final[Fields] = (
    entry("case_kind 办件类型 S R", Code(codes.CaseKind, codings.CASE_KIND)),
    entry("accept_conditions 受理条件 S R", PARAGRAPHS),
    entry("refuse_conditions 不予受理情形 K", PARAGRAPHS),
    entry(
        "handle_forms 办理形式 S R", ListOf(Code(codes.HandleForm, codings.HANDLE_FORM))
    ),
    entry("online 是否网办 S R", FLAG),
    entry("online_url 网办地址 S own", LINE),
    entry("mobile_url 移动端地址 S own", LINE),
    entry("sso 单点登录 S", FLAG),
    entry("online_depth 网办深度 P", ListOf(Code(codes.OnlineDepth))),
    entry("visits 到办事现场次数 P R", Whole(9)),
    entry("visit_reason 必须现场办理原因 P", REMARK),
    entry("locations 办理地点 S R", Rows(fields=parts.LOCATIONS)),
    entry("cross.scope 通办范围 S/P R", Code(codes.CrossScope)),
    entry("cross.modes 通办模式 S R", ListOf(Code(codes.CrossMode))),
    entry("cross.regions 通办区域 S own", NAMES),
    entry("cross.note 通办说明 S own", REMARK),
    entry("appointment 是否预约 S own", FLAG),
    entry("daily_quota 每日预约量 S own", Whole(LARGEST)),
    entry("appointment_rule 预约规则 S own", REMARK),
    entry("express_in 材料邮寄 P", FLAG),
    entry("express_out 结果邮寄 P", FLAG),
    entry("kiosk 自助终端 P", FLAG),
    entry("commitment_based 告知承诺制 K", FLAG),
    entry("deficiency_accept 容缺受理 P", FLAG),
    entry("in_hall 是否进驻 P", FLAG),
    entry("not_in_hall_reason 未进驻原因 P own", REMARK),
    entry("system_level 运行系统层级 S", Code(codes.SystemLevel, blank=True)),
    entry("system_name 运行系统名称 S own", LABEL),
)

_TIME_AND_MATERIALS: Final[Fields] = (
    entry("statutory_days 法定办结时限 S", DAYS),
    entry("statutory_unit 法定办结时限单位 S own", Code(codes.TimeUnit, blank=True)),
    entry("statutory_basis 法定办结时限依据 S own", NAME),
    entry("statutory_note 法定办结时限说明 S own", REMARK),
    entry("promise_days 承诺办结时限 S R", DAYS),
    entry("promise_unit 承诺办结时限单位 S R own", UNIT),
    entry("promise_note 承诺办结时限说明 S own", REMARK),
    entry("special_procedures 特别程序 S", Rows(fields=parts.SPECIAL_PROCEDURES)),
    entry("stages 办理流程 S R", Rows(fields=parts.STAGES)),
    entry("materials 申请材料 S R", Rows(fields=parts.MATERIALS)),
)

_OUTCOME: Final[Fields] = (
    entry("fee.is_fee 是否收费 S/P R", FLAG),
    entry("fee.rows 收费项目 S/P R own", Rows(fields=parts.FEES)),
    entry("fee.note 收费说明 S/P own", REMARK),
    entry("intermediary 中介服务 S", Rows(fields=parts.INTERMEDIARIES)),
    entry("result.name 办理结果名称 S/K R own", LABEL),
    entry("result.type 结果类型 P R", Code(codes.ResultType)),
    entry("result.validity 结果有效期 S/K own", NAME),
    entry("result.deliver 送达方式 K", ListOf(Code(codes.DeliverWay))),
    entry("result.deliver_days 送达时限 S/K own", Whole(365)),
    entry("result.annual_check 是否年检 S/K own", FLAG),
    entry("result.cert_type 结果电子证照类型 S/K own", Text(60)),
    entry("result.sample 结果样本 S/K own", NAME),
    entry("result.verify 结果核验方式 S/K own", LINE),
    entry("limits.text 数量限制 S", REMARK),
    entry("limits.number 限制数量 S own", Whole(LARGEST)),
    entry("limits.period 限制周期 S own", LABEL),
    entry("limits.publication 余量公布方式 S own", NAME),
    entry("consult.tel 咨询电话 S/P own", Text(40)),
    entry("consult.window 咨询窗口 S/P own", NAME),
    entry("consult.web 咨询网址 S/P own", LINE),
    entry("consult.mail 咨询邮箱 S/P own", LABEL),
    entry("consult.wechat 咨询微信 S/P own", LABEL),
    entry("supervise.tel 监督电话 S/P", Text(40)),
    entry("supervise.web 监督网址 S/P own", LINE),
    entry("supervise.letter 监督信函地址 S/P own", NAME),
    entry("rights.rights 申请人权利 P own", Text(1000)),
    entry("rights.duties 申请人义务 P own", Text(1000)),
    entry("rights.review_body 行政复议机关 P", NAME),
    entry("rights.review_address 行政复议地址 P own", NAME),
    entry("rights.review_tel 行政复议电话 P own", Text(40)),
    entry("rights.review_days 行政复议期限天数 P own", DAYS),
    entry("rights.court 诉讼法院 P", LABEL),
    entry("rights.court_address 法院地址 P own", NAME),
    entry("rights.court_tel 法院电话 P own", Text(40)),
    entry("rights.court_months 诉讼期限月数 P own", Whole(120)),
    entry("faq 常见问题 S R", Rows(fields=parts.FAQ)),
)

MATTER: Final[Fields] = (
    *_IDENTITY,
    *_HANDLING,
    *_TIME_AND_MATERIALS,
    *_OUTCOME,
)
