"""Every closed list of values that a case uses."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Phase(models.TextChoices):
    """Where a case stands for the public (办件状态)."""

    RECEIVED = "received", _("已收件")
    CORRECTION = "correction", _("待补正")
    ACCEPTED = "accepted", _("已受理")
    DECIDED = "decided", _("已决定")
    CLOSED = "closed", _("已办结")
    NOT_ACCEPTED = "not_accepted", _("不予受理")
    WITHDRAWN = "withdrawn", _("已撤回")
    TERMINATED = "terminated", _("已终止")


class Outcome(models.TextChoices):
    """How a case ended (办理结果)."""

    GRANTED = "granted", _("准予")
    PARTLY = "partly", _("部分准予")
    REFUSED = "refused", _("不予")
    NOT_ACCEPTED = "not_accepted", _("不予受理")
    WITHDRAWN = "withdrawn", _("撤回")
    TERMINATED = "terminated", _("终止")


class Channel(models.TextChoices):
    """From where a case was filed (申报来源)."""

    COUNTER = "1", _("窗口")
    DESKTOP = "2", _("电脑端")
    MOBILE = "3", _("移动端")
    COURIER = "4", _("快递申请")
    KIOSK = "kiosk", _("自助机")
    HOME = "home", _("上门")
    AGENT = "agent", _("代办")
    OTHER = "9", _("其他")


class SlotState(models.TextChoices):
    """What is known of one material (材料状态)."""

    MISSING = "missing", _("未提交")
    UPLOADED = "uploaded", _("待核")
    CHECKED = "checked", _("合格")
    REJECTED = "rejected", _("不合格")
    PROMISED = "promised", _("承诺后补")
    WAIVED = "waived", _("免提交")


class MaterialWay(models.TextChoices):
    """How a material comes in (收取方式)."""

    NONE = "", _("未收取")
    UPLOAD = "upload", _("电子上传")
    PAPER = "paper", _("窗口交纸质")
    CERTIFICATE = "certificate", _("电子证照")
    DATA_CHECK = "data_check", _("数据核验")
    INTERNAL = "internal", _("部门内部核查")
    COMMITMENT = "commitment", _("告知承诺")
    REUSE = "reuse", _("已存材料复用")
    GENERATED = "generated", _("系统自动生成")
    LATER = "later", _("容缺后补")


class Scan(models.TextChoices):
    """What a virus scanner said of a file (查毒状态)."""

    NOT_SCANNED = "not_scanned", _("未接入查毒")
    PENDING = "pending", _("查毒中")
    CLEAN = "clean", _("安全")
    INFECTED = "infected", _("有病毒")
    ERROR = "error", _("查毒失败")


class StepKind(models.TextChoices):
    """What a step of the process is for (环节类别)."""

    REVIEW = "review", _("审查")
    SPECIAL = "special", _("特别程序")
    ISSUE = "issue", _("制证")


class StepState(models.TextChoices):
    """Where one step stands (环节状态)."""

    WAITING = "waiting", _("未开始")
    OPEN = "open", _("待领取")
    CLAIMED = "claimed", _("办理中")
    DONE = "done", _("已完成")
    RETURNED = "returned", _("已退回")
    CANCELLED = "cancelled", _("已取消")


class StepResult(models.TextChoices):
    """What the officer found in a step (环节结论)."""

    PASSED = "passed", _("通过")
    FAILED = "failed", _("不通过")
    OTHER = "other", _("其他")


class NoticeState(models.TextChoices):
    """Where a correction notice stands (补正状态)."""

    OPEN = "open", _("待补正")
    ANSWERED = "answered", _("已补正")
    LAPSED = "lapsed", _("逾期未补")
    CANCELLED = "cancelled", _("已取消")


class DefectReason(models.TextChoices):
    """Why a field or a material has to be corrected (补正原因)."""

    MISSING = "missing", _("缺少材料或者内容")
    UNCLEAR = "unclear", _("不清晰、无法辨认")
    WRONG_FORM = "wrong_form", _("不符合法定形式")
    INCONSISTENT = "inconsistent", _("前后不一致")
    EXPIRED = "expired", _("已过有效期")
    UNSIGNED = "unsigned", _("未签名或者未盖章")
    OTHER = "other", _("其他")


class RefusalReason(models.TextChoices):
    """Why an application is not accepted (不予受理原因)."""

    NOT_REQUIRED = "not_required", _("依法不需要办理")
    NOT_COMPETENT = "not_competent", _("不属于本机关职权范围")
    NOT_ELIGIBLE = "not_eligible", _("不符合受理条件")
    NOT_CORRECTED = "not_corrected", _("补正后仍不符合要求")
    DUPLICATE = "duplicate", _("重复申请")
    OTHER = "other", _("其他")


class DocumentKind(models.TextChoices):
    """What a paper of the case is (文书种类)."""

    FILING_RECEIPT = "filing_receipt", _("收件凭证")
    ACCEPTANCE = "acceptance", _("受理通知书")
    CORRECTION = "correction", _("补正告知书")
    REFUSAL = "refusal", _("不予受理通知书")
    SPECIAL = "special", _("特别程序告知书")
    DECISION = "decision", _("决定书")
    TERMINATION = "termination", _("终止通知书")


class TimerPurpose(models.TextChoices):
    """What a timer measures (时限类型)."""

    ACCEPTANCE = "acceptance", _("受理")
    CORRECTION = "correction", _("申请人补正")
    STAGE = "stage", _("环节")
    PROMISED = "promised", _("承诺")
    STATUTORY = "statutory", _("法定")
    DELIVERY = "delivery", _("送达")


class TimerState(models.TextChoices):
    """Whether a timer still counts (计时状态)."""

    RUNNING = "running", _("计时中")
    STOPPED = "stopped", _("已停止")
    EXPIRED = "expired", _("已届满")
    CANCELLED = "cancelled", _("已取消")


class PauseGround(models.TextChoices):
    """Why days are not counted (中止事由)."""

    CORRECTION = "correction", _("等待申请人补正")
    SPECIAL_STEP = "special_step", _("特别程序")
    FORCE_MAJEURE = "force_majeure", _("不可抗力")


class Rung(models.TextChoices):
    """A point of a timer at which something happens once (预警级别)."""

    YELLOW = "yellow", _("黄灯")
    RED = "red", _("红灯")
    OVERDUE = "overdue", _("逾期")


class Light(models.TextChoices):
    """How pressing a case is (红绿灯)."""

    GREEN = "green", _("正常")
    YELLOW = "yellow", _("临近到期")
    RED = "red", _("今日到期")
    BLACK = "black", _("已逾期")
    BLUE = "blue", _("中止计时")
    NONE = "none", _("不计时")
