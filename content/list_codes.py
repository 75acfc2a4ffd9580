"""Code lists of the published lists, policies and articles."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ListKind(TextChoices):
    """清单类别: lists of matters that are kept by hand."""

    PAPERLESS = "paperless", _("免交复印件清单")
    POLICY_TALENT = "policy-talent", _("优惠政策和人才服务窗口事项")
    PLACEMENT = "placement", _("事项进驻清单")
    SYSTEMS = "service-systems", _("业务系统清单")
    CANCELLED_PROOFS = "cancelled-proofs", _("取消证明清单")
    JOINT_CONSTRUCTION = "joint-construction", _("建设工程联合办事指引")
    COLLECTIVE = "collective-review", _("依法集体会审、不实行全程网办的事项")
    OTHER = "other", _("其他清单")


class PlacementLevel(TextChoices):
    """进驻层级: where a matter is taken in."""

    DISTRICT = "district", _("区级大厅")
    STREET = "street", _("街道中心")
    COMMUNITY = "community", _("社区站")
    SPECIAL = "special", _("专业大厅")
    NOT_PLACED = "not_placed", _("未进驻")


class CrossListScope(TextChoices):
    """通办清单范围: CROSS_SCOPE of the exchange format, and point to point."""

    NATIONAL = "1", _("跨省通办")
    PROVINCE = "2", _("省内通办")
    CITY = "3", _("市域通办")
    COUNTY = "4", _("区县通办")
    TOWN = "5", _("街道间通办")
    VILLAGE = "6", _("社区间通办")
    POINT_TO_POINT = "点对点", _("点对点跨城通办")


class PickUp(TextChoices):
    """取件方式."""

    ACCEPTING = "受理街道领取", _("受理街道领取")
    HOME = "户籍或居住街道领取", _("户籍或居住街道领取")
    POST = "邮寄", _("邮寄")
    KIOSK = "自助机打印", _("自助机打印")
    ELECTRONIC = "电子送达", _("电子送达")


class Disclosure(TextChoices):
    """公开方式. Source: 政府信息公开条例 (2019)."""

    ACTIVE = "主动", _("主动公开")
    ON_REQUEST = "依申请", _("依申请公开")


class Validity(TextChoices):
    """有效性."""

    VALID = "有效", _("有效")
    EXPIRED = "失效", _("失效")
    REPEALED = "废止", _("废止")
    AMENDED = "修改", _("修改")


class ArticleKind(TextChoices):
    """公开信息类别."""

    NOTICE = "通知", _("通知")
    ANNOUNCEMENT = "公告", _("公告")
    NEWS = "工作动态", _("工作动态")
    PUBLICITY = "公示", _("公示")
    BULLETIN = "统计通报", _("统计通报")
    DECISION = "审批结果公示", _("审批结果公示")
    GUIDELINE = "指引", _("指引")


class DocumentKind(TextChoices):
    """公开信息在交换中的类别: articles of all kinds, policies, interpretations."""

    NOTICE = "通知", _("通知")
    ANNOUNCEMENT = "公告", _("公告")
    NEWS = "工作动态", _("工作动态")
    PUBLICITY = "公示", _("公示")
    BULLETIN = "统计通报", _("统计通报")
    DECISION = "审批结果公示", _("审批结果公示")
    GUIDELINE = "指引", _("指引")
    POLICY = "政策", _("政策")
    INTERPRETATION = "解读", _("解读")


class InterpretationForm(TextChoices):
    """政策解读形式."""

    TEXT = "文字", _("文字")
    PICTURE = "图解", _("图解")
    VIDEO = "视频", _("视频")
    QUESTIONS = "问答", _("问答")
    CONFERENCE = "发布会", _("发布会")


class BenefitKind(TextChoices):
    """政策兑现类别."""

    REWARD = "奖补", _("奖补")
    RELIEF = "减免", _("减免")
    LOAN = "贷款贴息", _("贷款贴息")
    SUBSIDY = "补贴", _("补贴")
    LAND = "用地", _("用地")
    HOUSING = "住房", _("住房")
    TALENT = "人才", _("人才")
    HONOUR = "荣誉", _("荣誉")


class BenefitMode(TextChoices):
    """兑现方式."""

    AUTOMATIC = "免申即享", _("免申即享")
    INSTANT = "即申即享", _("即申即享")
    REVIEWED = "申报评审", _("申报评审")


class BenefitState(TextChoices):
    """申报状态."""

    NOT_STARTED = "未开始", _("未开始")
    OPEN = "申报中", _("申报中")
    CLOSED = "已截止", _("已截止")
    DONE = "已兑现", _("已兑现")
