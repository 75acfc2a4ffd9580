"""Chinese names of the fields of exchanged records."""

from __future__ import annotations

from typing import Final

_NAMES: Final = """
abbr 简称|accept 受理|accept_conditions 受理条件|accept_places 受理点|accept_rule 受理范围
accept_standard 受理标准|accept_windows 综合受理窗口数|accepts 可受理事项
accountability 追责情形|address 地址|after 之后|agent_service 帮办代办|agreement 协议
aliases 别名|apply_from 申报开始|apply_to 申报截止|appointment 是否预约
appointment_rule 预约规则|article 条款|attachments 附件|author 作者|authority 依据
authority_split 权限划分|bases 职权依据|basic_code 基本编码|basis 依据|before 之前
before_after 改革前后|blank_form 空白表格|body 正文|body_nature 主体性质
boundary 职责边界|brand_files 品牌文件|case_kind 办件类型|catalogue_matter_id 目录编号
category 职权类别|category_name 职权类别名称|cert_type 电子证照|changes 调整记录
checked_on 核对日期|clause 政策条款|co_departments 配合部门|code 编码
code_scheme 编码规则|combined 合并办理|commitment 告知承诺|commitment_based 是否告知承诺
complaint_tel 投诉电话|consult 咨询|consult_tel 咨询电话|copies 份数|criteria 条件
cross 通办|daily_quota 每日限量|days 时限|deficiency_accept 容缺受理|department 部门
department_name 部门名称|department_uscc 统一社会信用代码|depends_on 前置成员
detail 详略|disclosure 公开属性|doc_no 文号|duties 责任事项|effective_on 生效日期
entrusting_dept 委托部门|exempt 免交|expire_at 失效日期|express_in 收件快递
express_out 送件快递|extra_services 增值服务|facilities 设施|faq 常见问题|fee 收费
fee_note 收费说明|fictional 虚构|flow 流程图|flow_text 流程说明|form 形式
geo 经纬度|group 分组|guide 指南|hall 大厅|handle_forms 办理形式
handling_unit 承办机构|highlight 亮点|highlights 要点|hours 开放时间|impl_code 实施编码
in_hall 进驻大厅|index_no 索引号|instead 替代办法|intermediary 中介服务
is_model 是否示范|issuer 发布机关|issuer_name 发布机关名称|item_code 业务办理项编码
items 条目|keywords 关键词|kind 类别|kiosk 自助终端|kiosks 自助设备|label 名称
lead_department 牵头部门|lead_department_name 牵头部门名称|legal_bases 设定依据
level 行使层级|limits 数量限制|list_kind 清单类别|local_basic_code 地方基本编码
locations 办理地点|made_on 成文日期|mat_form 材料形式|mat_type 材料类型
materials 申请材料|matter_id 目录编号|matter_type 事项类型|matter_type_name 事项类型名称
matters 对应事项|members 成员|merged_form 合并表单|merged_materials 合并材料
mobile_url 手机办理地址|mode 方式|name 名称|need 必要性|no 编号
no_matter_reason 没有办事指南的原因|no_statutory 无法定时限|not_in_hall_reason 未进驻原因
note 备注|number 编号|on_application 依申请|online 网上办理|online_depth 网办深度
online_form 网上表单|online_grade 网办等级|online_url 网上办理地址|options 选项
order 顺序|originals 原件份数|parent 主项|parent_hall 上级大厅|park 园区|parking 停车
penalty_scope 处罚种类幅度|page_url 站内地址|pick_up 取件|place_level 进驻层级|plain_name 通俗名称
policy 政策|power_item 权责清单编码|power_source 权力来源|process 运行流程
promise_days 承诺时限|promise_note 承诺时限说明|promise_unit 承诺时限单位
proxy_allowed 可否代办|proxy_reason 不可代办原因|publicity_days 公示天数
published_on 发布日期|questions 问题|rank 效力级别|reason 原因
refuse_conditions 不予受理情形|region 区划|related 相关事项|related_guides 相关指南
resident_departments 进驻部门|result 办理结果|results 结果|reviews 审核
rights 权利救济|rule 规则|safety_flag 涉及安全|sample_form 样表|scenario 情形
schema_version 格式版本|scope 范围|self_service_24h 24小时自助区|service_objects 服务对象
side 服务侧|slug 事项标识|source 来源|special_procedures 特别程序|sso 统一身份认证
stage 环节|stages 办理流程|standard 标准|state 状态|status 效力状态
statutory_basis 法定时限依据|statutory_days 法定时限|statutory_note 法定时限说明
statutory_unit 法定时限单位|std_code 标准材料编码|summary 摘要|supervise 监督投诉
supervise_tel 监督电话|supervise_url 监督网址|target_text 享受对象|tel 电话|text 内容
text_kind 条文性质|theme_tags 主题标签|title 标题|topics_corp 法人主题
topics_person 自然人主题|town_level 镇街办理|transport 交通|unit 单位|url 网址
validity 有效性|verify 待核对|version 版本|visit_reason 到场原因|visits 到场次数
when 适用条件|when_text 适用条件文字|window 窗口|windows 窗口|windows_total 窗口总数
work_rules 审查要点|zero_list 四零清单|zones 分区
question 问题|answer 回答|situation 情形|consequence 后果|key 标识|floor 楼层|theme 主题
"""

FIELD_LABELS: Final[dict[str, str]] = dict(
    entry.split(" ", 1)
    for line in _NAMES.split("\n")
    for entry in line.split("|")
    if entry
)


def label_of(name: str) -> str:
    """Return a field's Chinese name, or the field itself when it has none."""
    return FIELD_LABELS.get(name, name)
