from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.codes import (
    CaseKind,
    CrossMode,
    CrossScope,
    HandleForm,
    OnlineDepth,
    RemovedLimit,
    SystemLevel,
    TimeUnit,
)
from content.fields import CodesField, LinesField


class MatterHandling(models.Model):
    """Groups B and C of a matter: how, where, and within what time it is handled."""

    case_kind = models.CharField(
        _("办件类型"),
        max_length=1,
        choices=CaseKind.choices,
        blank=True,
        help_text=_("即办件的承诺时限为0"),
    )
    handle_forms = CodesField(_("办理形式"), codes=HandleForm)
    online = models.BooleanField(_("可网上办理"), default=False)
    online_url = models.CharField(
        _("网上办理地址"),
        max_length=300,
        blank=True,
        help_text=_("本站的写 /apply/事项代码,外站的写完整 https 网址"),
    )
    mobile_url = models.CharField(_("移动端地址"), max_length=300, blank=True)
    sso = models.BooleanField(_("统一身份认证"), default=False)
    online_depth = CodesField(_("网办深度"), codes=OnlineDepth)
    visits = models.PositiveSmallIntegerField(
        _("到办事现场次数"), default=0, help_text=_("0至9")
    )
    visit_reason = models.CharField(
        _("必须现场办理原因"),
        max_length=300,
        blank=True,
        help_text=_("须到现场的必填:法律规定(哪一条)、核验原件、本人到场等"),
    )
    cross_scope = models.CharField(
        _("通办范围"),
        max_length=1,
        choices=CrossScope.choices,
        default=CrossScope.NONE,
    )
    cross_modes = CodesField(_("通办模式"), codes=CrossMode)
    cross_note = models.CharField(_("通办说明"), max_length=300, blank=True)
    cross_removed_limits = CodesField(_("取消的地域限制"), codes=RemovedLimit)
    cross_decide_dept = models.SlugField(
        _("通办审批部门"),
        max_length=60,
        blank=True,
        db_index=False,
        help_text=_("部门标识;留空即本部门"),
    )
    cross_places = models.CharField(_("通办收件点"), max_length=300, blank=True)
    cross_regions = LinesField(_("通办区域"))
    appointment = models.BooleanField(_("支持预约"), default=False)
    daily_quota = models.PositiveIntegerField(_("每日预约量"), default=0)
    appointment_rule = models.CharField(_("预约规则"), max_length=300, blank=True)
    express_in = models.BooleanField(_("材料可邮寄"), default=False)
    express_out = models.BooleanField(_("结果可邮寄"), default=False)
    kiosk = models.BooleanField(_("自助终端可办"), default=False)
    proxy_allowed = models.BooleanField(_("可委托他人"), default=True)
    proxy_reason = models.CharField(
        _("不可委托原因"), max_length=300, blank=True, help_text=_("写明依据")
    )
    agent_service = models.BooleanField(_("帮办代办"), default=False)
    commitment_based = models.BooleanField(_("告知承诺制"), default=False)
    commitment_template = models.CharField(_("承诺书名称"), max_length=200, blank=True)
    commitment_supervision = models.CharField(
        _("承诺事后监管"), max_length=500, blank=True
    )
    commitment_file = models.CharField(
        _("承诺书文件"), max_length=200, blank=True, help_text=_("指南附件路径")
    )
    deficiency_accept = models.BooleanField(_("容缺受理"), default=False)
    in_hall = models.BooleanField(_("进驻大厅"), default=True)
    not_in_hall_reason = models.CharField(_("未进驻原因"), max_length=300, blank=True)
    system_level = models.CharField(
        _("运行系统层级"), max_length=1, choices=SystemLevel.choices, blank=True
    )
    system_name = models.CharField(_("运行系统名称"), max_length=100, blank=True)
    safety_flag = models.BooleanField(
        _("涉及公共安全"), default=False, help_text=_("不适用逾期视同通过")
    )

    no_statutory = models.BooleanField(
        _("法律未规定办结时限"), default=False, help_text=_("勾选后要填法定时限说明")
    )
    statutory_days = models.PositiveSmallIntegerField(
        _("法定办结时限"), null=True, blank=True
    )
    statutory_unit = models.CharField(
        _("法定时限单位"), max_length=1, choices=TimeUnit.choices, blank=True
    )
    statutory_basis = models.CharField(_("法定时限依据"), max_length=200, blank=True)
    statutory_note = models.CharField(_("法定时限说明"), max_length=300, blank=True)
    promise_days = models.PositiveSmallIntegerField(
        _("承诺办结时限"), null=True, blank=True, help_text=_("0为当场办结")
    )
    promise_unit = models.CharField(
        _("承诺时限单位"),
        max_length=1,
        choices=TimeUnit.choices,
        default=TimeUnit.WORKING_DAY,
    )
    promise_note = models.CharField(_("承诺时限说明"), max_length=300, blank=True)
    flow_text = models.TextField(
        _("流程说明"), blank=True, help_text=_("如:受理(当场)→审查(2天)→决定(1天)")
    )
    flow_image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("流程图"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("有图也要有同样内容的流程说明"),
    )

    class Meta:
        abstract = True
