"""Code lists of application materials, scenario questions and form fields.

Source: MAT_* lists as used by several published platform schemas of the national
exchange format; question and field kinds are product decisions.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MaterialType(TextChoices):
    """材料类型 (MAT_TYPE)."""

    ORIGINAL = "1", _("原件")
    COPY = "2", _("复印件")
    EITHER = "3", _("原件或复印件")
    BOTH = "4", _("原件和复印件")


class MaterialKind(TextChoices):
    """材料属性 (MAT_KIND)."""

    CERTIFICATE = "证件证照", _("证件证照")
    PROOF = "证明文件", _("证明文件")
    FORM = "申请表单", _("申请表单")
    APPROVAL = "批文", _("批文")
    CONTRACT = "合同协议", _("合同协议")
    DRAWING = "图纸报告", _("图纸报告")
    OTHER = "其他文书", _("其他文书")


class MaterialForm(TextChoices):
    """材料形式 (MAT_FORM)."""

    PAPER = "1", _("纸质")
    ELECTRONIC = "2", _("电子化")
    EITHER = "3", _("纸质或电子化")
    BOTH = "4", _("纸质和电子化")


class MaterialSource(TextChoices):
    """来源渠道 (MAT_SOURCE)."""

    APPLICANT = "10", _("申请人自备")
    GOVERNMENT = "20", _("政府部门核发")
    INTERMEDIARY = "30", _("中介机构出具")
    OTHER = "99", _("其他")


class MaterialNeed(TextChoices):
    """必要性 (MAT_NEED); SCENARIO is 非必要 in the standard: needed in some scenarios."""

    REQUIRED = "1", _("必要")
    SCENARIO = "2", _("非必要(按情形)")
    LATER = "3", _("容缺后补")


class MaterialExempt(TextChoices):
    """免提交方式 (MAT_EXEMPT)."""

    NONE = "0", _("不免提交")
    CERTIFICATE = "1", _("电子证照")
    DATA_CHECK = "2", _("数据核验")
    INTERNAL_CHECK = "3", _("部门内部核查")
    COMMITMENT = "4", _("告知承诺")
    REUSE = "5", _("已存材料复用")
    GENERATED = "6", _("系统自动生成")


class QuestionKind(TextChoices):
    """情形问题类型."""

    SINGLE = "single", _("单选")
    MULTI = "multi", _("多选")
    NUMBER = "number", _("数字")
    DATE = "date", _("日期")
    BOOLEAN = "bool", _("是/否")


class AnswerSource(TextChoices):
    """答案来源."""

    ASK = "ask", _("询问申请人")
    PROFILE = "profile", _("从个人资料带出")
    CERTIFICATE = "cert", _("从电子证照带出")


class FieldType(TextChoices):
    """网上申请表字段类型."""

    TEXT = "text", _("单行文字")
    TEXTAREA = "textarea", _("多行文字")
    NUMBER = "number", _("数字")
    MONEY = "money", _("金额(元)")
    DATE = "date", _("日期")
    RADIO = "radio", _("单选")
    SELECT = "select", _("下拉选择")
    CHECKBOX = "checkbox", _("多选")
    ID_NUMBER = "idno", _("公民身份号码")
    MOBILE = "mobile", _("手机号码")
    USCC = "uscc", _("统一社会信用代码")
    ADDRESS = "address", _("地址")
    FILE = "file", _("文件")
    TEL = "tel", _("固定电话")
    EMAIL = "email", _("电子邮箱")
