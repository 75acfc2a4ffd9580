"""Code lists of the power and responsibility list and of theme services."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PowerCategory(TextChoices):
    """职权类别, ten kinds. Source: GB/T 39046-2020 matter types 01 to 10."""

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


class PowerState(TextChoices):
    """职权状态."""

    PUBLISHED = "公布", _("公布")
    ADJUSTED = "调整", _("调整")
    CANCELLED = "取消", _("取消")


class DutyStage(TextChoices):
    """责任事项所在环节."""

    ACCEPT = "受理", _("受理")
    REVIEW = "审查", _("审查")
    DECIDE = "决定", _("决定")
    DELIVER = "送达", _("送达")
    SUPERVISE = "事后监管", _("事后监管")
    OTHER = "其他", _("其他")


class PowerChangeAction(TextChoices):
    """职权调整方式."""

    NEW = "新增", _("新增")
    CANCEL = "取消", _("取消")
    DEVOLVE = "下放", _("下放")
    TAKE_OVER = "承接", _("承接")
    MERGE = "合并", _("合并")
    CHANGE = "变更", _("变更")


class ThemeSide(TextChoices):
    """一件事服务对象."""

    PERSON = "个人", _("个人")
    COMPANY = "企业", _("企业")
    PROJECT = "项目", _("项目")


class ThemeStage(TextChoices):
    """生命周期阶段, of a person, a company or a project."""

    BIRTH = "出生", _("出生")
    SCHOOL = "入学", _("入学")
    WORK = "就业", _("就业")
    HOME = "置业", _("置业")
    FAMILY = "婚育", _("婚育")
    RETIREMENT = "退休", _("退休")
    DEATH = "身后", _("身后")
    SETUP = "开办", _("开办")
    ADMISSION = "准入", _("准入")
    RUNNING = "运营", _("运营")
    CHANGE = "变更", _("变更")
    CLOSING = "注销", _("注销")
    BANKRUPTCY = "破产", _("破产")
    OTHER = "其他", _("其他")


class ThemeDetail(TextChoices):
    """一件事的完整程度: a checked process, or a proposal by name only."""

    FULL = "full", _("流程已核对")
    NAMES_ONLY = "names_only", _("仅列出成员事项")


class ThemeState(TextChoices):
    """一件事状态."""

    IN_USE = "在用", _("在用")
    PAUSED = "暂停", _("暂停")
    CANCELLED = "取消", _("取消")


class MemberKind(TextChoices):
    """一件事成员类别."""

    GUIDE = "guide", _("有办事指南的事项")
    MATTER = "matter", _("目录事项")
    EXTERNAL = "external", _("本站以外的服务")


class MemberMode(TextChoices):
    """成员办理方式."""

    SERIAL = "串联", _("串联")
    PARALLEL = "并联", _("并联")
