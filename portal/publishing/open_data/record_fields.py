"""The fields of the records of each data set, as `fields.fields_from` reads them."""

from __future__ import annotations

from typing import Final

from portal.publishing.open_data.fields import fields_from

GUIDES: Final = fields_from("""
code             text    事项编码    办事指南地址里的名字
source_id        text    目录编号    在事项目录里的编号
kind             text    详略        guide是完整指南，catalogue只有基本信息
name             text    事项名称
plain_name       text    通俗名称
aliases          texts   别名        群众的其他说法
item_code        text    实施编码    没有的为空
summary          text    摘要
department_key   text    部门代码
department_name  text    实施部门
matter_type      text    事项类型代码
matter_type_name text    事项类型
topics_person    texts   个人主题    主题代码
topics_company   texts   法人主题    主题代码
audiences        texts   服务对象    person是个人，company是法人和其他组织
halls            texts   办理大厅    大厅编码
rules            texts   办理范围    按规则受理的一类大厅
online           flag    网上办理    本站能在线申请
facts            object  要点        没有公布的没有这一项
  limit          text*   时限
  cost           text*   收费
  visits         text*   到现场次数
  where          text*   在哪里办
  online         text*   网上办理说明
power_item       text    职权编码    对应的权责清单事项
published_on     day     公布日期    现行版本的公布日期
url              text    网页地址
json             text    完整数据    完整指南数据的地址
""")

POWERS: Final = fields_from("""
code             text    职权编码
name             text    职权名称
category         text    职权类别代码
category_name    text    职权类别
department       text    部门代码
department_name  text    实施部门
department_url   text    部门网页地址
parent           text?*  主项        上一级职权的编码
level            text    行使层级    代码
state            text    状态
source           text    权力来源    代码
on_application   flag    依申请
service_objects  texts   服务对象    代码
handling_unit    text    承办机构
statutory_days   integer? 法定时限   工作日
process          text    运行流程
boundary         text    职责边界
penalty_scope    text    处罚种类幅度
no_matter_reason text    没有办事指南的原因
effective_on     day     生效日期
supervise_tel    text    监督电话
supervise_url    text    监督网址
url              text    网页地址
bases            objects(title,article) 职权依据
  title          text    名称
  article        text    条款
  doc_no         text    文号
  issuer         text    发布机关
  rank           text    效力级别
  status         text    效力状态
  text           text    条文内容
  text_kind      text    条文性质
  fictional      flag    虚构        演示用的依据
  verify         flag*   待核对
duties           objects(stage,text) 责任事项
  order          integer 顺序
  stage          text    环节
  text           text    内容
  basis          object? 依据
    title        text    名称
    article      text    条款
accountability   objects(situation,consequence) 追责情形
  order          integer 顺序
  situation      text    情形
  consequence    text    后果
  basis          object? 依据
    title        text    名称
    article      text    条款
changes          objects(on,action,doc_no) 调整记录
  on             day     日期
  action         text    调整方式
  doc_no         text    文号
  before         any     调整前
  after          any     调整后
""")

THEMES: Final = fields_from("""
code             text    编码
name             text    名称
side             text    服务侧      个人或者企业
stage            text    生命周期
state            text    状态
detail           text    详略        full是全部内容，names_only只有成员
highlight        flag    重点事项
town_level       flag    镇街办理
lead_department  text?   牵头部门代码
lead_department_name text 牵头部门
windows          texts   受理窗口
steps_after      integer? 改革后环节数
before           object  改革前      各事项单独办理时的合计
  days           integer? 时限
  materials      integer? 材料数
  steps          integer? 环节数
  visits         integer? 到现场次数
note             text    说明
url              text    网页地址
members          objects(order,name) 成员
  order          integer 顺序
  kind           text    类别        guide是完整指南，matter是目录里的事项
  name           text    名称
  guide          text    事项编码
  matter_id      text    目录编号
  mode           text    方式        串联或者并联
  depends_on     any     前置成员    成员的顺序
  days           integer? 时限
  when           any     适用条件
  when_text      text?   适用条件文字
questions        objects(text) 引导问题
  order          integer 顺序
  code           text    代码
  kind           text    类别
  text           text    问题
  options        objects(label) 选项
    code         text    代码
    label        text    文字
""")

HALLS: Final = fields_from("""
code             text    大厅编码
name             text    名称
kind             text    类别
level            text    层级        代码
region           text    区划代码
region_name      text    区划
parent_hall      text?   上级大厅编码
parent_name      text    上级大厅
address          text    地址
geo              object? 位置
  lat            number? 纬度
  lng            number? 经度
tel              text    电话
consult_tel      text    咨询电话
complaint_tel    text    投诉电话
transport        text    交通
parking          text    停车
facilities       texts   设施
is_model         flag    示范大厅
windows_total    integer 窗口总数
accept_windows   integer 综合受理窗口数
resident_departments texts 进驻部门  部门代码
url              text    网页地址
hours            objects(date,weekday,from,to,kind) 开放时间
  kind           text    类别
  weekday        integer* 星期       1是星期一
  date           day*    日期        只在这一天适用
  from           text    开始
  to             text    结束
  note           text    说明
windows          objects(number,name) 窗口
  number         text    编号
  name           text    名称
  kinds          texts   类别
  roles          texts   作用
  theme          text?   主题
  zone           text?   分区
  accept_rule    text    受理范围
  accepts        texts   受理事项    事项编码
  comprehensive  flag    综合窗口
  barrier_free   flag    无障碍
  elder_priority flag    老年人优先
  open_now       flag    启用
  device_no      text    评价设备编号
  honour         text    荣誉
zones            objects(floor,name) 分区
  code           text    代码
  name           text    名称
  floor          text    楼层
  theme          text    主题
  all_day        flag    全天开放
  plan_alt       text    平面图说明
  plan           text*   平面图
kiosks           objects(place,name,hours) 自助终端
  code           text    编码
  name           text    名称
  hall           text    大厅编码
  place          text    地点
  hours          text    开放时间
  functions      texts   功能
  status         text    状态
  all_day        flag    全天开放
  read_only      flag    只能查询
  device_manager text    管理员
  manager_tel    text    管理员电话
self_service_24h objects(name,entrance,access) 24小时自助区
  code           text    编码
  name           text    名称
  hall           text    大厅编码
  entrance       text    入口
  access         text    进入办法
children         objects(name) 下级大厅
  code           text    大厅编码
  name           text    名称
  url            text    网页地址
park             any     园区
before_after     any     改革前后
brand_files      texts*  品牌文件
""")

DEPARTMENTS: Final = fields_from("""
key              text    部门代码
name             text    名称
short_name       text    简称
dept_code        text    机构编码
uscc             text    统一社会信用代码
org_type         text    机构类型
nature           text    性质        代码
status           text    状态
parent           text?   上级部门代码
region           text    区划代码
region_name      text    区划
provider_kind    text    公共服务机构类型
entrusting_body  text    委托部门
approval_unit    text    审批科室
approval_unit_kind text  审批科室类型
duties           text    职责
address          text    地址
office_hours     text    办公时间
tel              text    电话
supervise_tel    text    监督电话
review_authority text    行政复议机关
court            text    行政诉讼法院
in_hall          flag    进驻大厅
hall_since       day     进驻日期
url              text    网页地址
leaders          objects(name,post) 负责人
  name           text    姓名
  post           text    职务
  work           text    分工
""")

BENEFITS: Final = fields_from("""
code             text    编码
name             text    名称
kind             text    类别
state            text    状态
mode             text    兑现方式
department       text    部门代码
department_name  text    责任部门
policy           text    政策文件    政策文件的标识
clause           text    政策条款
target_text      text    享受对象
criteria         any     条件        条件表达式
criteria_text    text    条件文字
standard         text    标准
cap              number? 每户上限    元
budget           number? 预算        元
remaining        number? 余额        元
apply_from       day     申报开始
apply_to         day     申报截止
publicity_days   integer? 公示天数   工作日
needs_consent    flag    需要授权查询
data_source      text    数据来源
materials        texts   申请材料
stages           texts   办理环节
window           text    窗口
guide            text    事项编码    办事指南
url              text    网页地址
questions        objects(text) 引导问题
  code           text    代码
  text           text    问题
""")

DOCUMENTS: Final = fields_from("""
title            text    标题
kind             text    类别
doc_no           text    文号
index_no         text    索引号
issuer_name      text    发布机构
made_on          day     成文日期
published_on     day     发布日期
validity         text    有效性
expire_at        day?    失效日期
disclosure       text    公开方式
source           text    来源
summary          text    摘要
url              text    网页地址
""")

CALENDAR: Final = fields_from("""
date             day     日期
is_workday       flag    上班
kind             text    类别        holiday是法定假日，make_up是调休上班
name             text    名称
year             integer 年份
notice_no        text    通知文号
region           text    区划代码
""")

ROLL: Final = fields_from("""
order            integer 顺序
name             text    名称
guide            text    事项编码
matter_id        text    目录编号
group            text    分组
hall             text    大厅编码
place_level      text    进驻层级
reason           text    原因
instead          text    替代办法
rule             text    规则
note             text    备注
page_url         text    站内地址    不是事项的，它在本站的哪一页
""")

CROSS: Final = fields_from("""
order            integer 顺序
name             text    名称
guide            text    事项编码
matter_id        text    目录编号
mode             text    方式
accept_places    texts   受理点
decide           text    决定机关
department_group text    部门分组
pick_up          texts   取件
removed          texts   取消的限制
remote_contact   text    异地联系人
""")

HOTLINE: Final = fields_from("""
code             text    编码
name             text    诉求
category         text    类别
dept             text    部门代码
dept_name        text    责任部门
limit_days       integer? 办理时限
limit_unit       text    时限单位
script           text    答复要点
basis            text    依据
""")

CERTIFICATES: Final = fields_from("""
code             text    编码
name             text    证照名称
competent_body   text    主管部门
validity_rule    text    有效期
live             flag    已启用
""")

ZERO: Final = fields_from("""
name             text    事项名称
url              text    网页地址
department       text    实施部门
scenario         text    情形
proof            text    判定
since            day     列入日期
""")

RULE: Final = fields_from("""
code             text    事项编码    办事指南地址里的名字
name             text    事项名称
department       text    实施部门
published_on     day     公布日期
url              text    网页地址
""")

NOT_PLACED: Final = fields_from("""
name             text    事项名称
url              text    网页地址    本站还没有公布的为空
department       text    实施部门
reason           text    为什么没有进驻
instead          text    到哪里办
""")

CHANGES: Final = fields_from("""
date             day     日期
change           text    变化        new是新增，changed是更新，withdrawn是取消公布
code             text    事项编码
name             text    事项名称
department_name  text    实施部门
version          integer? 版本号     取消公布的没有
url              text    网页地址    取消公布的已经打不开
""")
