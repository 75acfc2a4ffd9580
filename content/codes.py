"""Code lists of matters, departments and regions, and the door to all other lists.

Sources: GB/T 39046-2020 (matter type, level, body nature, service object, handling form,
case kind, special procedure); lists marked "exchange" follow several published platform
schemas of the national exchange format; the rest are product decisions.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from content.hall_codes import (
    AcceptRule,
    HallKind,
    KioskStatus,
    LocationRule,
    OpeningKind,
    Weekday,
    WindowKind,
    WindowRole,
)
from content.material_codes import (
    AnswerSource,
    FieldType,
    MaterialExempt,
    MaterialForm,
    MaterialKind,
    MaterialNeed,
    MaterialSource,
    MaterialType,
    QuestionKind,
)
from content.topic_codes import CorporateTopic, PersonTopic

__all__ = [
    "ON_APPLICATION_TYPES",
    "AcceptRule",
    "AnswerSource",
    "BasisRank",
    "BasisStatus",
    "BodyNature",
    "CaseKind",
    "CodeScheme",
    "CorporateTopic",
    "CrossMode",
    "CrossScope",
    "DeliverWay",
    "DepartmentStatus",
    "FieldType",
    "HallKind",
    "HandleForm",
    "KioskStatus",
    "Level",
    "LocationRule",
    "MaterialExempt",
    "MaterialForm",
    "MaterialKind",
    "MaterialNeed",
    "MaterialSource",
    "MaterialType",
    "MatterKind",
    "MatterState",
    "MatterType",
    "OnlineDepth",
    "OnlineGrade",
    "OpeningKind",
    "PersonTopic",
    "PowerSource",
    "QuestionKind",
    "RelationKind",
    "RemovedLimit",
    "ResultType",
    "ServiceObject",
    "SpecialCode",
    "SpecialKind",
    "SystemLevel",
    "TextKind",
    "TimeUnit",
    "Weekday",
    "WindowKind",
    "WindowRole",
]


class MatterKind(TextChoices):
    """信息完整度: a full guide, or a catalogue entry with basic information only."""

    GUIDE = "guide", _("完整办事指南")
    CATALOGUE = "catalogue", _("仅目录基本信息")


class MatterType(TextChoices):
    """事项类型. Source: GB/T 39046-2020; 11-19 and 21+ are local extensions."""

    POWER = "00", _("行政权力事项")
    LICENCE = "01", _("行政许可")
    PENALTY = "02", _("行政处罚")
    COERCION = "03", _("行政强制")
    COLLECTION = "04", _("行政征收")
    PAYMENT = "05", _("行政给付")
    INSPECTION = "06", _("行政检查")
    CONFIRMATION = "07", _("行政确认")
    REWARD = "08", _("行政奖励")
    ARBITRATION = "09", _("行政裁决")
    OTHER = "10", _("其他行政权力")
    PUBLIC_SERVICE = "20", _("公共服务")


# Matters that start with an application (依申请); the others are ex officio (依职权).
ON_APPLICATION_TYPES = frozenset({"01", "05", "07", "08", "09", "10", "20"})


class Level(TextChoices):
    """行使层级. Source: GB/T 39046-2020 (6 is village, 7 graded)."""

    NATIONAL = "1", _("国家级")
    PROVINCE = "2", _("省级")
    CITY = "3", _("市级")
    COUNTY = "4", _("县级")
    TOWN = "5", _("镇(乡、街道)")
    VILLAGE = "6", _("村(社区)")
    GRADED = "7", _("分级管理")


class BodyNature(TextChoices):
    """实施主体性质. Source: GB/T 39046-2020."""

    STATUTORY = "1", _("法定机关")
    AUTHORISED = "2", _("授权组织")
    ENTRUSTED = "3", _("受委托组织")
    OTHER = "9", _("其他")


class PowerSource(TextChoices):
    """权力来源 (exchange)."""

    OWN = "1", _("法定本级行使")
    HANDED_DOWN = "2", _("上级下放")
    GRANTED_ABOVE = "3", _("上级授权")
    GRANTED_PEER = "4", _("同级授权")
    ENTRUSTED_ABOVE = "5", _("上级委托")
    ENTRUSTED_PEER = "6", _("同级委托")


class ServiceObject(TextChoices):
    """服务对象. Source: GB/T 39046-2020, and one key of our own."""

    NATURAL = "1", _("自然人")
    ENTERPRISE = "2", _("企业法人")
    INSTITUTION = "3", _("事业法人")
    SOCIAL_ORGANISATION = "4", _("社会组织法人")
    ADMINISTRATION = "5", _("行政机关")
    OTHER_ORGANISATION = "6", _("其他组织")
    UNINCORPORATED = "unincorporated", _("非法人企业")


class HandleForm(TextChoices):
    """办理形式. Source: GB/T 39046-2020, and three keys of our own."""

    WINDOW = "1", _("窗口办理")
    COMPUTER = "2", _("电脑端办理")
    MOBILE = "3", _("移动端办理")
    EXPRESS = "4", _("快递申请")
    OTHER = "9", _("其他")
    KIOSK = "kiosk", _("自助终端办理")
    HOME = "home", _("上门办理")
    AGENT = "agent", _("帮办代办")


class CaseKind(TextChoices):
    """办件类型. Source: GB/T 39046-2020; 3 and 4 are local (exchange)."""

    IMMEDIATE = "1", _("即办件")
    COMMITTED = "2", _("承诺件")
    JOINT = "3", _("联办件")
    REPORTED = "4", _("上报件")
    OTHER = "9", _("其他")


class TimeUnit(TextChoices):
    """时限单位."""

    WORKING_DAY = "1", _("工作日")
    CALENDAR_DAY = "2", _("自然日")
    HOUR = "3", _("小时")
    MINUTE = "4", _("分钟")
    MONTH = "5", _("月")
    YEAR = "6", _("年")


class SpecialCode(TextChoices):
    """特别程序. Source: GB/T 39046-2020."""

    EXTENSION = "1", _("延长审批")
    OTHER = "2", _("除延长审批之外")


class SpecialKind(TextChoices):
    """特别程序种类 (exchange)."""

    HEARING = "听证", _("听证")
    ANNOUNCEMENT = "公告", _("公告")
    PUBLICITY = "公示", _("公示")
    TENDER = "招标", _("招标")
    AUCTION = "拍卖", _("拍卖")
    CHECKING = "检验", _("检验")
    TESTING = "检测", _("检测")
    QUARANTINE = "检疫", _("检疫")
    APPRAISAL = "鉴定", _("鉴定")
    EXPERT_REVIEW = "专家评审", _("专家评审")
    SITE_VISIT = "现场勘察/核查", _("现场勘察/核查")
    ARGUMENT = "论证", _("论证")
    ASSESSMENT = "评估", _("评估")
    COLLECTIVE = "集体会审", _("集体会审")
    THIRD_PARTY = "第三方补件", _("第三方补件")
    OTHER = "其他", _("其他")


class CrossScope(TextChoices):
    """通办范围 (exchange)."""

    NONE = "0", _("不通办")
    NATIONAL = "1", _("全国(跨省)")
    PROVINCE = "2", _("全省(省内)")
    CITY = "3", _("全市(市域)")
    COUNTY = "4", _("全县(区)")
    TOWN = "5", _("全镇(街)")
    VILLAGE = "6", _("跨村(社区)")


class CrossMode(TextChoices):
    """通办模式."""

    ONLINE = "全程网办", _("全程网办")
    COLLECT = "异地代收代办", _("异地代收代办")
    JOINT = "多地联办", _("多地联办")
    KIOSK = "自助通办", _("自助通办")
    MOBILE = "指尖办", _("指尖办")


class RemovedLimit(TextChoices):
    """取消的地域限制."""

    HOUSEHOLD = "户籍", _("户籍地")
    RESIDENCE = "居住", _("居住地")
    REGISTRATION = "注册", _("注册地")


class OnlineDepth(TextChoices):
    """网办深度, several may hold (exchange)."""

    CONSULT = "1", _("咨询")
    RECEIVE = "2", _("收件")
    PRE_REVIEW = "3", _("预审")
    ACCEPT = "4", _("受理")
    HANDLE = "5", _("办理")
    RESULT = "6", _("结果反馈")
    CERTIFICATE = "7", _("电子证照反馈")
    OTHER = "8", _("其他")


class OnlineGrade(TextChoices):
    """网办等级, derived from the depth and the number of visits (exchange)."""

    NONE = "", _("不能网办")
    ONE = "Ⅰ", _("Ⅰ级:网上咨询")
    TWO = "Ⅱ", _("Ⅱ级:网上收件预审")
    THREE = "Ⅲ", _("Ⅲ级:网上受理办理")
    FOUR = "Ⅳ", _("Ⅳ级:全程网办")


class MatterState(TextChoices):
    """事项状态 (exchange)."""

    IN_USE = "1", _("在用")
    PAUSED = "2", _("暂停")
    CANCELLED = "3", _("取消")
    DRAFT = "4", _("草稿")


class ResultType(TextChoices):
    """结果类型 (exchange)."""

    CERTIFICATE = "证照", _("证照")
    APPROVAL = "批文", _("批文")
    PROOF = "证明", _("证明")
    FUNDS = "资金", _("资金")
    REGISTRATION = "登记结果", _("登记结果")
    OTHER = "其他", _("其他")
    NONE = "无", _("无")


class DeliverWay(TextChoices):
    """送达方式."""

    WINDOW = "窗口领取", _("窗口领取")
    POST = "邮寄", _("邮寄")
    ELECTRONIC = "电子送达", _("电子送达")
    KIOSK = "自助机打印", _("自助机打印")
    HOME = "送证上门", _("送证上门")
    ANNOUNCEMENT = "公告", _("公告")
    LEFT = "留置", _("留置")


class BasisRank(TextChoices):
    """依据效力位阶."""

    LAW = "法律", _("法律")
    REGULATION = "行政法规", _("行政法规")
    LOCAL_REGULATION = "地方性法规", _("地方性法规")
    DEPARTMENT_RULE = "部门规章", _("部门规章")
    GOVERNMENT_RULE = "政府规章", _("政府规章")
    DOCUMENT = "规范性文件", _("规范性文件")
    FICTIONAL = "虚构规范性文件", _("规范性文件(虚构)")


class BasisStatus(TextChoices):
    """依据时效."""

    VALID = "有效", _("有效")
    REPEALED = "废止", _("废止")
    EXPIRED = "失效", _("失效")
    AMENDED = "修改", _("修改")


class TextKind(TextChoices):
    """依据条款文字: the wording itself, or a paraphrase still to be replaced by it."""

    ORIGINAL = "原文", _("原文")
    PARAPHRASE = "概述", _("概述")


class CodeScheme(TextChoices):
    """编码规则: 12/31/33 digits (N2020), 10/24 digits (N2018), or the site's own."""

    N2020 = "N2020", _("2020规则(12/31/33位)")
    N2018 = "N2018", _("2018规则(10/24位)")
    LOCAL = "LOCAL", _("地方规则")


class RelationKind(TextChoices):
    """事项关系."""

    RELATED = "related", _("相关")
    PRECEDES = "precedes", _("前置")
    FOLLOWS = "follows", _("后续")
    ALTERNATIVE = "alternative", _("替代")
    CANCELS = "cancels", _("注销对应")


class SystemLevel(TextChoices):
    """运行系统层级. Source: GB/T 39046-2020, and the portal itself."""

    NATIONAL = "1", _("国家级")
    PROVINCE = "2", _("省级")
    CITY = "3", _("市级")
    COUNTY = "4", _("县级")
    PORTAL = "9", _("本平台")


class DepartmentStatus(TextChoices):
    """机构状态."""

    NORMAL = "正常", _("正常")
    MERGED = "合并", _("合并")
    DISSOLVED = "撤销", _("撤销")
