"""The mapping table of what a matter has several of: materials, fees, questions."""

from __future__ import annotations

from typing import Final

from content import codes
from content.gbt39046.codecs import Code, Day, Flag, ListOf, Money, Text, Whole
from content.gbt39046.tables import Fields, entry

NAME: Final = Text(200)
LABEL: Final = Text(100)
LINE: Final = Text(255)
REMARK: Final = Text(500)
FLAG: Final = Flag()
DAY: Final = Day()
MONEY: Final = Money()
DAYS: Final = Whole(3650)
ORDER: Final = Whole(999, minimum=1)
UNIT: Final = Code(codes.TimeUnit)

LEGAL_BASES: Final[Fields] = (
    entry("title 名称 S R", NAME),
    entry("doc_no 文号 S", LABEL),
    entry("issuer 颁布机关 S", LABEL),
    entry("article 条款号 S", LABEL),
    entry("text 条款原文 S", Text(5000)),
    entry("effective_on 施行日期 S own", DAY),
    entry("rank 效力位阶 S own", Code(codes.BasisRank, blank=True)),
    entry("status 时效 S own", Code(codes.BasisStatus, blank=True)),
    entry("url 全文网址 S own", LINE),
)

LOCATIONS: Final[Fields] = (
    entry("hall 大厅编号 S own", Text(64)),
    entry("place 地点 S own", NAME),
    entry("hours 办公时间 S own", NAME),
    entry("tel 电话 S own", Text(40)),
)

SPECIAL_PROCEDURES: Final[Fields] = (
    entry("code 特别程序种类 S", Code(codes.SpecialCode)),
    entry("kind 种类名称 S/P R", Code(codes.SpecialKind)),
    entry("trigger 启动条件 S own", LINE),
    entry("basis 启动依据 S own", NAME),
    entry("days 天数 S own", DAYS),
    entry("counted 是否计入时限 S own", FLAG),
    entry("fee 是否收费 S own", FLAG),
)

STAGES: Final[Fields] = (
    entry("order 序号 S R own", ORDER),
    entry("name 环节名称 S R", LABEL),
    entry("days 环节时限 S R own", DAYS),
    entry("unit 时限单位 S own", UNIT),
    entry("unit_dept 办理机构 S own", LABEL),
    entry("post 岗位 S own", LABEL),
    entry("content 审查内容和标准 S own", Text(1000)),
    entry("output 产出 S own", LABEL),
)

MATERIALS: Final[Fields] = (
    entry("order 序号 S R", ORDER),
    entry("name 材料名称 S R", NAME),
    entry("mat_kind 材料属性 P R", Code(codes.MaterialKind)),
    entry("mat_type 材料类型 P R", Code(codes.MaterialType)),
    entry("mat_form 材料形式 P R", Code(codes.MaterialForm)),
    entry("originals 原件份数 S R", Whole(99)),
    entry("copies 复印件份数 S R", Whole(99)),
    entry("spec 规格 P", LABEL),
    entry("need 必要性 P R", Code(codes.MaterialNeed)),
    entry("supplement_days 后补时限 P", Whole(365)),
    entry("source 来源渠道 S/P R", Code(codes.MaterialSource)),
    entry("issuer 出具机构 S", LABEL),
    entry("issuer_uscc 出具机构统一社会信用代码 S own", Text(18)),
    entry("source_how 办理说明 S", REMARK),
    entry("source_place 办理地点 S own", NAME),
    entry("source_time 出具时间要求 S", NAME),
    entry("cert_type 关联电子证照类型 K", Text(60)),
    entry("fill_notes 填报须知 P", REMARK),
    entry("accept_standard 受理标准 P", REMARK),
    entry("blank_form 空白表格 P", NAME),
    entry("sample_form 示例样表 P", NAME),
    entry("error_sample 错误示例 P", NAME),
    entry("basis.title 要求提供的依据 P", NAME),
    entry("basis.doc_no 要求提供的依据文号 P own", LABEL),
    entry("basis.article 要求提供的依据条款 P own", Text(60)),
)

FEES: Final[Fields] = (
    entry("name 收费项目名称 S/P R own", LABEL),
    entry("standard 收费标准 S/P own", NAME),
    entry("amount 金额 S/P R own", MONEY),
    entry("amount_min 最低金额 S/P own", MONEY),
    entry("amount_max 最高金额 S/P own", MONEY),
    entry("unit 计费单位 S/P own", Text(40)),
    entry("payee 收款单位 S/P own", LABEL),
    entry("basis.title 收费依据 S/P own", NAME),
    entry("basis.doc_no 收费依据文号 S/P own", LABEL),
    entry("reduction 减免情形 S/P own", LINE),
    entry("reduction_basis 减免依据 S/P own", NAME),
    entry("pay_online 是否网上缴费 S/P own", FLAG),
    entry("pay_when 缴费时间 S/P own", LABEL),
    entry("ticket 票据类型 S/P own", LABEL),
)

INTERMEDIARIES: Final[Fields] = (
    entry("name 中介服务名称 S R own", NAME),
    entry("basis 设立依据 S own", NAME),
    entry("payer 付费方 S own", LABEL),
    entry("supplier 服务机构 S own", NAME),
    entry("result 结果材料 S own", NAME),
)

FAQ: Final[Fields] = (
    entry("order 序号 S own", ORDER),
    entry("question 问题 S R own", NAME),
    entry("answer 回答 S R own", Text(2000)),
    entry("last_checked_on 核对日期 S own", DAY),
)

PARAGRAPHS: Final = ListOf(REMARK)
NAMES: Final = ListOf(NAME)
